"""The figures of a profile against the same figures computed in plain Python."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from initiation.rawdata.profiling import (
    ColumnProfile,
    Limits,
    from_json,
    profile_csv,
    to_json,
)

from .conftest import Measure, csv_text

MARKS = {"", "n/a", "na", "null", "-", "?"}


def made_up_rows(count: int) -> list[list[str]]:
    """Columns of every type, with all the ways to leave a cell empty among them."""
    chance = random.Random(2026)
    rows = [["station", "level", "flow", "open", "day", "moment", "remark"]]
    start = datetime.datetime(2024, 1, 1)
    for number in range(count):
        moment = start + datetime.timedelta(minutes=37 * number)
        rows.append(
            [
                chance.choice(["North", "South", "Île-de-Ré", "N/A", ""]),
                chance.choice([str(chance.randrange(-50, 900)), "", "NA"]),
                chance.choice([f"{chance.uniform(-5, 5000):.3f}", "null", "-"]),
                chance.choice(["Yes", "No"]),
                moment.strftime("%Y-%m-%d"),
                moment.strftime("%Y-%m-%d %H:%M:%S"),
                chance.choice(["dry", 'so "called"', "two\nlines", "a, b", " ", "?"]),
            ]
        )
    return rows


def filled_of(rows: list[list[str]], at: int) -> list[str]:
    values = [row[at].strip() for row in rows[1:]]
    return [value for value in values if value.lower() not in MARKS]


def expected_column(rows: list[list[str]], at: int) -> dict[str, Any]:
    filled = filled_of(rows, at)
    missing = len(rows) - 1 - len(filled)
    counts = Counter(filled)
    share = (Decimal(missing) / (len(rows) - 1)).quantize(Decimal("0.000001"))
    return {
        "missing": missing,
        "missing_share": f"{share.normalize():f}",
        "distinct": len(counts),
        "top": tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]),
    }


def test_every_count_agrees_with_plain_python(measure: Measure) -> None:
    rows = made_up_rows(3_000)
    assert list(csv.reader(io.StringIO(csv_text(rows), newline=""))) == rows

    found = measure(csv_text(rows))

    assert found.rows == 3_000
    assert [column.name for column in found.columns] == rows[0]
    for at, column in enumerate(found.columns):
        expected = expected_column(rows, at)
        assert {name: getattr(column, name) for name in expected} == expected
        assert column.distinct_exact


@pytest.mark.parametrize("at", [1, 2])
def test_range_and_mean_of_numbers_agree_with_plain_python(measure: Measure, at: int) -> None:
    rows = made_up_rows(3_000)
    numbers = [Decimal(value) for value in filled_of(rows, at)]

    column = measure(csv_text(rows)).columns[at]

    assert Decimal(column.minimum or "nan") == min(numbers)
    assert Decimal(column.maximum or "nan") == max(numbers)
    assert Decimal(column.mean or "nan") == Context(prec=12).divide(
        sum(numbers, Decimal(0)), Decimal(len(numbers))
    )


def test_range_of_dates_times_and_words_agrees_with_plain_python(measure: Measure) -> None:
    rows = made_up_rows(3_000)
    found = measure(csv_text(rows)).columns
    for at in (0, 3, 4, 5, 6):
        filled = filled_of(rows, at)
        assert (found[at].minimum, found[at].maximum) == (min(filled), max(filled))
        assert found[at].mean is None


def test_the_narrowest_type_that_fits_all_values_is_found(measure: Measure) -> None:
    rows = made_up_rows(200)
    types = [column.type for column in measure(csv_text(rows)).columns]
    assert types == ["text", "integer", "number", "yes/no", "date", "date and time", "text"]


TYPES = {
    "1 -2 +3": "integer",
    "0 00 7": "text",
    "1.5 .5 5. 2": "number",
    "1e3 2.5E-2": "number",
    "inf nan 1": "text",
    "true FALSE": "yes/no",
    "31.12.2024 1.2.2024": "date",
    "31/12/2024 01/02/2024": "date",
    "12/31/2024 01/02/2024": "date",
    "2024-02-30 2024-02-01": "text",
    "2024-02-29T10:00Z 2024-02-01": "date and time",
    "? NULL": "empty",
}


@pytest.mark.parametrize(("values", "expected"), TYPES.items())
def test_types_are_told_apart_at_their_edges(measure: Measure, values: str, expected: str) -> None:
    rows = [["value", "other"], *([value, "x"] for value in values.split())]
    assert measure(csv_text(rows)).columns[0].type == expected


def test_large_and_small_numbers_keep_their_digits(measure: Measure) -> None:
    big, tiny = "12345678901234567890123456", "0.000000000000000000000000001"
    long, far = "9" * 50, "-1.5e-90"
    found = measure(f"big,tiny,long,far\n{big},{tiny},{long},{far}\n{big},1,1,2e90\n").columns
    assert found[0].maximum == big
    assert found[0].mean == "12345678901200000000000000"
    assert found[1].minimum == tiny
    assert Decimal(found[2].maximum or "") == Decimal(long)
    assert (found[3].minimum, found[3].maximum) == ("-1.5E-90", "2E+90")


def test_the_profile_names_the_bytes_as_they_came(measure: Measure) -> None:
    content = b"\xef\xbb\xbfa,b\r\n1,2\r\n"
    found = measure(content)
    assert found.bytes == len(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.duckdb_version == duckdb.__version__


def test_above_the_bound_distinct_values_are_estimated_and_the_profile_says_so(
    measure: Measure,
) -> None:
    rows: list[list[object]] = [["reading", "kind"]]
    rows += [[f"r{number % 4_000}", number % 3] for number in range(6_000)]
    bounds = Limits(exact_distinct=1_000, sample_rows=5_000)

    sampled = measure(csv_text(rows), bounds)
    exact = measure(csv_text(rows))

    assert sampled.sampled
    assert not exact.sampled
    reading, kind = sampled.columns
    assert not reading.distinct_exact
    assert abs(reading.distinct - 4_000) < 800
    assert kind == exact.columns[1]
    assert reading.missing == exact.columns[0].missing
    assert {count for _, count in reading.top} <= {1, 2}


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def test_a_profile_survives_json_and_holds_no_float(measure: Measure) -> None:
    found = measure(csv_text(made_up_rows(50)))
    written = to_json(found)
    assert from_json(json.loads(json.dumps(written))) == found
    assert {type(leaf) for leaf in leaves(written)} <= {str, int, bool, type(None)}


BREAKAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a float for rows": lambda data: data.update(rows=1.0),
    "a flag for rows": lambda data: data.update(rows=True),
    "a field too many": lambda data: data.update(more=1),
    "a field missing": lambda data: data.pop("sha256"),
    "columns that are words": lambda data: data.update(columns=["a"]),
    "a top value of three": lambda data: data["columns"][0].update(top=[["a", 1, 2]]),
    "alerts that are numbers": lambda data: data["columns"][0].update(alerts=[1]),
    "a number for the minimum": lambda data: data["columns"][0].update(minimum=3),
    "no dialect": lambda data: data.update(dialect=None),
}


@pytest.mark.parametrize("breakage", BREAKAGES.values(), ids=BREAKAGES.keys())
def test_what_is_not_a_profile_is_not_read_as_one(
    measure: Measure, breakage: Callable[[dict[str, Any]], object]
) -> None:
    data = to_json(measure("a,b\n1,2\n"))
    breakage(data)
    with pytest.raises(ValueError, match=r"."):
        from_json(data)


def test_progress_counts_the_dialect_the_rows_and_each_column(
    tmp_path: Path, scratch: Path
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text("a,b,c\n1,2,3\n")
    steps: list[tuple[int, int]] = []
    profile_csv(path, scratch=scratch, on_progress=lambda done, of: steps.append((done, of)))
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def column_of(measure: Measure, values: list[str], name: str = "value") -> ColumnProfile:
    rows = [[name, "other"], *([value, "x"] for value in values)]
    return measure(csv_text(rows)).columns[0]


ALERTS = {
    "Constant: every row has the same value.": ["a", "a"],
    "Constant: every row that has a value has the same one.": ["a", "a", ""],
    "Empty: no row has a value here.": ["", "N/A"],
    "More than half is missing: 2 of 3 rows (66 %).": ["7", "", "?"],
    "Numbers, with 2 odd values among them: 2 blanks.": [
        "1.5",
        "2",
        "3",
        "4",
        "5",
        " ",
        "  ",
        "6",
        "6",
    ],
    "Numbers, with 1 odd value among them: 1 placeholder such as N/A.": ["1", "2", "3", "4", "N/A"],
    "Mostly numbers, with 1 odd value among them: 1 other text.": ["1", "2", "3", "4", "low"],
    "Only 0 and 1: a yes/no flag written in digits.": ["0", "1", "1"],
    "2 values are digits with leading zeros: kept as text, because as numbers they would lose "
    "them.": ["007", "012", "12"],
    "Dates do not tell day from month: read here as day/month/year.": ["01/02/2024", "3/4/2024"],
    "Times carry an offset from UTC: the range compares them as they are written.": [
        "2024-01-01T10:00:00+02:00",
        "2024-01-02T10:00:00Z",
    ],
    "Nearly every row has its own value (6 different ones in 6): it looks like an identifier.": [
        f"AX-{number}" for number in range(6)
    ],
}


@pytest.mark.parametrize(("alert", "values"), ALERTS.items(), ids=range(len(ALERTS)))
def test_what_a_person_should_notice_is_said_in_words(
    measure: Measure, alert: str, values: list[str]
) -> None:
    assert alert in column_of(measure, values).alerts


def test_an_ordinary_column_raises_no_alert(measure: Measure) -> None:
    values = ["12.5", "13", "12.5", "", "14.75", "13"]
    assert column_of(measure, values).alerts == ()
    assert column_of(measure, ["red", "blue", "red", "blue", ""]).alerts == ()
