"""What was said to the seven answers of one examination so far, and how far they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.access import Permission, can
from accounts.models import User
from core.question_sets import QuestionSet
from initiation.models import Answer, Project
from initiation.queries.answers import answers_of
from initiation.queries.question_sets import pinned
from initiation.workflow import EXAM_SET, Gate
from reviews.models import FollowUp, Round, Stance, Verdict


@dataclass(frozen=True, slots=True)
class GateNotes:
    """The seven questions with answers, released verdicts and the open round's follow-ups."""

    project: Project
    gate: Gate
    sets: Mapping[str, QuestionSet]
    answers: Mapping[str, Answer]
    decided: tuple[Round, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def questions(self) -> QuestionSet:
        """The seven questions."""
        return self.sets[EXAM_SET[self.gate]]

    def last_verdict(self, code: str) -> Verdict | None:
        """Return the verdict of the last decided round."""
        if not self.decided:
            return None
        verdicts = self.decided[-1].verdicts.all()
        return next((verdict for verdict in verdicts if verdict.question_code == code), None)

    def notes(self, code: str) -> list[tuple[int, str, str]]:
        """Return round, stance and note of every time an answer came back, newest first."""
        return [
            (round_.number, verdict.stance, verdict.comment)
            for round_ in reversed(self.decided)
            for verdict in round_.verdicts.all()
            if verdict.question_code == code and verdict.stance != Stance.ACCEPTED
        ]

    def threads(self, code: str) -> Sequence[FollowUp]:
        """Return the open round's follow-ups under one answer."""
        return [item for item in self.follow_ups if item.question_code == code]


def notes_of(project: Project, gate: Gate, user: User) -> GateNotes:
    """Read an examination as those see it who write for it; drafts of verdicts are not fetched."""
    reads = can(user, Permission.VIEW_EXAMINATION, project)
    rounds = Round.objects.filter(project=project, gate=gate.value)
    decided = rounds.filter(decision__isnull=False).order_by("number").prefetch_related("verdicts")
    follow_ups = FollowUp.objects.filter(
        round__project=project, round__gate=gate.value, round__closed_at=None
    ).select_related("asked_by", "answered_by")
    return GateNotes(
        project=project,
        gate=gate,
        sets=pinned(project),
        answers=answers_of(project, EXAM_SET[gate]),
        decided=tuple(decided) if reads else (),
        follow_ups=tuple(follow_ups) if reads else (),
    )
