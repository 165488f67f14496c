"""Two people decide at once: one wins, the other reads who decided and when."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from core.models import Event
from core.refused import Refused
from initiation.models import Project
from initiation.services import moving
from initiation.workflow import Gate
from reviews.models import Decision, Outcome, Round, Stance
from reviews.services import deciding
from tests.factories import Cast, judged, make_project, submitted


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Let every act begin at the same moment; return what each was told, "done" for success."""
    start, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            act()
            said[place] = "done"
        except Refused as refused:
            said[place] = refused.reason
        except Exception as error:  # what the database says is an answer, too
            said[place] = f"{type(error).__name__}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def ready(cast: Cast) -> tuple[Project, Round]:
    project = submitted(make_project(cast))
    return project, judged(project, Gate.ML, fit=Stance.NEEDS_WORK)


def decide(cast: Cast, project: Project, round_: Round, outcome: Outcome) -> Callable[[], Any]:
    def act() -> None:
        deciding.decide(
            actor=cast.director, project=project, gate=Gate.ML, number=round_.number,
            outcome=outcome, reasons=f"Decided to {outcome}.",
            seen_sha256=round_.case_file.sha256, reason_code="no_case", would_change="Volume.",
        )  # fmt: skip

    return act


def test_of_two_deciders_one_wins_and_the_other_reads_who_decided(committed: Cast) -> None:
    project, round_ = ready(committed)
    said = at_once(
        decide(committed, project, round_, Outcome.REQUEST_CHANGES),
        decide(committed, project, round_, Outcome.REJECT),
    )
    assert said.count("done") == 1
    loser = next(words for words in said if words != "done")
    assert "Dora Weiss decided this round on" in loser
    assert Decision.objects.count() == 1
    assert Event.objects.filter(verb__in=["request_changes_ml", "reject_ml"]).count() == 1
    winner = Decision.objects.get()
    project.refresh_from_db()
    assert project.state == ("rejected" if winner.outcome == "reject" else "preparing")


def test_control_without_the_row_lock_the_loser_is_not_told(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, round_ = ready(committed)
    meeting = threading.Barrier(2)

    def unlocked(project: Project) -> Project:
        return Project.objects.with_people().get(pk=project.pk)

    def unlocked_round(project: Project, gate: Gate, number: int) -> Round:
        found = Round.objects.select_related("case_file").get(
            project=project, gate=gate, number=number
        )
        found.project = project
        meeting.wait(timeout=20)
        return found

    monkeypatch.setattr(moving, "lock", unlocked)
    monkeypatch.setattr(deciding, "lock", unlocked)
    monkeypatch.setattr(deciding, "open_round_of", unlocked_round)
    said = at_once(
        decide(committed, project, round_, Outcome.REQUEST_CHANGES),
        decide(committed, project, round_, Outcome.REJECT),
    )
    assert not any("decided this round on" in words for words in said)
    assert sorted(said) != sorted(["done", "done"]), "the database still refuses a second decision"
    assert Decision.objects.count() == 1
