"""A round of an examination with everything that is said in it, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from accounts.access import Permission
from accounts.models import User
from core.question_sets import Question, QuestionSet
from initiation.casefile import CaseAnswer, CaseContent, fingerprint, from_text
from initiation.models import Project
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.workflow import EXAM_SET, EXAM_STATE, Gate
from reviews.models import FollowUp, Round, Verdict


@dataclass(frozen=True, slots=True)
class Earlier:
    """The round before at the same gate: what was submitted, and what was said to it."""

    number: int
    content: CaseContent
    verdicts: Mapping[str, Verdict]
    unchanged: frozenset[str]


@dataclass(frozen=True, slots=True)
class Examination:
    """One round as a page reads it. Verdicts are empty where they are not to be seen."""

    round: Round
    project: Project
    content: CaseContent
    sets: Mapping[str, QuestionSet]
    verdicts: Mapping[str, Verdict]
    follow_ups: tuple[FollowUp, ...]
    earlier: Earlier | None

    @property
    def gate(self) -> Gate:
        """The examination this round belongs to."""
        return Gate(self.round.gate)

    @property
    def questions(self) -> QuestionSet:
        """The seven questions of this gate."""
        return self.sets[EXAM_SET[self.gate]]

    @property
    def is_open(self) -> bool:
        """Whether verdicts can be given now; not while the project is on hold."""
        return self.round.closed_at is None and self.project.where is EXAM_STATE[self.gate]

    @property
    def decided(self) -> bool:
        """Whether the round ended with a decision; a withdrawn one did not."""
        return hasattr(self.round, "decision")

    def answer(self, code: str) -> CaseAnswer:
        """Return the frozen answer to one of the seven questions."""
        return self.content.question_set(self.questions.code).answer(code)

    def threads(self, code: str) -> tuple[FollowUp, ...]:
        """Return the follow-ups under one answer, oldest first."""
        return tuple(item for item in self.follow_ups if item.question_code == code)

    def changed(self, code: str) -> bool:
        """Tell whether the answer, or what it rests on, differs from the round before."""
        return self.earlier is not None and code not in self.earlier.unchanged

    def unjudged(self) -> tuple[Question, ...]:
        """Return the questions without a verdict, in order."""
        return tuple(q for q in self.questions.questions if q.code not in self.verdicts)


def round_for(user: User, ref: str, gate: str, number: int, permission: Permission) -> Round:
    """Return a round of a project on which ``user`` may use ``permission``.

    Raises Http404 and Forbidden as ``project_for`` does, and Http404 for an unknown round.
    """
    project = project_for(user, ref, permission)
    found = get_object_or_404(
        Round.objects.select_related("case_file", "decision__decided_by", "submitted_by"),
        project=project,
        gate=gate,
        number=number,
    )
    found.project = project
    return found


def examination(found: Round, *, with_verdicts: bool) -> Examination:
    """Read a round whole. Without ``with_verdicts`` drafts are not even fetched."""
    content = from_text(found.case_file.body)
    sets = pinned(found.project)
    verdicts = found.verdicts.select_related("given_by") if with_verdicts else ()
    return Examination(
        round=found,
        project=found.project,
        content=content,
        sets=sets,
        verdicts={verdict.question_code: verdict for verdict in verdicts},
        follow_ups=tuple(found.follow_ups.select_related("asked_by", "answered_by")),
        earlier=_earlier(found, content, sets[EXAM_SET[Gate(found.gate)]]),
    )


def marks(content: CaseContent, questions: QuestionSet) -> Mapping[str, str]:
    """Return the fingerprint of every examined answer, by question code."""
    hashes = {item.ref: item.sha256 for item in content.evidence}
    answers = content.question_set(questions.code)
    return {
        question.code: fingerprint(
            answers.answer(question.code), hashes, content.viewed(question.stage_views)
        )
        for question in questions.questions
    }


def _earlier(found: Round, content: CaseContent, questions: QuestionSet) -> Earlier | None:
    if found.number == 1:
        return None
    before = (
        Round.objects.filter(project=found.project, gate=found.gate, number=found.number - 1)
        .select_related("case_file")
        .prefetch_related("verdicts")
        .first()
    )
    if before is None:
        return None
    old_content = from_text(before.case_file.body)
    new, old = marks(content, questions), marks(old_content, questions)
    return Earlier(
        number=before.number,
        content=old_content,
        verdicts={verdict.question_code: verdict for verdict in before.verdicts.all()},
        unchanged=frozenset(code for code, mark in new.items() if old.get(code) == mark),
    )
