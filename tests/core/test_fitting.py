"""What of an answer fits another version of its question."""

from dataclasses import replace
from typing import Any

import pytest

from core.fitting import NOT_ASKED, OTHER_KIND, Unfit, fitted
from core.kinds import FieldSpec
from core.question_sets import Question

TEXT = FieldSpec(code="name", kind="text", label="Name")
CHOICE = FieldSpec(
    code="sort", kind="choice", label="Sort", choices=(("big", "Big"), ("small", "Small"))
)
TABLE = FieldSpec(code="rows", kind="table", label="Rows", columns=(TEXT, CHOICE))
ROWS = [{"id": "r1", "name": "One", "sort": "big"}, {"id": "r2", "name": "Two", "sort": "small"}]


def asking(*fields: FieldSpec) -> Question:
    return Question(
        code="q", number=1, title="Q", hint="", good=(), weak_example="", weak_why="",
        good_example="", good_why="", probes=(), stage_views=(), fields=fields,
    )  # fmt: skip


def fit(before: FieldSpec, now: FieldSpec, value: Any) -> tuple[dict[str, Any], tuple[Unfit, ...]]:
    return fitted((before,), asking(now), {before.code: value})


@pytest.mark.parametrize(
    ("spec", "value"),
    [(TEXT, "One"), (CHOICE, "big"), (TABLE, ROWS), (replace(TEXT, kind="yesno"), False)],
)
def test_what_is_asked_as_before_is_kept_whole(spec: FieldSpec, value: Any) -> None:
    assert fit(spec, spec, value) == ({spec.code: value}, ())


def test_a_field_that_is_not_asked_any_more_is_named() -> None:
    assert fit(TEXT, CHOICE, "One") == ({}, (Unfit("Name", NOT_ASKED),))


def test_a_field_of_another_kind_is_named() -> None:
    assert fit(TEXT, replace(TEXT, kind="number"), "12") == ({}, (Unfit("Name", OTHER_KIND),))


def test_a_choice_that_is_not_offered_any_more_is_named_with_the_reason() -> None:
    kept, (unfit,) = fit(CHOICE, replace(CHOICE, choices=(("small", "Small"),)), "big")
    assert kept == {}
    assert unfit.label == "Sort"
    assert unfit.why


def test_a_column_that_is_gone_is_named_once_and_the_rows_stay() -> None:
    kept, unfit = fit(TABLE, replace(TABLE, columns=(TEXT,)), ROWS)
    assert kept == {"rows": [{"id": "r1", "name": "One"}, {"id": "r2", "name": "Two"}]}
    assert unfit == (Unfit("Rows, Sort", NOT_ASKED),)


def test_a_cell_that_is_no_choice_now_leaves_the_others_of_its_column() -> None:
    columns = (TEXT, replace(CHOICE, choices=(("small", "Small"),)))
    kept, (unfit,) = fit(TABLE, replace(TABLE, columns=columns), ROWS)
    assert kept == {"rows": [{"id": "r1", "name": "One"}, ROWS[1]]}
    assert unfit.label == "Rows, Sort"


def test_a_row_of_which_nothing_is_left_goes() -> None:
    columns = (replace(CHOICE, choices=(("small", "Small"),)),)
    kept, _ = fit(TABLE, replace(TABLE, columns=columns), ROWS)
    assert kept == {"rows": [{"id": "r2", "sort": "small"}]}


def test_what_is_measured_is_left_out_without_a_word() -> None:
    measured = FieldSpec(code="sources", kind="profile", label="Sources")
    assert fit(measured, measured, ["D-1"]) == ({}, ())
