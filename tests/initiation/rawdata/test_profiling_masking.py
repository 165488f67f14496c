"""Values that could name a person never leave the process that read them."""

from __future__ import annotations

import json
import random

import pytest

from initiation.rawdata.privacy import mask, words
from initiation.rawdata.profiling import to_json

from .conftest import Measure, csv_text

FIRST = ["Ann", "Bob", "Zoë", "Karl", "Mia", "Olga", "Tom", "Eva"]
LAST = ["Miller", "O'Neil", "Åström", "Kovács", "Smith-Jones", "Rossi", "Weber"]


def people(count: int) -> list[tuple[str, str]]:
    chance = random.Random(7)
    return [(chance.choice(FIRST), f"{chance.choice(LAST)}{'a' * (n % 9)}") for n in range(count)]


PERSONAL: dict[str, tuple[str, list[str]]] = {
    "mail addresses": ("contact", [f"{a}.{b}@example.org" for a, b in people(60)]),
    "a few mail addresses among words": (
        "remark",
        ["call back"] * 50 + [f"write to {a}@example.org" for a, _ in people(6)],
    ),
    "telephone numbers": ("line", [f"+49 30 {n:07d}" for n in range(1_000_000, 1_000_040)]),
    "telephone numbers in digits": ("mobile", [f"79{n:08d}" for n in range(5_000, 5_040)] * 2),
    "telephone numbers with plus": ("dial", [f"+4930{n:07d}" for n in range(5_000, 5_040)] * 2),
    "full names": ("value", [f"{a} {b}" for a, b in people(60)]),
    "first names by their heading": ("FirstName", [a for a, _ in people(60)]),
    "names by their heading": ("name", [b for _, b in people(60)]),
    "customer names": ("customer_name", [b.upper() for _, b in people(60)]),
    "keys unique per row": ("value", [f"{n:04d}-QX" for n in range(900, 960)]),
    "numbers unique per row": ("order id", [str(n * n + 4_711) for n in range(60)]),
    "running numbers": ("value", [str(n) for n in range(4_000, 4_060)]),
    "keys of customers that return": ("customerID", [f"K{n % 20:05d}" for n in range(60)]),
    "days of birth": ("birth_date", [f"19{60 + n % 30}-01-02" for n in range(60)]),
    "addresses": ("street", [f"Elm Row {n % 30}" for n in range(60)]),
}


@pytest.mark.parametrize(("name", "values"), PERSONAL.values(), ids=PERSONAL.keys())
def test_a_column_that_looks_personal_shows_none_of_its_values(
    measure: Measure, name: str, values: list[str]
) -> None:
    rows = [[name, "kind"], *([value, f"{at % 3}"] for at, value in enumerate(values))]
    found = measure(csv_text(rows))
    column, other = found.columns

    assert column.looks_personal
    assert not other.looks_personal
    assert "Looks personal: its values are hidden." in column.alerts
    shown = [column.minimum, column.maximum, *(value for value, _ in column.top)]
    assert all(value == "(masked)" or (value or "").endswith("…") for value in shown)
    assert column.mean is None
    written = json.dumps(to_json(found), ensure_ascii=False)
    assert not [value for value in values if value in written]
    assert column.distinct == len(set(values))


ORDINARY: dict[str, tuple[str, list[str]]] = {
    "places": ("zone_name", ["New York", "Upper East Side", "Los Angeles"] * 20),
    "ways to pay": ("PaymentMethod", ["Mailed check", "Credit Card"] * 30),
    "a service by telephone": ("PhoneService", ["Yes", "No"] * 30),
    "measured values": ("level", [f"{n * 1.37:.2f}" for n in range(60)]),
    "moments": ("seen", [f"2024-03-01 10:{n:02d}:00" for n in range(60)]),
    "counts": ("items", [str(n % 7) for n in range(60)]),
}


@pytest.mark.parametrize(("name", "values"), ORDINARY.values(), ids=ORDINARY.keys())
def test_an_ordinary_column_is_shown_as_it_is(
    measure: Measure, name: str, values: list[str]
) -> None:
    rows = [[name, "kind"], *([value, f"{at % 3}"] for at, value in enumerate(values))]
    column = measure(csv_text(rows)).columns[0]
    assert not column.looks_personal
    assert {value for value, _ in column.top} <= set(values)


def test_a_contact_or_a_letter_among_harmless_words_is_hidden_by_itself(measure: Measure) -> None:
    letter = "Dear colleague, " + "the customer at number four complains again. " * 3
    values = ["fine"] * 400 + ["ann@example.org"] * 9 + [letter] * 8 + ["+49 30 1234567"] * 7
    column = measure(csv_text([["remark", "x"], *([value, "1"] for value in values)])).columns[0]
    assert not column.looks_personal
    assert column.top == (("fine", 400), ("a…", 9), ("D…", 8), ("(masked)", 7))
    assert (column.minimum, column.maximum) == ("(masked)", "fine")


def test_texts_that_mostly_stand_once_show_only_those_that_do_not(measure: Measure) -> None:
    values = ["late again"] * 3 + [f"driver number {n} was late" for n in range(20)]
    column = measure(csv_text([["remark", "x"], *([value, "1"] for value in values)])).columns[0]
    assert column.top[0] == ("late again", 3)
    assert {value for value, _ in column.top[1:]} == {"d…"}


def test_a_mask_shows_one_letter_at_most() -> None:
    assert [mask(value) for value in ("karl", "Éva", "4711", "ab", "", "+49")] == [
        "k…",
        "É…",
        "(masked)",
        "(masked)",
        "(masked)",
        "(masked)",
    ]


def test_headings_are_split_into_words_however_they_are_joined() -> None:
    assert words("customerID") == ["customer", "id"]
    assert words("First-Name of_HTMLUser") == ["first", "name", "of", "html", "user"]
