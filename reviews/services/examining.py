"""Verdicts and follow-ups: what the examiner says while a round is open."""

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core import mailing
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.casefile import from_text
from initiation.models import Project
from initiation.services.moving import lock
from initiation.workflow import EXAM_SET, EXAM_STATE, Gate
from reviews.models import Decision, FollowUp, Round, Stance, Verdict
from reviews.models.names import name_of, named, put_name


def open_round_of(project: Project, gate: Gate, number: int) -> Round:
    """Return the round, locked for the caller's transaction, if it is still open.

    Raises Refused, naming who decided and when, for a round that is decided.
    """
    found = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case_file")
        .filter(project=project, gate=gate, number=number)
        .first()
    )
    if found is None:
        raise Refused("There is no such round.")
    if project.where is not EXAM_STATE[gate] and found.closed_at is None:
        raise Refused(_elsewhere(project))
    if found.closed_at is not None:
        decision = Decision.objects.filter(round=found).select_related("decided_by").first()
        raise Refused(_closed(decision))
    found.project = project
    return found


def _elsewhere(project: Project) -> str:
    return f"The project is at “{project.where_in_words}”; nothing is examined now."


def _closed(decision: Decision | None) -> str:
    if decision is None:
        return "The project was withdrawn, so this round is closed."
    when = timezone.localtime(decision.decided_at)
    return f"{name_of(decision, 'decided_by')} decided this round on {when:%d %B %Y at %H:%M}."


def _entitled(actor: User, permission: Permission, project: Project) -> Project:
    """Return the project's row, locked, if ``actor`` may use ``permission`` on it as it is now."""
    locked = lock(project)
    decision = can(actor, permission, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    return locked


@transaction.atomic
def give_verdict(
    *,
    actor: User,
    project: Project,
    gate: Gate,
    number: int,
    question_code: str,
    stance: Stance,
    comment: str,
) -> Verdict:
    """Save the examiner's verdict on one answer as a private draft and return it.

    Raises Forbidden, Refused for a decided round or a foreign question, Invalid when a comment
    is needed and missing.
    """
    locked = _entitled(actor, Permission.EXAMINE, project)
    found = open_round_of(locked, gate, number)
    _check_question(found, question_code)
    words = comment.replace("\r\n", "\n").strip()
    if stance is not Stance.ACCEPTED and not words:
        raise Invalid("Say in words what is missing: only “accepted” needs no comment.", "comment")
    verdict, _ = Verdict.objects.update_or_create(
        round=found,
        question_code=question_code,
        defaults=named("given_by", actor)
        | {
            "stance": stance,
            "comment": words,
            "carried_from": None,
            "given_at": timezone.now(),
        },
    )
    return verdict


@transaction.atomic
def ask_follow_up(
    *,
    actor: User,
    project: Project,
    gate: Gate,
    number: int,
    question_code: str,
    text: str,
    blocking: bool,
) -> FollowUp:
    """Ask a question under an answer; it leaves at once. Raises as ``give_verdict``.

    The same question asked again while it is still open is the one that was asked.
    """
    locked = _entitled(actor, Permission.ASK_FOLLOW_UP, project)
    found = open_round_of(locked, gate, number)
    _check_question(found, question_code)
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("Write the question you want to ask.", "text")
    if same := _still_open(found, question_code, actor, words):
        return same
    follow_up = FollowUp.objects.create(
        round=found,
        question_code=question_code,
        text=words,
        blocking=blocking,
        **named("asked_by", actor),
        asked_at=timezone.now(),
    )
    _tell(follow_up, locked, locked.manager, "follow-up asked")
    events.record(
        actor_id=actor.pk,
        verb="follow-up asked",
        subject=locked.ref,
        detail={"question": question_code, "blocking": blocking},
        case_file_sha256=found.case_file.sha256,
    )
    return follow_up


@transaction.atomic
def answer_follow_up(*, actor: User, project: Project, follow_up: FollowUp, text: str) -> None:
    """Answer a follow-up; the frozen answer stays as it is.

    The same words sent twice are one answer. Raises Forbidden, Refused when it is answered, closed
    or not of this project, or the project is on hold, Invalid for blanks.
    """
    locked = _entitled(actor, Permission.ANSWER_FOLLOW_UP, project)
    found = _lock_follow_up(locked, follow_up)
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("Write your answer.", "answer")
    if found.answered_at is not None:
        if (found.answered_by_id, found.answer) == (actor.pk, words):
            return
        raise Refused("This follow-up is already answered.")
    if found.closed_at is not None:
        raise Refused("This follow-up is closed.")
    found.answer, found.answered_at = words, timezone.now()
    put_name(found, "answered_by", actor)
    found.save()
    _tell(found, locked, locked.director, "follow-up answered")
    events.record(
        actor_id=actor.pk,
        verb="follow-up answered",
        subject=locked.ref,
        detail={"question": found.question_code},
        case_file_sha256=found.round.case_file.sha256,
    )


@transaction.atomic
def close_follow_up(*, actor: User, project: Project, follow_up: FollowUp) -> None:
    """Close a follow-up; only the examiner may, and twice is once. Raises Forbidden or Refused."""
    locked = _entitled(actor, Permission.ASK_FOLLOW_UP, project)
    found = _lock_follow_up(locked, follow_up)
    if found.closed_at is not None:
        return
    found.closed_at = timezone.now()
    found.save(update_fields=["closed_at"])
    events.record(
        actor_id=actor.pk,
        verb="follow-up closed",
        subject=locked.ref,
        detail={"question": found.question_code},
        case_file_sha256=found.round.case_file.sha256,
    )


def _lock_follow_up(project: Project, follow_up: FollowUp) -> FollowUp:
    found = (
        FollowUp.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round__case_file")
        .filter(pk=follow_up.pk, round__project=project)
        .first()
    )
    if found is None:
        raise Refused("This follow-up does not belong to this project.")
    if found.round.closed_at is not None:
        raise Refused("This round is decided, so its follow-ups are closed.")
    if project.where is not EXAM_STATE[Gate(found.round.gate)]:
        raise Refused(_elsewhere(project))
    return found


def _still_open(found: Round, question_code: str, actor: User, words: str) -> FollowUp | None:
    return FollowUp.objects.filter(
        round=found, question_code=question_code, asked_by=actor, text=words, closed_at=None
    ).first()


def _check_question(found: Round, question_code: str) -> None:
    content = from_text(found.case_file.body)
    codes = {a.code for a in content.question_set(EXAM_SET[Gate(found.gate)]).answers}
    if question_code not in codes:
        raise Refused("This question does not belong to this examination.")


def _tell(follow_up: FollowUp, project: Project, person: User, what: str) -> None:
    mailing.post(
        key=f"{what}:{follow_up.pk}",
        to=person.email,
        subject=f"{project.ref}: {what}",
        template="reviews/mail/follow_up.txt",
        context={"follow_up": follow_up, "project": project, "person": person},
        about=project.ref,
    )
