"""Columns asked only beside certain answers, choices that must fit one, and suggested names."""

from dataclasses import replace
from typing import Any

import pytest

from core.forms import QuestionForm
from core.frozen_specs import field_from_dict, field_to_dict
from core.kinds import KINDS, FieldSpec, Surroundings
from core.question_sets import Question, parse
from core.specs import SpecError, spec_from

TABLE: dict[str, Any] = {
    "code": "rows",
    "kind": "table",
    "label": "Rows",
    "layout": "blocks",
    "columns": [
        {
            "code": "role",
            "kind": "choice",
            "label": "Role",
            "required": True,
            "choices": [["label", "Label"], ["attribute", "Attribute"]],
        },
        {
            "code": "labeller",
            "kind": "text",
            "label": "Labeller",
            "hint": "By name.",
            "required": True,
            "when": {"role": ["label"]},
        },
        {
            "code": "measure",
            "kind": "choice",
            "label": "Measure",
            "choices": [["agreement", "Agreement"], ["fill", "Share filled"], ["any", "Other"]],
            "fits_to": "role",
            "fits": {"agreement": ["label"], "fill": ["attribute"]},
        },
        {"code": "task", "kind": "text", "label": "Task", "suggest": "tasks"},
    ],
}


def table() -> FieldSpec:
    return spec_from(TABLE)


def missing(*rows: dict[str, Any]) -> dict[str, str]:
    value = [{"id": f"r{number}", **row} for number, row in enumerate(rows, 1)]
    return {p.where: p.message for p in KINDS["table"].missing(table(), value)}


def form(row: dict[str, str], around: Surroundings) -> QuestionForm:
    question: Question = parse(
        {
            "code": "data",
            "version": 1,
            "title": "Data",
            "questions": [{"code": "q", "title": "Which?", "fields": [TABLE]}],
        }
    ).questions[0]
    value = {"rows": [{"id": "r1", **row}]}
    return QuestionForm(question, value, around)


def test_a_required_column_is_missing_only_where_it_is_asked() -> None:
    assert missing({"role": "label"}, {"role": "attribute"}).keys() == {".0.labeller"}


def test_a_column_that_is_not_asked_may_be_filled_all_the_same() -> None:
    assert missing({"role": "attribute", "labeller": "Ann"}) == {}


def test_a_choice_that_does_not_fit_is_named_with_those_that_do() -> None:
    found = missing({"role": "attribute", "measure": "agreement"})
    assert found == {
        ".0.measure": "“Agreement” does not fit what was chosen above. "
        "Fitting: Share filled; Other."
    }


@pytest.mark.parametrize("measure", ["fill", "any"])
def test_a_choice_that_fits_or_that_names_no_condition_is_fine(measure: str) -> None:
    assert missing({"role": "attribute", "measure": measure}) == {}


def test_nothing_is_unfitting_while_what_decides_is_open() -> None:
    assert ".0.measure" not in missing({"measure": "agreement"})


def test_conditions_survive_with_the_frozen_wording() -> None:
    assert field_from_dict(field_to_dict(table())) == table()


def test_the_form_says_the_condition_in_words_and_to_the_script() -> None:
    html = str(form({"role": "attribute"}, Surroundings())["q.rows"])
    assert "By name. Asked only where “Role” is “Label”." in html
    assert 'data-gw-when="q.rows.0.role=label"' in html
    assert 'data-gw-fits-to="q.rows.0.role"' in html
    assert 'data-gw-fits="attribute"' in html


def test_names_used_elsewhere_are_suggested_once_a_question() -> None:
    around = Surroundings(suggestions=(("tasks", ("Visit worth making",)),))
    asked = form({"role": "label"}, around)
    assert asked.suggestions() == [("tasks", ("Visit worth making",))]
    assert 'list="tasks-q"' in str(asked["q.rows"])


def test_nothing_is_suggested_where_nothing_has_a_name_yet() -> None:
    asked = form({"role": "label"}, Surroundings())
    assert asked.suggestions() == []
    assert "list=" not in str(asked["q.rows"])


def _column(at: int, **changes: Any) -> dict[str, Any]:
    columns = [dict(column) for column in TABLE["columns"]]
    columns[at] |= changes
    return {**TABLE, "columns": columns}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (_column(1, when={"role": ["nobody"]}), "no choice “nobody”"),
        (_column(1, when={"gone": ["label"]}), "no choice “label”"),
        (_column(1, when={"role": []}), "at least one code"),
        (_column(1, when="role"), "table of codes"),
        (_column(2, fits={"other": ["label"]}), "not a choice of it"),
        (_column(2, fits_to="gone"), "no choice “label”"),
        (_column(3, fits_to="role"), "does not belong to the kind"),
    ],
)
def test_a_condition_on_something_that_is_not_there_is_refused(
    changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(SpecError, match=words):
        spec_from(changed)


def test_candidates_of_the_first_architecture_set_read_as_a_plain_table() -> None:
    old = {"code": "candidates", "kind": "matrix", "label": "Candidates", "columns": COLUMNS}
    assert spec_from(old).kind == "table"
    assert field_from_dict(old).kind == "table"


COLUMNS = [{"code": "candidate", "kind": "text", "label": "Candidate"}]


def test_a_choice_no_longer_offered_does_not_break_the_check() -> None:
    spec = table()
    measure = replace(spec.columns[2], choices=(("fill", "Share filled"), ("any", "Other")))
    changed = replace(spec, columns=(*spec.columns[:2], measure, spec.columns[3]))
    row = {"id": "r1", "role": "attribute", "measure": "agreement"}
    problems = KINDS["table"].missing(changed, [row])
    assert [problem.where for problem in problems] == [".0.measure"]
