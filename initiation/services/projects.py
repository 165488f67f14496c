"""Opening a project, and a new version of one that was rejected."""

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, Role, can
from accounts.models import Department, User
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.models import Answer, AnswerVersion, PinnedSet, Project
from initiation.queries.question_sets import newest
from initiation.workflow import ALL_SETS, STAGES, State


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
def start_new_version(*, actor: User, project: Project) -> Project:
    """Open a new project from a rejected one, with its stages and answers copied.

    Raises Forbidden unless it is the actor's own, Refused unless it is rejected and not yet
    superseded.
    """
    decision = can(actor, Permission.START_NEW_VERSION, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    old = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if old.where is not State.REJECTED:
        raise Refused("Only a rejected project can come back as a new version.")
    if Project.objects.filter(supersedes=old).exists():
        raise Refused(f"{old.superseded_by.ref} is already the new version of {old.ref}.")
    new = Project.objects.create(
        name=f"{old.name} (after {old.ref})"[:120],
        department=old.department,
        manager=old.manager,
        director=old.director,
        sponsor=old.sponsor,
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
    """Copy what evidence and data do not hang on; citations of the old register are dropped."""
    rows = Answer.objects.filter(project=old, set_code__in=[*STAGES, "exam"])
    copies = []
    for row in rows:
        value = {code: v for code, v in row.value.items() if not _cites(v)}
        copies.append(
            Answer(
                project=new,
                set_code=row.set_code,
                question_code=row.question_code,
                value=value,
                wording=row.wording,
                author_id=row.author_id,
                saved_at=row.saved_at,
            )
        )
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


def _cites(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, str) and item.startswith(("E-", "D-")) for item in value)
    )
