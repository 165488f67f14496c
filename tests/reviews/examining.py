"""Shared by the tests of examinations: an open round, its addresses, another round after it."""

from typing import Any

from initiation.models import Project
from initiation.workflow import Gate, State
from reviews.models import Outcome, Round, Stance
from tests.factories import Cast, at, decided, make_project, submitted

LAST = "Say where the figure comes from."  # the comment that the factory gives


def open_round(cast: Cast, name: str = "Ticket triage") -> Round:
    """Return the first, open round of a project of the cast."""
    project = at(make_project(cast, name), State.ML_EXAM)
    return Round.objects.select_related("case_file").get(project=project)


def second_round(cast: Cast, **changes: Any) -> Round:
    """Return round 2: question 1 needed work, the others were accepted; ``changes`` since."""
    project: Project = at(make_project(cast), State.ML_EXAM)
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    submitted(project, **changes)
    return Round.objects.select_related("case_file").get(project=project, number=2)
