"""The fit in words: what its title says, what its table and its drawing hold."""

from typing import Any

import pytest
from hypothesis import given

from initiation.content.fit import FitView, fit_view
from tests.initiation.test_trace import projects
from tests.initiation.tracing import LOOSE, WHOLE, candidate, case_file, fit, goal, row, task


def view(**rows: Any) -> FitView:
    return fit_view(case_file(**rows))


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ({}, "No goal is named in stage 1 yet."),
        (WHOLE, "Every goal reaches a component."),
        (LOOSE, "1 goal reaches no component: Days until payment."),
        ({"goals": [goal("A"), goal("B")]}, "2 goals reach no component: A; B."),
        ({"goals": [goal(n) for n in "ABCD"]}, "None of the 4 goals reaches a component."),
        (
            {
                "goals": [goal(n) for n in "ABCDE"],
                "traces": [row("E", "T", "C")],
                "candidates": [candidate("C")],
            },
            "4 goals reach no component: A; B; C; 1 more.",
        ),
        (
            {
                "goals": [goal("A")],
                "traces": [row("A", "", "C")],
                "candidates": [candidate("C")],
            },
            "The goal reaches a component.",
        ),
    ],
)
def test_the_finding_says_whether_the_goals_reach_components(
    rows: dict[str, Any], finding: str
) -> None:
    found = view(**rows)
    assert found.finding == finding
    assert all(f"{sheet.title}." == finding for sheet in found.sheets)


def test_the_table_has_a_row_for_each_goal_and_task_and_one_for_what_stands_alone() -> None:
    rows = [(row.goal, row.task, row.components) for row in view(**LOOSE).rows]
    assert rows == [
        ("Useless visits", "Visit worth making", ("Our own container",)),
        ("Useless visits", "Rule of 2026", ()),
        ("Net saving", "", ("Daily list",)),
        ("Days until payment", "", ()),
        ("", "Fraud in photographs", ()),
    ]


def test_a_row_names_each_source_once() -> None:
    (first, second) = view(**WHOLE).rows
    assert first.sources == second.sources == ("Assessor portal", "Claims of 2025")


def test_the_orphans_are_listed_by_level_with_all_that_each_lacks() -> None:
    found = {level.level: level.orphans for level in view(**LOOSE).loose}
    assert list(found) == [
        "Goals (stage 1)", "ML tasks (stage 3)", "Data needs (stage 4)",
        "Sources (stages 4 and 5)", "Components (stage 2)",
    ]  # fmt: skip
    assert found["ML tasks (stage 3)"] == (
        (
            "Fraud in photographs",
            "It serves no goal of stage 1. Stage 4 names no data for it."
            " The trace leads from it to no chosen component.",
        ),
    )


def test_how_much_is_loose_is_said_in_one_status() -> None:
    assert (view(**WHOLE).variant, view(**WHOLE).status) == ("accepted", "No orphans")
    assert view(**LOOSE).status == "6 orphans, 7 names without a match"
    assert view().status == "Nothing to trace yet"


def test_a_wrong_name_written_twice_is_listed_once() -> None:
    twice = [row("A", "No task", ""), row("A", "No task", "")]
    assert len(view(goals=[goal("A")], traces=twice).dangling) == 1


def test_a_task_that_is_no_ml_problem_is_drawn_without_gaps() -> None:
    found = view(goals=[goal("A")], tasks=[task("T", "A", task_type="not_ml")])
    boxes = [box for sheet in found.sheets for lane in sheet.lanes for box in lane.boxes]
    assert {box.style for box in boxes} == {"plain", "hub"}


@given(projects())
def test_everything_in_the_fit_is_drawn(project: dict[str, Any]) -> None:
    boxes = {
        " ".join(line.words for line in box.lines)
        for sheet in view(**project).sheets
        for lane in sheet.lanes
        for box in lane.boxes
    }
    assert {node.name for node in fit(**project).nodes} <= boxes
