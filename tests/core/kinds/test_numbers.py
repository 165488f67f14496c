"""Numbers, money and ranges: read only what can mean one thing, and never through a float."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kinds import KINDS
from tests.core.kinds.helpers import AROUND, messages, read, spec


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1200", "1200"),
        (" 12.50 ", "12.5"),
        ("007", "7"),
        ("0", "0"),
        ("-0.0", "0"),
        ("+5", "5"),
        ("−5", "-5"),
        (".5", "0.5"),
        ("1 200", "1200"),
        ("1\u2009200", "1200"),
        ("1\u202f200\u202f000.25", "1200000.25"),
        ("1\u00a0200,5", "1200.5"),
        ("1,200,000", "1200000"),
        ("1,200.50", "1200.5"),
        ("1.200.000", "1200000"),
        ("1.200,50", "1200.5"),
        ("0,5", "0.5"),
        ("0,500", "0.5"),
        ("1.200", "1.2"),
        ("12,5", "12.5"),
        ("100", "100"),
        ("999999999999999999.0123456789", "999999999999999999.0123456789"),
        ("-999999999999999999.0123456789", "-999999999999999999.0123456789"),
    ],
)
def test_a_number_is_stored_in_one_plain_way(typed: str, stored: str) -> None:
    reading = read("number", {"f": [typed]})
    assert (reading.value, reading.problems) == (stored, ())


@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "nan", "Infinity", "-inf", "1e5", "1E+2", "0x10", "1_000", "12 34", "1 20", "1,2,3",
        "1,200 300", "--5", "5-", "1.2.3", "twelve", "12 hours", "٣", "１２", "1200.", ",5", "½",
        "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused_in_words(typed: str) -> None:
    reading = read("number", {"f": [typed]})
    assert reading.value is None
    assert "number" in reading.problems[0].message
    assert len(reading.problems[0].message) < 200


def test_a_comma_that_could_mean_two_things_is_refused_with_both() -> None:
    assert messages("number", {"f": ["1,200"]}) == {
        "": "“1,200” can be read in two ways. Write 1200 or 1.2."
    }


@given(st.text(st.sampled_from("0123456789.,- \u202f+e")) | st.text())
def test_any_text_is_either_a_number_or_refused(text: str) -> None:
    reading = read("number", {"f": [text]})
    if text.strip() and not reading.problems:
        assert Decimal(str(reading.value)).is_finite()


@pytest.mark.parametrize(
    ("low", "high", "typed", "message"),
    [
        ("0", None, "-1", "Enter 0 or more."),
        (None, "100", "101", "Enter 100 or less."),
        ("0", "1000", "1001", "Enter a number from 0 to 1\u202f000."),
    ],
)
def test_a_number_out_of_bounds_is_told_the_bounds(
    low: str | None, high: str | None, typed: str, message: str
) -> None:
    assert messages("number", {"f": [typed]}, min=low, max=high) == {"": message}


def test_numbers_are_shown_with_thin_spaces_and_unit() -> None:
    assert (
        KINDS["number"].plain(spec("number"), "-1200000.5") == "−1\u202f200\u202f000.5\u00a0hours"
    )
    assert KINDS["number"].cell(spec("number"), "1200") == "1\u202f200"
    assert KINDS["number"].plain(spec("number", unit=""), "odd") == "odd"


def test_money_is_stored_with_two_decimals_and_its_currency() -> None:
    posted = {"f.amount": ["1 200.5"], "f.currency": ["USD"]}
    assert read("money", posted).value == {"amount": "1200.50", "currency": "USD"}
    assert read("money", {"f.amount": ["3"]}).value == {"amount": "3.00", "currency": "EUR"}


def test_a_currency_without_an_amount_is_no_answer() -> None:
    assert read("money", {"f.amount": [" "], "f.currency": ["USD"]}).value is None


@pytest.mark.parametrize(
    ("posted", "where", "part"),
    [
        ({"f.amount": ["-1"]}, ".amount", "Enter 0 or more."),
        ({"f.amount": ["1.005"]}, ".amount", "two digits"),
        ({"f.amount": ["1000000000000"]}, ".amount", "below"),
        ({"f.amount": ["much"]}, ".amount", "not a number"),
        ({"f.amount": ["1"], "f.currency": ["ZZZ"]}, ".currency", "“ZZZ”"),
    ],
)
def test_wrong_money_is_marked_at_the_part_that_is_wrong(
    posted: dict[str, list[str]], where: str, part: str
) -> None:
    found = messages("money", posted)
    assert list(found) == [where]
    assert part in found[where]


def test_money_may_be_negative_only_where_the_question_says_so() -> None:
    assert read("money", {"f.amount": ["-5"]}, min="-10").value == {
        "amount": "-5.00",
        "currency": "EUR",
    }


def test_money_is_shown_with_its_currency_first() -> None:
    value = {"amount": "1200.00", "currency": "EUR"}
    assert KINDS["money"].plain(spec("money"), value) == "EUR\u00a01\u202f200.00"


@pytest.mark.parametrize(
    ("low", "likely", "high", "where"),
    [
        ("5", "4", "9", ".likely"),
        ("1", "4", "3", ".high"),
        ("5", "", "4", ".high"),
        ("x", "4", "9", ".low"),
    ],
)
def test_a_range_in_disorder_is_marked_at_the_part_that_is_wrong(
    low: str, likely: str, high: str, where: str
) -> None:
    posted = {"f.low": [low], "f.likely": [likely], "f.high": [high]}
    assert list(messages("range", posted)) == [where]


def test_a_draft_range_keeps_what_is_there_and_names_what_is_not() -> None:
    value = read("range", {"f.low": ["5"], "f.basis": ["a guess"]}).value
    assert value == {"low": "5", "basis": "a guess"}
    places = [problem.where for problem in KINDS["range"].missing(spec("range"), value)]
    assert places == [".likely", ".high"]


def test_a_range_of_money_holds_its_currency_and_at_most_two_decimals() -> None:
    posted = {"f.low": ["1"], "f.likely": ["2"], "f.high": ["3"], "f.currency": ["CHF"]}
    value: Any = read("range", posted, money=True).value
    assert value == {"low": "1", "likely": "2", "high": "3", "basis": "", "currency": "CHF"}
    assert list(messages("range", posted | {"f.high": ["3.001"]}, money=True)) == [".high"]
    assert list(messages("range", posted | {"f.currency": ["?"]}, money=True)) == [".currency"]


def test_a_currency_alone_begins_no_range() -> None:
    assert read("range", {"f.low": [""], "f.currency": ["EUR"]}, money=True).value is None


def test_a_range_is_shown_part_by_part_and_as_a_phrase() -> None:
    field = spec("range", money=True, unit="a year")
    value = {"low": "40000", "likely": "55000", "high": "70000", "basis": "b", "currency": "EUR"}
    shown = KINDS["range"].show(field, value, AROUND)
    assert shown.data["parts"][0] == ("Low", "EUR\u00a040\u202f000\u00a0a year")
    assert KINDS["range"].plain(field, value) == (
        "low EUR\u00a040\u202f000, likely EUR\u00a055\u202f000, "
        "high EUR\u00a070\u202f000\u00a0a year (b)"
    )
    assert KINDS["range"].show(field, {"low": "1", "basis": ""}, AROUND).data["parts"][1] == (
        "Likely",
        "not given",
    )
