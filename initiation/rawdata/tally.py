"""Measuring one column with SQL.

A column is first tallied: one row for each different cell and how often it stands there.
Everything else is computed from the tally, so a test on a value runs once however often the
value occurs. A column of too many different values is tallied cell by cell instead, without
being stored again, and what would then need all its values in memory is approximated.

"""

# ruff: noqa: S608
# SQL is put together here from our own constants and numbers alone. No text of the file ever
# becomes SQL: columns are called c0, c1, … in the table, and values travel as parameters.

from __future__ import annotations

from dataclasses import replace
from decimal import Context, Decimal, InvalidOperation
from typing import Any

import duckdb

from initiation.rawdata.box import literal
from initiation.rawdata.measures import Measures
from initiation.rawdata.shapes import Limits

TABLE = "cells"
TOP = 10
PLACEHOLDERS = ("n/a", "na", "#n/a", "null", "nan", "-", "?")
# Digits in all that DECIMAL(38) can hold while still summing a hundred billion of them.
EXACT_DIGITS = 27

_BLANKS = literal(" \t\r\n\x0b\x0c\xa0")
_ISO_DATE = r"\d{4}-\d{2}-\d{2}"
_ISO_TIME = _ISO_DATE + r"[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_OFFSET = r"(Z|[+-]\d{2}(:?\d{2})?)"
_SLASHED = r"\d{1,2}/\d{1,2}/\d{4}"
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?"
_PHONE = r"\+?[(]?\d[\d ()/.-]{5,}\d"
_NAME = r"\p{Lu}[\p{L}'’-]+,? (\p{Lu}\.? )?\p{Lu}[\p{L}'’-]+"


def _matches(pattern: str) -> str:
    return f"regexp_full_match(value, {literal(pattern)})"


def _counts(conditions: dict[str, str]) -> list[str]:
    # A CASE tests its second condition only where the first holds; an AND tests both.
    return [f"sum(n) FILTER ({condition}) AS {name}" for name, condition in conditions.items()]


def _where(cheap: str, costly: str) -> str:
    return f"CASE WHEN {cheap} THEN {costly} ELSE false END"


_LIKE_DATE = "length(value) BETWEEN 8 AND 40 AND value[1] BETWEEN '0' AND '9'"
_SHORT_DATE = "length(value) BETWEEN 8 AND 10 AND value[1] BETWEEN '0' AND '9'"
_LIKE_PHONE = "length(value) BETWEEN 7 AND 25 AND (value[1] IN ('+', '(') OR value[1] <= '9')"
_DIGITS = "length(regexp_replace(value, '[^0-9]', '', 'g'))"
# Numbers this short are finite, whatever their exponent.
_IS_NUMBER = _where("length(value) <= 60 AND value[1] <= '9'", _matches(_NUMBER))
_IS_INTEGER = _where("length(value) <= 60 AND value[1] <= '9'", _matches(r"[+-]?\d+"))


def _is_time(pattern: str) -> str:
    parses = "TRY_CAST(value AS TIMESTAMP) IS NOT NULL"
    return _where(_LIKE_DATE, _where(_matches(pattern), parses))


def _is_date(pattern: str, written: str) -> str:
    parses = f"try_strptime(value, {literal(written)}) IS NOT NULL"
    return _where(_SHORT_DATE, _where(_matches(pattern), parses))


OF_EVERY_COLUMN = ", ".join(
    [
        *_counts(
            {
                "filled": "value IS NOT NULL",
                "spaces": "raw <> '' AND text = ''",
                "placeholders": "text <> '' AND value IS NULL",
                "integers": "is_integer",
                "numbers": "is_number",
                "exponents": "is_number AND contains(lower(value), 'e')",
                "leading_zeros": "is_integer AND starts_with(ltrim(value, '+-'), '0') "
                "AND length(ltrim(value, '+-')) > 1",
                "binary_digits": "value IN ('0', '1')",
                "long_digits": "is_integer AND length(value) BETWEEN 7 AND 15",
                "plus_digits": "is_integer AND length(value) BETWEEN 8 AND 16 "
                "AND starts_with(value, '+')",
                "yes_or_no": "lower(value) IN ('yes', 'no', 'true', 'false', 'y', 'n', 't', 'f')",
            }
        ),
        "max(length(value)) AS longest",
        "min(length(value)) AS shortest",
        "max(strpos(translate(value, ',', '.') || '.', '.') - 1) AS widest_integer",
        "max(greatest(length(value) - strpos(translate(value, ',', '.') || '.', '.'), 0)) "
        "AS widest_fraction",
    ]
)
OF_TEXT = ", ".join(
    _counts(
        {
            "comma_numbers": _where("contains(value, ',')", _matches(r"[+-]?\d+,\d+")),
            "iso_dates": _is_date(_ISO_DATE, "%Y-%m-%d"),
            "iso_times": _is_time(_ISO_TIME + _OFFSET + "?"),
            "offset_times": _is_time(_ISO_TIME + r"[+-]\d{2}(:?\d{2})?"),
            "dotted_dates": _is_date(r"\d{1,2}\.\d{1,2}\.\d{4}", "%d.%m.%Y"),
            "day_first_dates": _is_date(_SLASHED, "%d/%m/%Y"),
            "month_first_dates": _is_date(_SLASHED, "%m/%d/%Y"),
            "emails": _where(
                "contains(value, '@')",
                f"regexp_matches(value, {literal(r'[^@ ]+@[^@ ]+[.][[:alpha:]]{2,}')})",
            ),
            "phones": _where(
                f"{_LIKE_PHONE} AND NOT is_number",
                f"{_matches(_PHONE)} AND {_DIGITS} BETWEEN 7 AND 15",
            ),
            "person_names": _where("contains(value, ' ')", _matches(_NAME)),
            "spaced": "contains(value, ' ')",
        }
    )
)


class Tally:
    """The tally of column number `index`, ready to be asked."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, index: int, rows: int, limits: Limits
    ) -> None:
        self._connection = connection
        self._column = f"c{index}"
        self._rows = rows
        self._limits = limits
        self.exact = rows <= limits.exact_distinct or self._estimate() <= limits.exact_distinct
        source = f"(SELECT {self._column} AS raw, 1::BIGINT AS n FROM {TABLE})"
        if self.exact:
            source = f"(SELECT {self._column} AS raw, count(*) AS n FROM {TABLE} GROUP BY 1)"
        marks = ", ".join(literal(mark) for mark in ("", *PLACEHOLDERS))
        select = (
            f"SELECT *, {_IS_NUMBER} AS is_number, {_IS_INTEGER} AS is_integer FROM ("
            f"SELECT *, CASE WHEN lower(text) NOT IN ({marks}) THEN text END AS value FROM ("
            f"SELECT *, trim(raw, {_BLANKS}) AS text FROM {source}))"
        )
        if self.exact:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE tallied AS {select}")
            select = "SELECT * FROM tallied"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW tally AS {select}")

    def measures(self, *, comma_delimited: bool) -> Measures:
        """All counts of the column."""
        distinct = "count(DISTINCT value)" if self.exact else "approx_count_distinct(value)"
        counts = self._named(f"SELECT {distinct} AS distinct_, {OF_EVERY_COLUMN} FROM tally")
        if counts["numbers"] < counts["filled"]:
            counts |= self._named(f"SELECT {OF_TEXT} FROM tally WHERE value IS NOT NULL")
        measures = Measures(
            rows=self._rows,
            distinct=min(counts.pop("distinct_"), counts["filled"]),
            distinct_exact=self.exact,
            comma_delimited=comma_delimited,
            **counts,
        )
        return replace(measures, consecutive=self._is_consecutive(measures))

    def number_range(self, measures: Measures) -> tuple[str | None, str | None, str | None]:
        """Minimum, maximum and mean of numbers, as decimal strings."""
        digits = measures.widest_integer + measures.widest_fraction
        written = "replace(value, ',', '.')" if measures.decimal_comma else "value"
        if measures.exponents or digits > EXACT_DIGITS:
            number = f"CAST({written} AS DOUBLE)"
            least, most = f"arg_min({written}, {number})", f"arg_max({written}, {number})"
            total = f"sum({number} * n)"
        else:
            number = f"CAST({written} AS DECIMAL(38, {measures.widest_fraction}))"
            least, most = f"min({number})", f"max({number})"
            total = f"sum({number} * n::DECIMAL(38, 0))"
        low, high, summed = self._one(
            f"SELECT {least}::VARCHAR, {most}::VARCHAR, {total}::VARCHAR "
            "FROM tally WHERE value IS NOT NULL"
        )
        return plain(low), plain(high), mean_of(summed, measures.filled)

    def date_range(self, measures: Measures) -> tuple[str | None, str | None]:
        """The first and last day or moment, written as ISO 8601 does."""
        if measures.type == "date":
            moment = f"strptime(value, {literal(measures.date_format)})"
            written = "%Y-%m-%d"
        else:
            moment, written = "CAST(value AS TIMESTAMP)", "%Y-%m-%d %H:%M:%S"
        low, high = self._one(
            f"SELECT strftime(min({moment}), '{written}'), strftime(max({moment}), '{written}') "
            "FROM tally WHERE value IS NOT NULL"
        )
        return low, high

    def text_range(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """The first and the last value in code point order, each with its count."""
        low, high = self._one("SELECT min(value), max(value) FROM tally")
        counts = dict(self._counted([low, high]))
        return (low, counts[low]), (high, counts[high])

    def top(self) -> list[tuple[str, int]]:
        """The most frequent values and in how many rows each stands."""
        if self.exact:
            return self._all(
                "SELECT value, sum(n)::BIGINT AS c FROM tally WHERE value IS NOT NULL "
                f"GROUP BY value ORDER BY c DESC, value LIMIT {TOP}"
            )
        found = self._all(
            f"SELECT trim(raw, {_BLANKS}) AS v, count(*) AS c FROM (SELECT {self._column} AS raw "
            f"FROM {TABLE} USING SAMPLE reservoir({self._limits.sample_rows} ROWS) REPEATABLE (7)) "
            f"GROUP BY v ORDER BY c DESC, v LIMIT {TOP + len(PLACEHOLDERS) + 2}"
        )
        counted = self._counted([value for value, _ in found if value is not None])
        return sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:TOP]

    def _estimate(self) -> int:
        return int(self._one(f"SELECT approx_count_distinct({self._column}) FROM {TABLE}")[0])

    def _is_consecutive(self, measures: Measures) -> bool:
        if measures.type != "integer" or measures.distinct != measures.filled:
            return False
        low, high, _ = self.number_range(measures)
        return (
            low is not None
            and high is not None
            and int(Decimal(high)) - int(Decimal(low)) + 1 == measures.filled
        )

    def _counted(self, values: list[str]) -> list[tuple[str, int]]:
        return self._all(
            "SELECT value, sum(n)::BIGINT FROM tally WHERE value IN (SELECT unnest(?)) "
            "GROUP BY value",
            [values],
        )

    def _named(self, sql: str) -> dict[str, Any]:
        answer = self._connection.execute(sql)
        names = [str(column[0]) for column in answer.description or []]
        row = answer.fetchone() or ()
        return {name: int(value or 0) for name, value in zip(names, row, strict=True)}

    def _one(self, sql: str) -> tuple[Any, ...]:
        row = self._connection.execute(sql).fetchone()
        if row is None:
            raise RuntimeError("An aggregate answered no row.")
        return tuple(row)

    def _all(self, sql: str, parameters: list[object] | None = None) -> list[tuple[str, int]]:
        return self._connection.execute(sql, parameters or []).fetchall()


def plain(number: str | None) -> str | None:
    """A decimal string without needless zeros, in plain digits unless that is very long."""
    if number is None:
        return None
    value = Decimal(number)
    if not value.is_finite():
        return None
    if value == 0:
        return "0"
    value = value.normalize(Context(prec=400))
    return f"{value:f}" if abs(value.adjusted()) <= 30 else f"{value:E}"


def mean_of(total: str | None, count: int) -> str | None:
    """`total` shared among `count`, to 12 significant digits."""
    if total is None or not count:
        return None
    try:
        return plain(str(Context(prec=12).divide(Decimal(total), Decimal(count))))
    except InvalidOperation:
        return None
