"""The team responds, the manager replies, the director confirms the initiation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core.refused import Forbidden, Invalid, Refused, Stale
from core.services import events
from initiation.casefile import from_text
from initiation.models import Project
from initiation.services.moving import lock, move
from initiation.workflow import Guard, State
from reviews.content.moments import points
from reviews.models import Consultation, Reading, Response, TeamStance
from reviews.models.names import named, put_name
from reviews.queries.people import team_of
from reviews.services.papers import ask_for_dossier
from reviews.services.telling import tell


@dataclass(frozen=True, slots=True)
class Word:
    """A member's word on one answer."""

    stance: TeamStance
    text: str


def open_consultation(project: Project) -> Consultation:
    """Return the open consultation of a locked project. Raises Refused when there is none."""
    found = (
        Consultation.objects.filter(project=project, closed_at=None)
        .select_related("case_file")
        .first()
    )
    if found is None or project.where is not State.TEAM_CONSULTATION:
        raise Refused(f"The team is not being asked: the project is at “{project.where_in_words}”.")
    return found


@transaction.atomic
def respond(
    *, actor: User, project: Project, words: Mapping[str, Word], read: bool, seen_sha256: str
) -> None:
    """Save a member's words on the seven answers and their confirmation of having read them.

    Words may be changed until they are replied to; the ones before stay on record. The same
    words sent twice are said once.
    Raises Forbidden, Refused, Stale for another case file, Invalid (naming the question) for a
    missing word or a concern without text.
    """
    locked = lock(project)
    decision = can(actor, Permission.RESPOND, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    consultation = open_consultation(locked)
    if seen_sha256 != consultation.case_file.sha256:
        raise Stale("The team case is not the one you read; read it again.")
    _check_words(consultation, words, read)
    said = {
        found.question_code: found
        for found in Response.objects.current().filter(consultation=consultation, member=actor)
    }
    fresh = {code: word for code, word in words.items() if _is_new(said.get(code), word)}
    if said and not fresh:
        return
    now, called = timezone.now(), not objections(locked, consultation)
    _keep(consultation, actor, said, fresh, now)
    open_words = sum(word.stance != TeamStance.CLEAR for word in words.values())
    events.record(
        actor_id=actor.pk,
        verb="team case read",
        subject=locked.ref,
        detail={"unclear or concern": open_words},
        case_file_sha256=consultation.case_file.sha256,
    )
    tell(
        locked,
        locked.manager,
        key=f"response:{consultation.pk}:{actor.pk}:{now.isoformat()}",
        words="has a changed response" if said else "has a response",
        page="team-case",
    )
    if not called:
        _call_director(locked, consultation)


@transaction.atomic
def reply(*, actor: User, project: Project, response: Response, text: str) -> None:
    """Answer an unclear or a concern, once; the same words sent twice are one reply.

    Raises Forbidden, Refused when it is answered already, Stale when the member has put it in
    other words meanwhile, Invalid for blanks.
    """
    locked = lock(project)
    decision = can(actor, Permission.REPLY_TO_CONCERN, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    consultation = open_consultation(locked)
    found = Response.objects.filter(pk=response.pk, consultation=consultation).first()
    if found is None or found.stance == TeamStance.CLEAR:
        raise Refused("There is nothing to reply to.")
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("Write your reply.", "reply")
    if found.replied_at is not None:
        if found.reply == words:
            return
        raise Refused("This is answered already; the reply is part of the record.")
    if Response.objects.filter(replaces=found).exists():
        raise Stale(f"{found.member.name} has changed this since you read it.")
    found.reply, found.replied_at = words, timezone.now()
    put_name(found, "replied_by", actor)
    found.save()
    events.record(
        actor_id=actor.pk,
        verb="concern answered",
        subject=locked.ref,
        detail={"question": found.question_code},
        case_file_sha256=consultation.case_file.sha256,
    )
    tell(
        locked,
        found.member,
        key=f"reply:{found.pk}",
        words="has a reply to what you said",
        page="concern",
        number=found.pk,
    )
    _call_director(locked, consultation)


def objections(project: Project, consultation: Consultation) -> list[str]:
    """Return what keeps the consultation open, in words; empty when it may close."""
    have_read = set(consultation.readings.values_list("member_id", flat=True))
    silent = [user.name for user in team_of(project) if user.pk not in have_read]
    unanswered = (
        Response.objects.current()
        .filter(consultation=consultation, replied_at=None)
        .exclude(stance=TeamStance.CLEAR)
        .count()
    )
    found = []
    if silent:
        found.append(f"These people have not responded yet: {', '.join(silent)}.")
    if unanswered:
        verb = "is" if unanswered == 1 else "are"
        found.append(f"{points(unanswered)} {verb} not answered yet.")
    return found


@transaction.atomic
def initiate(*, actor: User, project: Project, seen_sha256: str) -> Project:
    """Confirm the initiation: the team was heard, every concern is answered.

    Raises Forbidden, Refused while somebody is silent or a concern open, Stale.
    """
    locked = lock(project)
    decision = can(actor, Permission.INITIATE, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    consultation = open_consultation(locked)
    if seen_sha256 != consultation.case_file.sha256:
        raise Stale("The team case is not the one you read; read it again.")
    if found := objections(locked, consultation):
        raise Refused(" ".join(found))
    moved = move(
        actor=actor,
        project=locked,
        name="initiate",
        seen=consultation.case_file,
        vouched=frozenset({Guard.ALL_RESPONDED, Guard.CONCERNS_ANSWERED, Guard.CASE_FILE_SEEN}),
    )
    consultation.closed_at = moved.state_since
    consultation.save(update_fields=["closed_at"])
    ask_for_dossier(
        project=moved,
        case_file=consultation.case_file,
        kind="initiation",
        about="initiation",
        as_of=moved.state_since,
    )
    tell(moved, moved.manager, key=f"initiated:{moved.pk}", words="is initiated")
    return moved


def _keep(
    consultation: Consultation,
    member: User,
    said: Mapping[str, Response],
    fresh: Mapping[str, Word],
    now: datetime,
) -> None:
    """Save a member's new words beside the ones they replace, and that they have read the case."""
    for code, word in fresh.items():
        Response.objects.create(
            **named("member", member),
            consultation=consultation,
            replaces=said.get(code),
            question_code=code,
            stance=word.stance,
            text=word.text,
            given_at=now,
        )
    Reading.objects.get_or_create(
        consultation=consultation,
        member=member,
        defaults=named("member", member) | {"read_at": now},
    )


def _is_new(said: Response | None, word: Word) -> bool:
    """Whether a word is to be stored: not what was said before, and not replied to."""
    if said is None:
        return True
    return said.replied_at is None and (said.stance, said.text) != (word.stance, word.text)


def _check_words(consultation: Consultation, words: Mapping[str, Word], read: bool) -> None:
    answers = from_text(consultation.case_file.body).question_set("team").answers
    if set(words) != {answer.code for answer in answers}:
        raise Invalid("Say something to each of the seven answers.", "")
    for answer in answers:
        word = words[answer.code]
        if word.stance is not TeamStance.CLEAR and not word.text.strip():
            raise Invalid(
                f"Say in words what is unclear or what concerns you in answer {answer.number}.",
                answer.code,
            )
    if not read:
        raise Invalid("Confirm that you have read the case.", "read")


def _call_director(project: Project, consultation: Consultation) -> None:
    """Tell the director once the last response or the last reply is in; it may be so again."""
    if not objections(project, consultation):
        tell(
            project,
            project.director,
            key=f"heard:{consultation.pk}:{timezone.now().isoformat()}",
            words="has heard its team and waits for you to confirm the initiation",
            page="team-case",
        )
