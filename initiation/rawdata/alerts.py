"""What a person should notice about a column, in words."""

from __future__ import annotations

from collections.abc import Iterator

from initiation.rawdata.measures import Measures


def alerts_of(measures: Measures, *, personal: bool, identifier: bool) -> Iterator[str]:
    """The alerts of one column, the gravest first. No alert repeats a value of the data."""
    if not measures.filled:
        yield "Empty: no row has a value here."
        return
    yield from _coverage(measures)
    if identifier:
        yield (
            f"Nearly every row has its own value ({measures.distinct:,} different ones in "
            f"{measures.filled:,}): it looks like an identifier."
        )
    if personal:
        yield "Looks personal: its values are hidden."
    yield from _writing(measures)


def _coverage(measures: Measures) -> Iterator[str]:
    if measures.missing * 2 > measures.rows:
        percent = measures.missing * 100 // measures.rows
        yield (
            f"More than half is missing: {measures.missing:,} of {measures.rows:,} rows "
            f"({percent} %)."
        )
    if measures.distinct == 1 and measures.distinct_exact:
        if measures.missing:
            yield "Constant: every row that has a value has the same one."
        else:
            yield "Constant: every row has the same value."


def _writing(measures: Measures) -> Iterator[str]:
    odd = _odd_among_numbers(measures)
    if odd:
        yield odd
    if measures.type == "integer" and measures.is_binary:
        yield "Only 0 and 1: a yes/no flag written in digits."
    if measures.leading_zeros and measures.type == "text":
        yield (
            f"{measures.leading_zeros:,} values are digits with leading zeros: kept as text, "
            "because as numbers they would lose them."
        )
    if measures.decimal_comma:
        yield "Numbers are written with a decimal comma."
    if measures.ambiguous_days:
        yield "Dates do not tell day from month: read here as day/month/year."
    if measures.offsets:
        yield "Times carry an offset from UTC: the range compares them as they are written."


def _odd_among_numbers(measures: Measures) -> str:
    """What software reading the column as numbers would stumble over."""
    all_numbers = measures.numbers == measures.filled
    mostly = measures.numbers * 5 >= measures.filled * 4
    if not mostly or not measures.odd or measures.leading_zeros:
        return ""
    parts = [
        f"{count:,} {one if count == 1 else many}"
        for count, one, many in (
            (measures.spaces, "blank", "blanks"),
            (measures.placeholders, "placeholder such as N/A", "placeholders such as N/A"),
            (measures.filled - measures.numbers, "other text", "other texts"),
        )
        if count
    ]
    return (
        f"{'Numbers' if all_numbers else 'Mostly numbers'}, with {measures.odd:,} odd "
        f"{'value' if measures.odd == 1 else 'values'} among them: {', '.join(parts)}."
    )
