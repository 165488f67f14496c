"""Finding out how a CSV file was written: delimiter, quote, header and column names."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from initiation.rawdata.shapes import Limits, NotTabular

SAMPLE_CHARACTERS = 2 * 1024 * 1024
SAMPLE_ROWS = 2_000
NAME_LENGTH = 120

# Commas come last: they also stand inside numbers and sentences, the others rarely do.
_DELIMITERS = ("\t", ";", "|", ",")
_QUOTES = ('"', "'")
_DATUM = re.compile(
    r"""\s*(
        [+-]?\d[\d.,]*([eE][+-]?\d+)?\s*%?                # a number
        | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?        # a date
        | \+?\d[\d ()/.-]{6,}                             # a telephone number
        | [^@\s]+@[^@\s]+\.[^@\s]+                        # an e-mail address
    )\s*""",
    re.VERBOSE,
)

Row = list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the file, and what its columns are called."""

    delimiter: str
    quote: str
    header: bool
    names: tuple[str, ...]


def sniff(path: Path, limits: Limits) -> Layout:
    """Read the beginning of a UTF-8 file and say how it was written."""
    csv.field_size_limit(limits.max_line_bytes)
    with path.open(encoding="utf-8", newline="") as source:
        sample = source.read(SAMPLE_CHARACTERS)
        whole = not source.read(1)
    candidates = [
        _Candidate.of(sample, whole, delimiter, quote)
        for quote in _QUOTES
        if quote == '"' or quote in sample
        for delimiter in _DELIMITERS
        if delimiter in sample
    ]
    table = [found for found in candidates if found.columns > 1 and found.agreement >= 0.5]
    best = max(table, key=lambda found: found.agreement, default=None)
    if best is None:
        best = _Candidate.of(sample, whole, ",", '"', columns=1)
    return _layout(best, limits)


def locate_ragged_line(path: Path, layout: Layout) -> tuple[int, int] | None:
    """The line where the first row of another length begins, and that length.

    Nothing when a misplaced quotation mark comes first: lengths mean nothing after it.
    """
    expected = len(layout.names)
    with path.open(encoding="utf-8", newline="") as source:
        reader = csv.reader(source, delimiter=layout.delimiter, quotechar=layout.quote, strict=True)
        before = 0
        try:
            for row in reader:
                if row and len(row) != expected:
                    return before + 1, len(row)
                before = reader.line_num
        except csv.Error:
            return None
    return None


@dataclass(frozen=True, slots=True)
class _Candidate:
    delimiter: str
    quote: str
    rows: list[Row]
    columns: int
    agreement: float

    @classmethod
    def of(
        cls, sample: str, whole: bool, delimiter: str, quote: str, columns: int = 0
    ) -> _Candidate:
        rows = _rows(sample, whole, delimiter, quote)
        lengths = Counter(len(row) for row in rows)
        if not columns:
            columns = max(lengths, key=lambda length: (lengths[length], length), default=0)
        agreement = lengths[columns] / len(rows) if rows else 0.0
        return cls(delimiter, quote, rows, columns, agreement)


def _rows(sample: str, whole: bool, delimiter: str, quote: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for row in csv.reader(
            io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=quote
        ):
            if row:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                return rows[:SAMPLE_ROWS]
    except csv.Error:
        return rows
    # The sample may end in the middle of its last row.
    return rows if whole else rows[:-1]


def _layout(found: _Candidate, limits: Limits) -> Layout:
    if found.columns > limits.max_columns:
        raise NotTabular(
            f"The file has {found.columns:,} columns; at most {limits.max_columns:,} can be read."
        )
    if not found.rows:
        raise NotTabular("No row could be read: a quotation mark may be missing at the beginning.")
    first, rest = found.rows[0], found.rows[1:]
    if len(first) != found.columns:
        raise NotTabular(
            f"Line 1 has {count_of_values(len(first))} where most lines have {found.columns:,}. "
            "The column names must be on the first line, with nothing above them."
        )
    if not rest:
        raise NotTabular("The file has one line only, so there are no rows to measure.")
    header = _is_header(first, rest)
    names = _names(first) if header else [f"column {n}" for n in range(1, found.columns + 1)]
    return Layout(found.delimiter, found.quote, header, tuple(names))


def _is_header(first: Row, rest: list[Row]) -> bool:
    named = [cell for cell in first if cell.strip()]
    if len(named) * 2 < len(first) or any(_DATUM.fullmatch(cell) for cell in named):
        return False
    # A name that is also a value of its own column is a value, unless the whole line
    # stands again further down, as in files joined end to end.
    others = [row for row in rest if row != first and len(row) == len(first)]
    return not any(
        cell.strip() and any(row[at] == cell for row in others) for at, cell in enumerate(first)
    )


def _names(first: Row) -> list[str]:
    """Printable, short, distinct names; a column without one is called by its number."""
    names: list[str] = []
    for number, cell in enumerate(first, start=1):
        printable = "".join(sign if sign.isprintable() else " " for sign in cell)
        wanted = " ".join(printable.split())[:NAME_LENGTH] or f"column {number}"
        name, repeat = wanted, 1
        while name in names:
            repeat += 1
            name = f"{wanted} ({repeat})"
        names.append(name)
    return names


def count_of_values(count: int) -> str:
    """How many values, in words."""
    return "1 value" if count == 1 else f"{count:,} values"
