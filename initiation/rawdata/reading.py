"""From a file in scratch to a profile. Runs in the child process only."""

# ruff: noqa: S608
# The SQL below is put together from column numbers and our own constants, never from the file.

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from initiation.rawdata import dialect
from initiation.rawdata.alerts import alerts_of
from initiation.rawdata.box import locked_connection
from initiation.rawdata.measures import Measures
from initiation.rawdata.privacy import MASKED, is_identifier, looks_personal, shown
from initiation.rawdata.shapes import ColumnProfile, Dialect, Limits, NotTabular, Profile
from initiation.rawdata.tally import TABLE, Tally

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_PER_COLUMN_FROM = 2


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks: one copied file, and what it knows of the original."""

    csv: Path
    folder: Path
    encoding: str
    size: int
    sha256: str
    limits: Limits


def profile(request: Request, progress: Callable[[int, int], None]) -> Profile:
    """Measure the file; raises NotTabular when it is no table."""
    layout = dialect.sniff(request.csv, request.limits)
    steps = _PER_COLUMN_FROM + len(layout.names)
    progress(1, steps)
    temporary = request.folder / "spill"
    temporary.mkdir()
    connection = locked_connection(
        database=request.folder / "work.duckdb",
        csv=request.csv,
        temporary=temporary,
        limits=request.limits,
    )
    rows = _load(connection, request, layout)
    progress(_PER_COLUMN_FROM, steps)
    columns, sampled = [], False
    for index, name in enumerate(layout.names):
        tally = Tally(connection, index, rows, request.limits)
        columns.append(_column(name, tally, comma_delimited=layout.delimiter == ","))
        sampled = sampled or not tally.exact
        progress(_PER_COLUMN_FROM + index + 1, steps)
    return Profile(
        rows=rows,
        columns=tuple(columns),
        dialect=Dialect(layout.delimiter, layout.quote, request.encoding, layout.header),
        bytes=request.size,
        sha256=request.sha256,
        sampled=sampled,
        duckdb_version=duckdb.__version__,
    )


def _load(connection: duckdb.DuckDBPyConnection, request: Request, layout: dialect.Layout) -> int:
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(layout.names)))
    try:
        connection.execute(
            f"CREATE TABLE {TABLE} AS SELECT * FROM read_csv(?, auto_detect=false, "
            f"compression='none', delim=?, quote=?, escape=?, header={layout.header}, "
            f"columns={{{columns}}}, strict_mode=true, null_padding=false, "
            f"max_line_size={request.limits.max_line_bytes})",
            [str(request.csv), layout.delimiter, layout.quote, layout.quote],
        )
    except duckdb.InvalidInputException as error:
        raise NotTabular(_refusal(str(error), request, layout)) from None
    counted = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone()
    rows = int(counted[0]) if counted else 0
    if not rows:
        raise NotTabular("The file has column names and no rows, so there is nothing to measure.")
    return rows


def _refusal(message: str, request: Request, layout: dialect.Layout) -> str:
    """DuckDB's complaint in plain words, without the row it quotes."""
    limit = request.limits.max_line_bytes
    if "Maximum line size" in message:
        return f"A row is longer than {limit:,} bytes, which no table has."
    ragged = dialect.locate_ragged_line(request.csv, layout)
    if ragged:
        line, found = ragged
        return (
            f"Line {line:,} has {dialect.count_of_values(found)} where {len(layout.names):,} "
            "are expected: the rows are not all of one length, so this is not a table."
        )
    line_named = _LINE.search(message)
    where = f"Near line {int(line_named[1]):,} a" if line_named else "A"
    return f"{where} quotation mark is not closed or stands in the wrong place."


def _column(name: str, tally: Tally, *, comma_delimited: bool) -> ColumnProfile:
    measures = tally.measures(comma_delimited=comma_delimited)
    personal = looks_personal(name, measures)
    identifier = is_identifier(name, measures)
    minimum, maximum, mean = _range(tally, measures, personal)
    return ColumnProfile(
        name=name,
        type=measures.type,
        missing=measures.missing,
        missing_share=_share(measures.missing, measures.rows),
        distinct=measures.distinct,
        distinct_exact=measures.distinct_exact,
        minimum=minimum,
        maximum=maximum,
        mean=mean,
        top=tuple(
            (shown(value, count, personal=personal, measures=measures), count)
            for value, count in tally.top()
        ),
        looks_personal=personal,
        alerts=tuple(alerts_of(measures, personal=personal, identifier=identifier)),
    )


def _range(
    tally: Tally, measures: Measures, personal: bool
) -> tuple[str | None, str | None, str | None]:
    if measures.type == "empty":
        return None, None, None
    if personal and measures.type != "text":
        return MASKED, MASKED, None
    if measures.type in {"integer", "number"}:
        return tally.number_range(measures)
    if measures.type in {"date", "date and time"}:
        return *tally.date_range(measures), None
    low, high = (
        shown(value, count, personal=personal, measures=measures)
        for value, count in tally.text_range()
    )
    return low, high, None


def _share(part: int, whole: int) -> str:
    """A share as a decimal string with six places at most."""
    share = (Decimal(part) / Decimal(whole)).quantize(Decimal("0.000001")).normalize()
    return f"{share:f}"
