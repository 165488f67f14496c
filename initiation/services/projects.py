"""Opening a project, and a new version of one that was rejected."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.access import Permission, Role, can
from accounts.models import Department, User
from core.kinds import FieldSpec
from core.question_sets import Question
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.models import Answer, AnswerVersion, PinnedSet, Project
from initiation.queries.question_sets import newest, pinned
from initiation.workflow import ALL_SETS, STAGES, State

_NAME_LOCKS = 7_303
# What names entries of a project's own registers; the next project numbers its registers anew.
_REGISTERED = frozenset({"evidence", "profile"})


@transaction.atomic
def open_project(
    *, actor: User, name: str, department: Department, director: User, sponsor: User
) -> Project:
    """Open a project with ``actor`` as its manager and the newest question sets pinned.

    Raises Forbidden unless the actor may open projects, Invalid for a name in use or for people
    who cannot play their part.
    """
    decision = can(actor, Permission.OPEN_PROJECT)
    if not decision:
        raise Forbidden("Only a project manager may open a project.")
    _check_people(actor, director, sponsor)
    title = " ".join(name.split())
    _hold_name(title)
    if Project.objects.filter(name__iexact=title).exists():
        raise Invalid("There is already a project of this name.", "name")
    project = Project.objects.create(
        name=title,
        department=department,
        manager=actor,
        director=director,
        sponsor=sponsor,
        state=State.PREPARING,
        state_since=timezone.now(),
    )
    _pin(project)
    events.record(actor_id=actor.pk, verb="project opened", subject=project.ref)
    return project


@transaction.atomic
def start_new_version(
    *, actor: User, project: Project, director: User | None = None, sponsor: User | None = None
) -> Project:
    """Open a new project from a rejected one, with its stages and answers copied.

    Director and sponsor are the old ones unless others are named. Raises Forbidden unless it is
    the actor's own, Refused unless it is rejected and not yet superseded, Invalid for people who
    cannot play their part, perhaps because they left.
    """
    decision = can(actor, Permission.START_NEW_VERSION, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    old = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if old.where is not State.REJECTED:
        raise Refused("Only a rejected project can come back as a new version.")
    if Project.objects.filter(supersedes=old).exists():
        raise Refused(f"{old.superseded_by.ref} is already the new version of {old.ref}.")
    director, sponsor = director or old.director, sponsor or old.sponsor
    _check_people(actor, director, sponsor)
    _check_authors(old, director, sponsor)
    new = Project.objects.create(
        name=f"{old.name} (after {old.ref})"[:120],
        department=old.department,
        manager=old.manager,
        director=director,
        sponsor=sponsor,
        currency=old.currency,
        state=State.PREPARING,
        state_since=timezone.now(),
        supersedes=old,
    )
    _pin(new)
    _copy_answers(old, new)
    events.record(
        actor_id=actor.pk,
        verb="new version opened",
        subject=new.ref,
        detail={"supersedes": old.ref},
    )
    return new


def _check_people(actor: User, director: User, sponsor: User) -> None:
    if Role.DIRECTOR not in director.roles:
        raise Invalid("This person is not an IT director.", "director")
    if Role.MANAGEMENT not in sponsor.roles:
        raise Invalid("This person does not belong to management.", "sponsor")
    if actor.pk in (director.pk, sponsor.pk):
        field = "director" if actor.pk == director.pk else "sponsor"
        raise Invalid("Nobody may approve what they wrote: choose somebody else.", field)
    if director.pk == sponsor.pk:
        raise Invalid("The sponsor signs what the director examines: choose two people.", "sponsor")


def _check_authors(old: Project, director: User, sponsor: User) -> None:
    """Check that neither wrote what is copied, and would be barred by it."""
    for field, person in (("director", director), ("sponsor", sponsor)):
        if old.written_by(person.pk):
            raise Invalid(f"{person.name} wrote part of {old.ref}: choose somebody else.", field)


def _hold_name(title: str) -> None:
    """Let nobody else open a project of this name, whatever its case, before we are done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(upper(%s)))", [_NAME_LOCKS, title]
        )


def _pin(project: Project) -> None:
    sets = newest()
    if missing := set(ALL_SETS) - sets.keys():
        raise Refused(
            f"These question sets are not published yet: {', '.join(sorted(missing))}. "
            "An administrator runs manage.py publish_question_sets."
        )
    PinnedSet.objects.bulk_create(
        [PinnedSet(project=project, code=code, published_set_id=sets[code]) for code in ALL_SETS]
    )


def _copy_answers(old: Project, new: Project) -> None:
    """Copy the answers, without what they cite from the old registers."""
    sets = pinned(old)
    copies = [
        _copy(row, new, sets[row.set_code].question(row.question_code))
        for row in Answer.objects.filter(project=old, set_code__in=[*STAGES, "exam"])
    ]
    Answer.objects.bulk_create(copies)
    AnswerVersion.objects.bulk_create(
        [
            AnswerVersion(
                project=new,
                set_code=copy.set_code,
                question_code=copy.question_code,
                version=1,
                value=copy.value,
                author_id=copy.author_id,
                saved_at=copy.saved_at,
            )
            for copy in copies
        ]
    )


def _copy(row: Answer, new: Project, question: Question) -> Answer:
    return Answer(
        project=new,
        set_code=row.set_code,
        question_code=row.question_code,
        value=_without_citations(question.fields, row.value),
        wording=row.wording,
        author_id=row.author_id,
        saved_at=row.saved_at,
    )


def _without_citations(specs: Iterable[FieldSpec], value: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what cites evidence or data, in the rows of tables too: E-1 is another file there."""
    kept = dict(value)
    for spec in specs:
        if spec.kind in _REGISTERED:
            kept.pop(spec.code, None)
        elif spec.kind == "matrix" and spec.code in kept:
            kept[spec.code] = _uncited(kept[spec.code])
        elif spec.columns and spec.code in kept:
            kept[spec.code] = [_without_citations(spec.columns, row) for row in kept[spec.code]]
    return kept


def _uncited(item: Any) -> Any:
    """Drop the evidence behind scores, which stand by criterion inside each candidate."""
    if isinstance(item, Mapping):
        return {code: _uncited(part) for code, part in item.items() if code != "evidence"}
    return [_uncited(part) for part in item] if isinstance(item, list) else item
