"""Estimates of three parts, which may be columns of a table: ``cost_low`` and its two others."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.kinds.numerals import spaced

PARTS = ("low", "likely", "high")
ORDERED = (("low", "likely"), ("likely", "high"), ("low", "high"))


def out_of_order(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the column that is below the one it must reach, and the message; each column once.

    ``row`` holds numbers and amounts of money. Those of different currencies are not compared.
    """
    stems = dict.fromkeys(
        stem for code in row for stem, _, part in [code.rpartition("_")] if stem and part in PARTS
    )
    for stem in stems:
        yield from _faults(row, stem)


def must_reach(part: str, value: str) -> str:
    """Return the message at a part that is below another part of the same estimate."""
    return f"This must be at least the {part} value, {spaced(value)}."


def _faults(row: Mapping[str, Any], stem: str) -> Iterator[tuple[str, str]]:
    faulty: set[str] = set()
    for lower, upper in ORDERED:
        low, high = (_number(row.get(f"{stem}_{part}")) for part in (lower, upper))
        if low is None or high is None or upper in faulty or low[1] != high[1]:
            continue
        if Decimal(high[0]) < Decimal(low[0]):
            faulty.add(upper)
            yield f"{stem}_{upper}", must_reach(lower, low[0])


def _number(value: Any) -> tuple[str, str] | None:
    """Return a stored number or amount with its currency; None for anything else."""
    if isinstance(value, Mapping) and "amount" in value:
        return str(value["amount"]), str(value["currency"])
    return (value, "") if isinstance(value, str) else None
