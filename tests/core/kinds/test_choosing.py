"""Dates, choices, yes or no, and evidence."""

import pytest

from core.kinds import KINDS, Surroundings
from core.kinds.base import Raw
from core.kinds.controls import Control
from tests.core.kinds.helpers import AROUND, messages, read, spec

MANY = tuple((code, code.upper()) for code in "abcdef")


def control(kind: str, raw: Raw, around: Surroundings = AROUND, **settings: object) -> Control:
    inputs = KINDS[kind].inputs(spec(kind, **settings), "f", raw, around, ())
    found = inputs["controls"][0]
    assert isinstance(found, Control)
    return found


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("24.11.2026", "Write year, month and day"),
        ("tomorrow", "not a date"),
        ("20261124", "not a date"),
        ("2026-W48-2", "not a date"),
        ("2026-02-30", "no day 2026-02-30"),
        ("0026-11-24", "year from 1900 to 2199"),
        ("2026-11-24T00:00", "not a date"),
    ],
)
def test_a_wrong_date_is_refused_and_shown_again_as_typed(typed: str, part: str) -> None:
    assert part in messages("date", {"f": [typed]})[""]
    shown = control("date", {"f": [typed]})
    assert shown.value == typed


def test_what_a_date_input_cannot_show_stands_in_a_text_input() -> None:
    assert control("date", {"f": ["24.11.2026"]}).sort == "text"
    assert control("date", {"f": ["2026-11-24"]}).sort == "date"


def test_a_date_is_shown_in_words() -> None:
    assert KINDS["date"].plain(spec("date"), "2026-11-04") == "4\u00a0November 2026"
    assert KINDS["date"].plain(spec("date"), "soon") == "soon"


def test_five_choices_are_radio_buttons_and_six_a_select() -> None:
    assert control("choice", {}, choices=MANY[:5]).sort == "radios"
    assert control("choice", {}, choices=MANY).sort == "select"
    assert KINDS["choice"].grouped(spec("choice", choices=MANY[:5]))
    assert not KINDS["choice"].grouped(spec("choice", choices=MANY))


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_choice_that_is_not_offered_is_refused_and_stays_visible(kind: str) -> None:
    assert "“gone”" in messages(kind, {"f": ["gone"]})[""]
    last = control(kind, {"f": ["gone"]}).options[-1]
    assert (last.value, last.label, last.selected) == ("gone", "gone (no longer offered)", True)


def test_codes_unknown_to_the_set_are_shown_as_they_are() -> None:
    assert KINDS["choice"].plain(spec("choice"), "gone") == "gone"
    assert KINDS["choices"].show(spec("choices"), ["low", "gone"], AROUND).data["entries"] == (
        "Low",
        "gone",
    )


def test_choices_are_stored_once_each_in_the_order_of_the_set() -> None:
    assert read("choices", {"f": ["high", "low", "high"]}).value == ["low", "high"]


def test_only_yes_and_no_answer_yes_or_no() -> None:
    assert read("yesno", {"f": ["no"]}).value is False
    assert messages("yesno", {"f": ["maybe"]}) == {"": "Answer with yes or no."}
    assert KINDS["yesno"].check(spec("yesno"), 1)


def test_evidence_of_another_project_is_refused_by_its_reference() -> None:
    assert messages("evidence", {"f": ["E-1", "E-9"]}) == {
        "": "There is no evidence E-9 in this project."
    }
    assert KINDS["evidence"].read(spec("evidence"), {"f": ["E-9"]}, "f").value == ["E-9"]


def test_a_refused_reference_stays_ticked_so_that_it_can_be_unticked() -> None:
    last = control("evidence", {"f": ["E-9"]}).options[-1]
    assert (last.value, last.label, last.selected) == ("E-9", "E-9 (not in this project)", True)


def test_evidence_is_cited_once_in_order_and_shown_with_titles() -> None:
    assert read("evidence", {"f": ["E-2", "", "E-1", "E-2"]}).value == ["E-1", "E-2"]
    cited = KINDS["evidence"].read(spec("evidence"), {"f": ["E-10", "E-9"]}, "f").value
    assert cited == ["E-9", "E-10"]
    assert KINDS["evidence"].show(spec("evidence"), ["E-2", "E-7"], AROUND).data["entries"] == (
        ("E-2", "Ticket log"),
        ("E-7", ""),
    )


def test_a_profile_is_measured_and_names_the_sources() -> None:
    kind = KINDS["profile"]
    assert kind.read_only
    assert kind.measured(spec("profile"), AROUND) == ["D-1"]
    assert kind.measured(spec("profile"), Surroundings()) is None
    assert kind.plain(spec("profile"), ["D-1", "D-2"], AROUND) == "tickets.csv, D-2"
