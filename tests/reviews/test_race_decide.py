"""Deciders at once, in real threads with real commits: one wins, the others are told who and when.

The control takes the row locks away and shows the fault that they prevent.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, models

from core.models import Event
from core.refused import Refused
from initiation.models import Project
from initiation.services import moving
from initiation.workflow import Gate, State
from reviews.models import Decision, Outcome, Round
from reviews.services import deciding, examining
from tests.factories import Cast, at, judged, make_project

FULL = bool(os.environ.get("GROUNDWORK_FULL"))
REVIEWS, DECIDERS = (100, 50) if FULL else (2, 8)
AT_ONCE = 16  # connections; more deciders than that stand in line for a thread

Outcomes = list[Decision | Exception]


def at_once(project: Project, found: Round, deciders: int) -> Outcomes:
    """Let the director decide ``deciders`` times at once, half for and half against."""
    start = Barrier(min(deciders, AT_ONCE))

    def one(number: int) -> Decision | Exception:
        if number < start.parties:
            start.wait(30)
        approving = number % 2 == 0
        try:
            return deciding.decide(
                actor=project.director,
                project=project,
                gate=Gate.ML,
                number=1,
                outcome=Outcome.APPROVE if approving else Outcome.REJECT,
                reasons=f"Decider {number}",
                seen_sha256=found.case_file.sha256,
                reason_code="" if approving else "no_case",
                would_change="" if approving else "Twice the volume.",
            )
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(deciders)))


def judged_round(cast: Cast, name: str) -> tuple[Project, Round]:
    project = at(make_project(cast, name), State.ML_EXAM)
    found = judged(project, Gate.ML)
    return project, Round.objects.select_related("case_file").get(pk=found.pk)


@pytest.mark.race_decide
def test_of_many_deciders_at_once_exactly_one_wins(committed: Cast) -> None:
    told = 0
    for review in range(REVIEWS):
        project, found = judged_round(committed, f"Review {review}")
        outcomes = at_once(project, found, DECIDERS)
        won = [item for item in outcomes if isinstance(item, Decision)]
        lost = [item for item in outcomes if not isinstance(item, Decision)]
        assert len(won) == 1
        assert [type(item) for item in lost] == [Refused] * (DECIDERS - 1)
        told += sum(f"{committed.director.name} decided this round on" in str(i) for i in lost)
        project.refresh_from_db()
        approved = won[0].outcome == Outcome.APPROVE
        assert project.where is (State.NEED_CONFIRMED if approved else State.REJECTED)
        verbs = Event.objects.filter(subject=project.ref, verb__in=["approve_ml", "reject_ml"])
        assert verbs.count() == 1
    assert told == REVIEWS * (DECIDERS - 1)
    print(f"figure race_decide: {REVIEWS} of {REVIEWS}, {told} told who and when")


@pytest.mark.race_decide
def test_without_the_locks_the_loser_fails_instead_of_being_told(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, found = judged_round(committed, "Control")
    both_have_looked = Barrier(2)
    look = examining.open_round_of

    def look_and_wait(*place: Any) -> Round:
        seen: Round = look(*place)
        both_have_looked.wait(30)
        return seen

    def unlocked(project: Project) -> Project:
        return Project.objects.get(pk=project.pk)

    without_locks: Callable[..., Any] = lambda rows, **_: rows.all()  # noqa: E731
    monkeypatch.setattr(models.QuerySet, "select_for_update", without_locks)
    monkeypatch.setattr(deciding, "lock", unlocked)
    monkeypatch.setattr(moving, "lock", unlocked)
    monkeypatch.setattr(deciding, "open_round_of", look_and_wait)

    outcomes = at_once(project, found, 2)

    # Both found the round open, so the second was not refused in words: it broke on the
    # constraint of the database, which is the only thing left between it and a second decision.
    failures = [item for item in outcomes if isinstance(item, Exception)]
    assert [isinstance(item, Refused) for item in failures] == [False]
    assert "reviews_decision_round_id_key" in str(failures[0])
    assert Decision.objects.filter(round=found).count() == 1


@pytest.mark.race_decide
def test_without_the_locks_and_the_constraint_both_win(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, found = judged_round(committed, "Control")
    both_have_looked = Barrier(2)
    look = examining.open_round_of

    def look_and_wait(*place: Any) -> Round:
        seen: Round = look(*place)
        both_have_looked.wait(30)
        return seen

    def unlocked(project: Project) -> Project:
        return Project.objects.get(pk=project.pk)

    def moved(*, project: Project, **_: Any) -> Project:
        return project

    without_locks: Callable[..., Any] = lambda rows, **_: rows.all()  # noqa: E731
    monkeypatch.setattr(models.QuerySet, "select_for_update", without_locks)
    monkeypatch.setattr(deciding, "lock", unlocked)
    monkeypatch.setattr(deciding, "move", moved)
    monkeypatch.setattr(deciding, "open_round_of", look_and_wait)
    drop = "ALTER TABLE reviews_decision DROP CONSTRAINT reviews_decision_round_id_key"
    put_back = "ALTER TABLE reviews_decision ADD CONSTRAINT reviews_decision_round_id_key"
    with connection.cursor() as cursor:
        cursor.execute(drop)
    try:
        outcomes = at_once(project, found, 2)
        assert all(isinstance(item, Decision) for item in outcomes)
        assert Decision.objects.filter(round=found).count() == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE reviews_decision DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM reviews_decision")
            cursor.execute("ALTER TABLE reviews_decision ENABLE TRIGGER USER")
            cursor.execute(f"{put_back} UNIQUE (round_id)")
