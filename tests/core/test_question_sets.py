"""Question sets are parsed strictly: a fault is named with its place before publication."""

import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from core.frozen_specs import field_from_dict, field_to_dict
from core.kinds import FieldSpec, Problem, Surroundings
from core.question_sets import (
    Question,
    check,
    difference,
    missing,
    parse,
    place_of,
    show,
    with_measured,
)

BUILTIN = sorted(Path("initiation/question_sets").glob("*.toml"))
COLUMNS = [
    {"code": "who", "kind": "text", "label": "Who", "required": True},
    {"code": "cost", "kind": "money", "label": "Cost"},
]
SET: dict[str, Any] = {
    "code": "problem",
    "version": 1,
    "title": "Business problem",
    "questions": [
        {
            "code": "cost",
            "title": "What does it cost?",
            "good": ["A figure"],
            "stage_views": ["problem", "problem.cost"],
            "fields": [
                {
                    "code": "today",
                    "kind": "range",
                    "label": "Cost today",
                    "unit": "a year",
                    "money": True,
                    "required": True,
                },
                {
                    "code": "size",
                    "kind": "choice",
                    "label": "Size",
                    "choices": [["low", "Low"], ["high", "High"]],
                },
                {
                    "code": "groups",
                    "kind": "table",
                    "label": "Groups",
                    "min_rows": 1,
                    "columns": COLUMNS,
                },
            ],
        },
        {
            "code": "measured",
            "title": "What does the data show?",
            "fields": [{"code": "sources", "kind": "profile", "label": "Data", "required": True}],
        },
    ],
}


def question() -> Question:
    return parse(SET).question("cost")


def test_a_question_is_found_by_code_and_by_number() -> None:
    question_set = parse(SET)
    assert question_set.by_number(2).code == "measured"
    assert question_set.question("cost").number == 1
    for number in (0, 3):
        with pytest.raises(KeyError):
            question_set.by_number(number)
    with pytest.raises(KeyError, match="gone"):
        question_set.question("gone")


@pytest.mark.parametrize("path", BUILTIN, ids=lambda path: path.stem)
def test_every_built_in_set_is_parsed(path: Path) -> None:
    question_set = parse(tomllib.loads(path.read_text(encoding="utf-8")))
    assert path.stem == f"{question_set.code}-{question_set.version}"


@pytest.mark.parametrize("path", BUILTIN, ids=lambda path: path.stem)
def test_the_wording_of_every_field_survives_as_plain_data(path: Path) -> None:
    for asked in parse(tomllib.loads(path.read_text(encoding="utf-8"))).questions:
        for spec in asked.fields:
            assert field_from_dict(field_to_dict(spec)) == spec


def _set(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.update(changes)


def _field(at: int, **changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["questions"][0]["fields"][at].update(changes)


def _question(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["questions"][0].update(changes)


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (_set(code=""), "“code” is missing"),
        (_set(code="Problem 1"), "lower-case"),
        (_set(version=0), "“version”"),
        (_set(version=True), "“version”"),
        (_set(title=" "), "“title” is missing"),
        (_set(owner="x"), "unknown key “owner”"),
        (_set(questions=[]), "“questions” is missing"),
        (_set(questions="x"), "“questions” must be a list"),
        (_set(questions=["x"]), "question 1 must be a table"),
        (_question(code="measured"), "“measured” stands twice"),
        (_question(fields=[]), "“fields” is missing"),
        (_question(good=[""]), "“good” must be a list of texts"),
        (_question(hint=3), "“hint” must be text"),
        (_question(stage_views=["a b"]), "“a b” is not a stage"),
        (_field(0, kind="numbr"), "question 1 (cost), field today: unknown kind “numbr”"),
        (_field(0, code="size"), "“size” stands twice"),
        (_field(0, label=""), "“label” is missing"),
        (_field(0, required="yes"), "“required” must be true or false"),
        (_field(0, money=False, unit=""), "“unit” is missing"),
        (_field(0, min="much"), "“min”"),
        (_field(0, min=1), "“min” must be text"),
        (_field(0, min="2", max="1"), "“min” is above “max”"),
        (_field(0, choices=[["a", "A"], ["b", "B"]]), "does not belong to the kind “range”"),
        (_field(1, choices=[["a", "A"]]), "at least two"),
        (_field(1, choices=[["a", "A"], ["a", "B"]]), "“a” stands twice"),
        (_field(1, choices=["a", "b"]), "a code and a label"),
        (_field(1, choices=[["a", ""], ["b", "B"]]), "a code and a label"),
        (_field(1, max_words=10), "does not belong"),
        (_field(2, layout="grid"), "“layout”"),
        (_field(2, min_rows=201), "“min_rows”"),
        (_field(2, min_rows="1"), "“min_rows”"),
        (_field(2, columns=[]), "“columns” is missing"),
        (_field(2, columns=[COLUMNS[0], COLUMNS[0]]), "“who” stands twice"),
        (
            _field(2, columns=[{"code": "id", "kind": "text", "label": "X"}]),
            "no column may be called “id”",
        ),
        (
            _field(2, columns=[{"code": "x", "kind": "table", "label": "X", "columns": COLUMNS}]),
            "cannot stand in a column",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(spoil: Callable[[Any], None], part: str) -> None:
    data = deepcopy(SET)
    spoil(data)
    with pytest.raises(ValueError) as caught:
        parse(data)
    assert part in str(caught.value)


def test_what_is_missing_is_named_by_its_input() -> None:
    value = {"today": {"low": "1", "basis": ""}, "groups": [{"id": "r1"}]}
    assert [problem.where for problem in missing(question(), value)] == [
        "cost.today.likely",
        "cost.today.high",
        "cost.groups.0.who",
    ]


def test_nothing_is_missing_from_a_whole_answer() -> None:
    value = {
        "today": {"low": "1", "likely": "2", "high": "3", "basis": "", "currency": "EUR"},
        "groups": [{"id": "r1", "who": "Agents"}],
    }
    assert missing(question(), value) == ()
    assert check(question(), value) == ()


def test_a_stored_answer_is_checked_field_by_field_and_strangers_are_named() -> None:
    found = check(question(), {"size": "huge", "extra": 1, "today": "12"})
    assert [problem.where for problem in found] == ["cost.extra", "cost.today", "cost.size"]


def test_a_place_leads_to_an_input_and_has_a_name() -> None:
    assert place_of(question(), "cost.today") == ("id_cost-today-low", "Cost today")
    assert place_of(question(), "cost.groups.1.cost.amount") == (
        "id_cost-groups-1-cost-amount",
        "Groups, row 2, Cost",
    )
    assert place_of(question(), "cost.gone") == ("id_cost-gone", "What does it cost?")


def test_fields_are_shown_and_compared_in_the_order_of_the_question() -> None:
    shown = show(question(), {"size": "low"})
    assert [(spec.code, view.shape) for spec, view in shown] == [
        ("today", "nothing"),
        ("size", "line"),
        ("groups", "nothing"),
    ]
    changes = difference(question(), {}, {"size": "low"})
    assert [(spec.code, change.changed) for spec, change in changes] == [
        ("today", False),
        ("size", True),
        ("groups", False),
    ]


def test_measured_fields_are_filled_in_from_the_project() -> None:
    asked = parse(SET).question("measured")
    around = Surroundings(sources=(("D-1", "tickets.csv"),))
    assert with_measured(asked, {}, around) == {"sources": ["D-1"]}
    assert missing(asked, with_measured(asked, {}, around)) == ()
    assert missing(asked, with_measured(asked, {}, Surroundings())) == (
        Problem("measured.sources", "No data source has been profiled yet."),
    )


def test_plain_data_of_a_field_leaves_out_what_is_usual() -> None:
    assert field_to_dict(FieldSpec("a", "text", "A")) == {"code": "a", "kind": "text", "label": "A"}
