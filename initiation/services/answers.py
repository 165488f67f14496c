"""Saving answers: versioned, never silently overwritten, only where the workflow is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core.kinds import kind_of
from core.question_sets import Question, with_measured
from core.refused import Forbidden, Refused
from initiation.models import Answer, AnswerVersion, Project
from initiation.models.project import StageOf
from initiation.queries.question_sets import pinned
from initiation.queries.surroundings import surroundings_of
from initiation.services.moving import lock
from initiation.services.wording import freeze_wording
from initiation.workflow import EDITABLE, STAGES


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody entered for one question, and the version they were looking at."""

    question: Question
    value: dict[str, Any]
    base_version: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed one answer: what is stored now, and what was entered."""

    question: Question
    mine: dict[str, Any]
    theirs: dict[str, Any]
    version: int
    author: str


class Conflict(Refused):
    """At least one answer was changed by somebody else meanwhile; nothing was saved."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__("Somebody else changed this answer while you were writing.")
        self.clashes = clashes


@dataclass(slots=True)
class Saved:
    """The versions that are stored now, by question code; and which of them are new."""

    versions: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)


def may_write(user: User, project: Project, set_code: str) -> str:
    """Return why ``user`` may not write this set now, in words; empty when they may."""
    if set_code not in EDITABLE.get(project.where, frozenset()):
        return (
            f"The project is at “{project.where_in_words}”, so this part is locked: "
            "what people examine and sign must not change under them."
        )
    decision = _permitted(user, project, set_code)
    return "" if decision else decision.reason


def _permitted(user: User, project: Project, set_code: str) -> Any:
    if set_code in STAGES:
        return can(user, Permission.EDIT_STAGE, StageOf(project, set_code))
    return can(user, Permission.EDIT_ANSWERS, project)


@transaction.atomic
def save_answers(
    *,
    actor: User,
    project: Project,
    set_code: str,
    entries: Iterable[Entry],
    edit_session: str,
) -> Saved:
    """Save what changed in ``entries`` and return the versions now stored.

    An entry that equals the stored value, or that equals the version its writer started from, is
    left alone. Raises Conflict when another's save stands in between, Refused when the set is
    locked, Forbidden when the actor may not write it; then nothing is saved.
    """
    locked, wanted = lock(project), list(entries)
    return store_entries(
        actor=actor,
        project=locked,
        set_code=set_code,
        entries=wanted,
        stored=_stored(locked, set_code, wanted),
        edit_session=edit_session,
    )


def store_entries(
    *,
    actor: User,
    project: Project,
    set_code: str,
    entries: Iterable[Entry],
    stored: Mapping[str, Answer],
    edit_session: str,
) -> Saved:
    """Save as ``save_answers`` does, for a caller who holds the row lock and read ``stored``."""
    decision = _permitted(actor, project, set_code)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if reason := may_write(actor, project, set_code):
        raise Refused(reason)
    saved, fresh, clashes = Saved(), [], []
    for sent in entries:
        current = stored.get(sent.question.code)
        entry = _with_stored_measures(sent, current)
        saved.versions[entry.question.code] = current.version if current else 0
        if entry.value == (current.value if current else {}):
            continue
        if current and not _is_own(current, actor, edit_session):
            seen = _seen(project, set_code, entry, current)
            if _typed(entry.question, entry.value) == seen:
                continue
            if _typed(entry.question, current.value) != seen:
                clashes.append(_clash(entry, current))
                continue
        fresh.append((entry, current))
    if clashes:
        raise Conflict(clashes)
    for entry, current in fresh:
        row = _write(project, set_code, entry, current, actor, edit_session)
        saved.versions[entry.question.code] = row.version
        saved.changed.append(entry.question.code)
    return saved


def _stored(project: Project, set_code: str, entries: list[Entry]) -> Mapping[str, Answer]:
    rows = Answer.objects.filter(
        project=project,
        set_code=set_code,
        question_code__in=[entry.question.code for entry in entries],
    ).select_related("author")
    return {row.question_code: row for row in rows}


def _is_own(current: Answer, actor: User, edit_session: str) -> bool:
    """Whether the stored value came from this very edit session, so saves just follow on."""
    return (
        bool(edit_session)
        and current.edit_session == edit_session
        and current.author_id == actor.pk
    )


def _with_stored_measures(entry: Entry, current: Answer | None) -> Entry:
    """Nobody types what is measured, so a save leaves it as it is stored, however new that is."""
    stored = current.value if current else {}
    typed = _typed(entry.question, stored)
    measured = {code: value for code, value in stored.items() if code not in typed}
    return replace(entry, value=_typed(entry.question, entry.value) | measured)


def _typed(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    measured = {spec.code for spec in question.fields if kind_of(spec.kind).read_only}
    return {code: item for code, item in value.items() if code not in measured}


def _seen(project: Project, set_code: str, entry: Entry, current: Answer) -> dict[str, Any]:
    """Return what the writer began from, as far as it can be typed."""
    if entry.base_version == current.version:
        return _typed(entry.question, current.value)
    if not entry.base_version:
        return {}
    base = AnswerVersion.objects.filter(
        project=project,
        set_code=set_code,
        question_code=entry.question.code,
        version=entry.base_version,
    ).first()
    return _typed(entry.question, base.value) if base else {}


def _clash(entry: Entry, current: Answer) -> Clash:
    return Clash(entry.question, entry.value, current.value, current.version, current.author.name)


def _write(
    project: Project,
    set_code: str,
    entry: Entry,
    current: Answer | None,
    actor: User,
    edit_session: str,
) -> Answer:
    now = timezone.now()
    row = current or Answer(
        project=project, set_code=set_code, question_code=entry.question.code, version=0
    )
    row.value = entry.value
    row.version += 1
    row.wording = freeze_wording(entry.question)
    row.edit_session = edit_session
    row.author = actor
    row.saved_at = now
    row.save()
    AnswerVersion.objects.create(
        project=project,
        set_code=set_code,
        question_code=entry.question.code,
        version=row.version,
        value=row.value,
        edit_session=edit_session,
        author=actor,
        saved_at=now,
    )
    return row


@transaction.atomic
def carry_answers(*, actor: User, project: Project, source: str, target: str) -> None:
    """Begin the set ``target`` with the answers of ``source``, field by field where both agree.

    The second examination asks the same seven questions, so its answers begin as the first ones
    were; answers that ``target`` already has are left alone.
    """
    sets = pinned(project)
    have = set(
        Answer.objects.filter(project=project, set_code=target).values_list(
            "question_code", flat=True
        )
    )
    rows = Answer.objects.filter(project=project, set_code=source).select_related("author")
    for row in rows:
        questions = {question.code: question for question in sets[target].questions}
        question = questions.get(row.question_code)
        if question is None or question.code in have:
            continue
        kinds = {spec.code: spec.kind for spec in question.fields}
        value = {code: item for code, item in row.value.items() if code in kinds}
        _write(project, target, Entry(question, value, 0), None, actor, "")


def note_measured(*, actor: User, project: Project, set_code: str) -> None:
    """Store what the project itself measured in the answers of ``set_code``, such as its sources.

    Nobody types these values; the caller holds the project's row lock.
    """
    surroundings = surroundings_of(project)
    for question in pinned(project)[set_code].questions:
        if not any(kind_of(spec.kind).read_only for spec in question.fields):
            continue
        current = _stored(project, set_code, [Entry(question, {}, 0)]).get(question.code)
        kept = current.value if current else {}
        value = with_measured(question, kept, surroundings)
        if value != kept:
            session = current.edit_session if current else ""
            _write(project, set_code, Entry(question, value, 0), current, actor, session)
