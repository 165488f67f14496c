"""The steps of the way, with where a project is on it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from initiation.workflow import ACTIVE, State
from reviews.content.moments import day
from reviews.queries.standing import Standing

_WAY: Mapping[State, str] = {
    State.PREPARING: "Prepare",
    State.ML_EXAM: "First examination",
    State.NEED_CONFIRMED: "MLOps needed?",
    State.MANAGEMENT_CASE: "Management case",
    State.MANAGEMENT_REVIEW: "Signatures",
    State.MLOPS_EXAM: "Second examination",
    State.TEAM_CASE: "Team case",
    State.TEAM_CONSULTATION: "Team responses",
    State.INITIATED: "Initiated",
}
_SHORT_WAY = (State.PREPARING, State.ML_EXAM, State.NEED_CONFIRMED, State.INITIATED)
_PAGES: Mapping[State, tuple[str, ...]] = {
    State.PREPARING: ("exam-answers", "ml"),
    State.NEED_CONFIRMED: ("mlops-need",),
    State.MANAGEMENT_CASE: ("management-case",),
    State.TEAM_CASE: ("team-case",),
}


def steps_of(standing: Standing) -> list[dict[str, Any]]:
    """Return the steps for ``ui/progress_tracker.html``."""
    project = standing.project
    way = _SHORT_WAY if project.outcome == "poc" else tuple(_WAY)
    reached = way.index(standing.reached) if standing.reached in way else 0
    return [
        {
            "label": _label(state, project.outcome),
            "state": _state(standing, index, reached),
            "url": _url(project.ref, state) if index <= reached else "",
            "note": _note(standing) if index == reached else "",
        }
        for index, state in enumerate(way)
    ]


def _label(state: State, outcome: str) -> str:
    if state is State.INITIATED and outcome == "poc":
        return "Initiated as a proof of concept"
    return _WAY[state]


def _state(standing: Standing, index: int, reached: int) -> str:
    if index < reached or standing.project.where is State.INITIATED:
        return "done"
    if index > reached:
        return "upcoming"
    return "current" if standing.project.where in ACTIVE else "stopped"


def _note(standing: Standing) -> str:
    project = standing.project
    when = day(project.state_since)
    if project.where in ACTIVE:
        return f"since {when}"
    return when if project.where is State.INITIATED else f"{project.where_in_words} {when}"


def _url(ref: str, state: State) -> str:
    page = _PAGES.get(state)
    return reverse(page[0], args=[ref, *page[1:]]) if page else ""
