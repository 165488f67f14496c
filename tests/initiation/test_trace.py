"""The fit tracer: what leads to what, what is left over, and what names nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiation.facts import GOALS, NEEDS, TRACES, Facts, Place
from initiation.trace import Fit, Level, Why, fit_of
from tests.initiation.tracing import (
    LOOSE,
    WHOLE,
    candidate,
    case_file,
    fit,
    goal,
    need,
    row,
    source,
    task,
)


def orphans(found: Fit) -> set[tuple[Level, str, Why]]:
    return {(orphan.node.level, orphan.node.key.name, orphan.why) for orphan in found.orphans}


def names(found: Fit, level: Level) -> list[str]:
    return [node.name for node in found.of(level)]


def test_a_project_in_which_everything_leads_somewhere_has_no_orphan() -> None:
    found = fit(**WHOLE)
    assert (found.orphans, found.dangling, found.unreached_goals) == ((), (), ())
    assert {level: names(found, level) for level in Level} == {
        Level.GOAL: ["Useless visits", "Net saving"],
        Level.TASK: ["Visit worth making"],
        Level.NEED: ["Outcome of the visit", "Estimate", "Age of the car"],
        Level.SOURCE: ["Claims of 2025", "Assessor portal"],
        Level.COMPONENT: ["Our own container", "Daily list"],
    }


def test_every_sort_of_orphan_is_found_at_its_level_with_what_it_lacks() -> None:
    assert orphans(fit(**LOOSE)) == {
        (Level.GOAL, "days until payment", Why.GOAL_UNSERVED),
        (Level.TASK, "fraud in photographs", Why.TASK_SERVES_NO_GOAL),
        (Level.TASK, "fraud in photographs", Why.TASK_NEEDS_NO_DATA),
        (Level.TASK, "fraud in photographs", Why.TASK_USES_NO_COMPONENT),
        (Level.NEED, "weather at the place", Why.NEED_OF_NO_TASK),
        (Level.NEED, "colour of the car", Why.NEED_FROM_NO_SOURCE),
        (Level.SOURCE, "repair invoices", Why.SOURCE_UNUSED),
        (Level.COMPONENT, "feature store", Why.COMPONENT_UNREACHED),
    }


def test_every_name_that_names_nothing_is_listed_in_words() -> None:
    assert [item.text for item in fit(**LOOSE).dangling] == [
        "“Fewer frauds” in the task “Fraud in photographs” is the measure of no success criterion"
        " in stage 1.",
        "“Claims of 2024” in the need “Age of the car” is no source of raw data that counts.",
        "“Storm warning” in the need “Weather at the place” is no task of stage 3.",
        "“Visit worth doing” in the trace is no task of stage 3.",
        "“Managed endpoint” in the trace is a candidate of stage 2 that was not chosen.",
        "“Faster payment” in the trace is no task of stage 3.",
        "“Kafka” in the trace is no component of stage 2.",
    ]


def test_each_finding_carries_the_place_of_the_cell_it_is_about() -> None:
    found = fit(**LOOSE)
    assert found.dangling[3].place == Place(*_three(TRACES), ".1.task")
    assert {o.node.place for o in found.orphans if o.why is Why.GOAL_UNSERVED} == {
        Place(*_three(GOALS), ".2.measure")
    }


def _three(place: Place) -> tuple[str, str, str]:
    return place.set_code, place.question_code, place.field


def test_a_name_is_known_again_in_other_case_and_with_other_spaces() -> None:
    found = fit(
        goals=[goal("Net  saving")], tasks=[task("Rank", " net SAVING ")], needs=[need("X", "RANK")]
    )
    assert {o.why for o in found.orphans} == {Why.TASK_USES_NO_COMPONENT}


def test_a_goal_reaches_a_component_through_a_task_that_another_goal_shares() -> None:
    found = fit(
        goals=[goal("A"), goal("B")],
        tasks=[task("T", "A")],
        traces=[row("B", "T", "C")],
        candidates=[candidate("C")],
    )
    assert found.unreached_goals == ()


def test_a_task_alone_serves_its_goal_but_leads_it_to_no_component() -> None:
    found = fit(goals=[goal("A")], tasks=[task("T", "A")])
    assert [node.name for node in found.unreached_goals] == ["A"]
    assert (Level.GOAL, "a", Why.GOAL_UNSERVED) not in orphans(found)


def test_a_row_whose_names_all_name_nothing_serves_no_goal() -> None:
    found = fit(goals=[goal("A")], traces=[row("A", "No task", "No component")])
    assert orphans(found) == {(Level.GOAL, "a", Why.GOAL_UNSERVED)}


def test_needs_of_one_name_for_two_tasks_are_two_needs() -> None:
    found = fit(tasks=[task("S"), task("T")], needs=[need("Age", "S"), need("Age", "T")])
    assert names(found, Level.NEED) == ["Age", "Age"]
    assert Why.TASK_NEEDS_NO_DATA not in {o.why for o in found.orphans}


def test_a_task_that_is_no_ml_problem_may_lack_data_and_component() -> None:
    found = fit(goals=[goal("A")], tasks=[task("T", "A", task_type="not_ml")])
    assert found.orphans == ()


def test_a_need_is_traced_to_its_file_before_its_system_and_by_either_name() -> None:
    found = fit(
        needs=[need("A", raw="Claims"), need("B", raw="d-1"), need("C", system="claims")],
        sources=[source("Claims")],
    )
    assert names(found, Level.SOURCE) == ["Claims"]


def test_a_need_that_names_an_unknown_file_is_still_traced_to_its_system() -> None:
    found = fit(needs=[need("A", raw="Nowhere", system="Ledger")])
    assert names(found, Level.SOURCE) == ["Ledger"]
    assert [item.name for item in found.dangling] == ["Nowhere"]


def test_a_version_that_never_asked_for_the_file_makes_no_orphan_of_it() -> None:
    assert fit(sources=[source("Claims")], asks_for_files=False).nodes == ()
    assert orphans(fit(sources=[source("Claims")])) == {(Level.SOURCE, "claims", Why.SOURCE_UNUSED)}


def test_an_empty_project_has_nothing_to_trace() -> None:
    assert fit() == Fit((), frozenset(), (), ())


@pytest.mark.parametrize(("matrix", "where"), [(False, ".1"), (True, ".candidates.1")])
def test_chosen_candidates_are_read_from_either_version_with_their_place(
    matrix: bool, where: str
) -> None:
    content = case_file(candidates=[candidate("A", chosen=False), candidate("B")], matrix=matrix)
    facts = Facts(content)
    assert [(r.text("candidate"), r.yes("chosen")) for r in facts.candidates] == [
        ("A", False),
        ("B", True),
    ]
    assert facts.candidates[1].place.where == where
    assert names(fit_of(facts), Level.COMPONENT) == ["B"]


def test_the_place_of_a_need_is_its_own_input() -> None:
    found = fit(needs=[need("A"), need("B")])
    assert found.of(Level.NEED)[1].place.input_name == f"{NEEDS.question_code}.needs.1.name"


# Few names, so that rows of random projects often name each other, and often nobody.
some = st.sampled_from(["", "Ash", "Beech", "Cedar", "Elm"])
yes = st.booleans()


@st.composite
def projects(draw: Callable[[Any], Any]) -> dict[str, Any]:
    """Return rows of all levels that name each other more or less well."""

    def rows(made: Any) -> list[Any]:
        return list(draw(st.lists(made, max_size=5)))

    return {
        "goals": rows(st.builds(goal, some)),
        "tasks": rows(st.builds(task, some, some)),
        "needs": rows(st.builds(need, some, some, some, some)),
        "traces": rows(st.builds(row, some, some, some)),
        "candidates": rows(
            st.builds(lambda name, chosen: candidate(name, chosen=chosen), some, yes)
        ),
        "sources": rows(st.builds(source, some.filter(bool), st.integers(1, 9))),
    }


@given(data=st.data(), project=projects())
def test_the_order_of_rows_changes_neither_orphans_nor_wrong_names(
    data: st.DataObject, project: dict[str, Any]
) -> None:
    shuffled = {level: data.draw(st.permutations(rows)) for level, rows in project.items()}
    one, other = fit(**project), fit(**shuffled)
    assert orphans(one) == orphans(other)
    assert one.links == other.links
    assert sorted(item.text for item in one.dangling) == sorted(i.text for i in other.dangling)


@given(project=projects())
def test_every_node_is_linked_or_listed(project: dict[str, Any]) -> None:
    found = fit(**project)
    listed = {orphan.node for orphan in found.orphans}
    assert set(found.without_links()) <= listed
    assert {key for link in found.links for key in link} <= {node.key for node in found.nodes}


@given(project=projects())
def test_every_name_in_a_cell_is_a_node_or_listed(project: dict[str, Any]) -> None:
    found = fit(**project)
    known = {(node.level, node.key.name) for node in found.nodes}
    noted = {(item.level, item.name.casefold()) for item in found.dangling}
    columns = {"goal": Level.GOAL, "task": Level.TASK, "component": Level.COMPONENT}
    for cells in (*project["tasks"], *project["traces"]):
        for column, level in columns.items():
            name = cells.get(column, "").casefold()
            in_unnamed_task = "name" in cells and not cells["name"]
            assert not name or (level, name) in known | noted or in_unnamed_task


@given(project=projects())
def test_renaming_everything_alike_changes_nothing(project: dict[str, Any]) -> None:
    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {"kind", "task_type", "function"}
            return {key: v if key in kept else renamed(v) for key, v in value.items()}
        return f"New {value}" if isinstance(value, str) and value else value

    other = {level: [renamed(r) for r in rows] for level, rows in project.items()}
    other["sources"] = [source(f"New {s.name}", int(s.ref[2:])) for s in project["sources"]]
    one, two = fit(**project), fit(**other)
    assert {(level, f"new {name}", why) for level, name, why in orphans(one)} == orphans(two)
    assert len(one.links) == len(two.links)


def test_control_leaving_one_name_unchanged_breaks_a_link() -> None:
    rows = WHOLE | {"tasks": [task("Visit worth making", "Useless trips")]}
    assert [item.name for item in fit(**rows).dangling] == ["Useless trips"]
