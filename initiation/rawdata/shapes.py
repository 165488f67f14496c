"""What a profile is made of, what may bound it, and how it is written as JSON.

Nothing here is a float: a profile is hashed as canonical JSON, and two writers of the
same float need not agree on its digits. Figures are ints or decimal strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

MEBIBYTE = 1024 * 1024

_Kind = TypeVar("_Kind")


class NotTabular(Exception):
    """The file is not a table; `reason` says why in words a person can act on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProfilingFailed(Exception):
    """The file may be a table, but measuring it was stopped; `reason` says by what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one profile may cost. Every field is an int, so it travels as JSON."""

    wall_seconds: int = 120
    cpu_seconds: int = 240
    memory_bytes: int = 512 * MEBIBYTE
    """What DuckDB may hold in memory before it spills to scratch."""
    address_space_bytes: int = 2048 * MEBIBYTE
    """What the whole process may map, enforced by the kernel."""
    file_bytes: int = 8192 * MEBIBYTE
    """The largest single file the process may write in scratch."""
    reply_bytes: int = 32 * MEBIBYTE
    max_columns: int = 2_000
    max_line_bytes: int = 1_000_000
    exact_distinct: int = 1_000_000
    """Columns with more distinct values than this are counted approximately."""
    sample_rows: int = 100_000
    """How many rows are searched for the top values of such a column."""
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file was written. `encoding` is one of the names in `intake`."""

    delimiter: str
    quote: str
    encoding: str
    header: bool


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """The measured figures of one column.

    `type` is one of: integer, number, yes/no, date, date and time, text, empty.
    `minimum`, `maximum` and the values in `top` are already masked where they had to be.
    """

    name: str
    type: str
    missing: int
    missing_share: str
    distinct: int
    distinct_exact: bool
    minimum: str | None
    maximum: str | None
    mean: str | None
    top: tuple[tuple[str, int], ...]
    looks_personal: bool
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The measured figures of one file.

    `bytes` and `sha256` are of the file as it came. `sampled` is true when the top values
    of a column were searched for in a sample of rows; every count is of all rows even then.
    """

    rows: int
    columns: tuple[ColumnProfile, ...]
    dialect: Dialect
    bytes: int
    sha256: str
    sampled: bool
    duckdb_version: str


def to_json(profile: Profile) -> dict[str, Any]:
    """The profile as a JSON value: dicts, lists, strings, ints and booleans only."""
    data = asdict(profile)
    data["columns"] = [
        {**column, "top": [list(pair) for pair in column["top"]], "alerts": list(column["alerts"])}
        for column in data["columns"]
    ]
    return data


def from_json(data: Any) -> Profile:
    """The inverse of `to_json`; raises ValueError when `data` is not a profile.

    Strict, because a profile is read back from a process that handled hostile input.
    """
    record = _record(data, Profile)
    return Profile(
        rows=_of(record, "rows", int),
        columns=tuple(_column(item) for item in _of(record, "columns", list)),
        dialect=_dialect(record["dialect"]),
        bytes=_of(record, "bytes", int),
        sha256=_of(record, "sha256", str),
        sampled=_of(record, "sampled", bool),
        duckdb_version=_of(record, "duckdb_version", str),
    )


def _dialect(data: Any) -> Dialect:
    record = _record(data, Dialect)
    return Dialect(
        delimiter=_of(record, "delimiter", str),
        quote=_of(record, "quote", str),
        encoding=_of(record, "encoding", str),
        header=_of(record, "header", bool),
    )


def _column(data: Any) -> ColumnProfile:
    record = _record(data, ColumnProfile)
    return ColumnProfile(
        name=_of(record, "name", str),
        type=_of(record, "type", str),
        missing=_of(record, "missing", int),
        missing_share=_of(record, "missing_share", str),
        distinct=_of(record, "distinct", int),
        distinct_exact=_of(record, "distinct_exact", bool),
        minimum=_text_or_none(record, "minimum"),
        maximum=_text_or_none(record, "maximum"),
        mean=_text_or_none(record, "mean"),
        top=tuple(_pair(item) for item in _of(record, "top", list)),
        looks_personal=_of(record, "looks_personal", bool),
        alerts=tuple(_of({"alert": item}, "alert", str) for item in _of(record, "alerts", list)),
    )


def _pair(data: Any) -> tuple[str, int]:
    if not isinstance(data, list | tuple) or len(data) != 2:
        raise ValueError("A top value is not a pair of value and count.")
    pair = {"value": data[0], "count": data[1]}
    return _of(pair, "value", str), _of(pair, "count", int)


def _record(data: Any, shape: type[Profile | Dialect | ColumnProfile]) -> Mapping[str, Any]:
    expected = {field.name for field in fields(shape)}
    if not isinstance(data, Mapping) or set(data) != expected:
        raise ValueError(f"Not a {shape.__name__}: its fields differ.")
    return data


def _of(record: Mapping[str, Any], name: str, kind: type[_Kind]) -> _Kind:
    value = record[name]
    if type(value) is not kind:
        raise ValueError(f"{name} is not {kind.__name__}.")
    return value


def _text_or_none(record: Mapping[str, Any], name: str) -> str | None:
    return None if record[name] is None else _of(record, name, str)
