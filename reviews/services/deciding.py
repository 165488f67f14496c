"""Deciding a round: once, by somebody entitled, about exactly what was read."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core import mailing
from core.refused import Forbidden, Invalid, Refused, Stale
from initiation.casefile import from_text
from initiation.models import Project
from initiation.services.moving import lock, move
from initiation.workflow import EXAM_SET, Gate, Guard
from reviews.content.deciding import subject_of
from reviews.models import Decision, FollowUp, Outcome, Round, Stance, Verdict
from reviews.models.names import named
from reviews.services.examining import open_round_of
from reviews.services.papers import ask_for_dossier
from reviews.services.sending_back import tell_leads

REASON_CODES: dict[str, str] = {
    "no_case": "The problem does not justify the cost",
    "cheaper_without_ml": "It can be solved more cheaply without ML",
    "not_an_ml_problem": "It is not an ML problem, or not a solvable one",
    "data_missing": "The data is not there or may not be used",
    "data_quality": "The data is there but not good enough",
    "architecture": "The architecture does not fit the problem",
    "risk": "The risk is too high",
    "priority": "Other projects come first",
}

_VOUCHED = {
    Outcome.APPROVE: frozenset({Guard.ALL_JUDGED, Guard.ALL_ACCEPTED, Guard.CASE_FILE_SEEN}),
    Outcome.REQUEST_CHANGES: frozenset({Guard.ONE_NOT_ACCEPTED, Guard.CASE_FILE_SEEN}),
    Outcome.REJECT: frozenset({Guard.ALL_JUDGED, Guard.CASE_FILE_SEEN}),
}


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why an outcome is not open yet, and which question it is about (empty for none)."""

    text: str
    question_code: str = ""


@transaction.atomic
def decide(
    *,
    actor: User,
    project: Project,
    gate: Gate,
    number: int,
    outcome: Outcome,
    reasons: str,
    seen_sha256: str,
    reason_code: str = "",
    would_change: str = "",
) -> Decision:
    """End the round with ``outcome`` and return the decision.

    The project's row is locked first, so of two deciders one wins and the other reads who decided
    and when. Raises Forbidden (also for anybody who wrote part of the project), Stale when
    ``seen_sha256`` is not the round's case file, Invalid for missing reasons, Refused for a
    blocker; then nothing has changed.
    """
    locked = lock(project)
    decision = can(actor, Permission.DECIDE, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    found = open_round_of(locked, gate, number)
    if seen_sha256 != found.case_file.sha256:
        raise Stale("The project is not the one you read: its case file has changed.")
    _check_words(outcome, reasons, reason_code, would_change)
    if objections := blockers(found, outcome):
        raise Refused(objections[0].text)
    move(
        actor=actor,
        project=locked,
        name=f"{outcome.value}_{gate.value}",
        reason=reasons,
        seen=found.case_file,
        vouched=_VOUCHED[outcome],
        detail={"round": number, "reason_code": reason_code},
    )
    made = Decision.objects.create(
        round=found,
        outcome=outcome,
        reasons=_tidy(reasons),
        reason_code=reason_code if outcome is Outcome.REJECT else "",
        would_change=_tidy(would_change) if outcome is Outcome.REJECT else "",
        case_file_sha256=found.case_file.sha256,
        **named("decided_by", actor),
        decided_at=timezone.now(),
    )
    found.closed_at = made.decided_at
    found.save(update_fields=["closed_at"])
    _tell(locked, found, made)
    tell_leads(locked, found, made)
    ask_for_dossier(
        project=locked,
        case_file=found.case_file,
        kind="decision",
        about=f"{gate.value}:{number}",
        as_of=made.decided_at,
    )
    return made


def blockers(found: Round, outcome: Outcome) -> list[Blocker]:
    """Return what stands in the way of ``outcome``, in words; empty when it is open."""
    verdicts = {verdict.question_code: verdict for verdict in found.verdicts.all()}
    content = from_text(found.case_file.body)
    questions = content.question_set(EXAM_SET[Gate(found.gate)]).answers
    unjudged = [
        Blocker(f"Question {question.number} has no verdict yet.", question.code)
        for question in questions
        if question.code not in verdicts
    ]
    if outcome is Outcome.REQUEST_CHANGES:
        if any(verdict.stance != Stance.ACCEPTED for verdict in verdicts.values()):
            return []
        return [Blocker("Requesting changes needs at least one answer that is not accepted.")]
    if outcome is Outcome.REJECT:
        return unjudged
    numbers = {question.code: question.number for question in questions}
    return unjudged + _not_accepted(verdicts, numbers) + _open_follow_ups(found, numbers)


def _not_accepted(verdicts: dict[str, Verdict], numbers: dict[str, int]) -> list[Blocker]:
    return [
        Blocker(f"Question {numbers[code]} is not accepted.", code)
        for code, verdict in verdicts.items()
        if verdict.stance != Stance.ACCEPTED
    ]


def _open_follow_ups(found: Round, numbers: dict[str, int]) -> list[Blocker]:
    open_ones = FollowUp.objects.filter(round=found, blocking=True, closed_at=None)
    return [
        Blocker(f"A blocking follow-up on question {numbers[item.question_code]} is open.",
                item.question_code)
        for item in open_ones
    ]  # fmt: skip


def _check_words(outcome: Outcome, reasons: str, reason_code: str, would_change: str) -> None:
    if not reasons.strip():
        raise Invalid("Give your reasons; they are part of the decision.", "reasons")
    if outcome is not Outcome.REJECT:
        return
    if reason_code not in REASON_CODES:
        raise Invalid("Choose the reason that comes closest.", "reason_code")
    if not would_change.strip():
        raise Invalid("Say what would change your mind.", "would_change")


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _tell(project: Project, found: Round, made: Decision) -> None:
    mailing.post(
        key=f"decision:{made.pk}",
        to=project.manager.email,
        subject=subject_of(project, made),
        template="reviews/mail/decision.txt",
        context={"project": project, "round": found, "decision": made},
        about=project.ref,
    )
