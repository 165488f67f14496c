"""Opening a project, and a new version of one that was rejected."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import connection, transaction
from django.utils import timezone

from accounts.access import Permission, Role, can
from accounts.models import Department, User
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.models import PinnedSet, Project
from initiation.queries.question_sets import newest
from initiation.services.taking_over import LeftOut, take_over
from initiation.workflow import ALL_SETS, STAGES, State

_NAME_LOCKS = 7_303
_EXAM = "exam"


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
    left_out = take_over(old=old, new=new, set_codes=(*STAGES, _EXAM), cites=False)
    _tell_begun(actor, new, "new version opened", left_out, supersedes=old.ref)
    return new


@transaction.atomic
def begin_from(
    *,
    actor: User,
    source: Project,
    with_exam: bool,
    name: str,
    department: Department,
    director: User,
    sponsor: User,
) -> tuple[Project, list[LeftOut]]:
    """Open a project that begins with the stages of ``source``; return it and what did not fit.

    The answers of the first examination come along ``with_exam``. People, verdicts, signatures and
    raw data do not. Raises as ``open_project``; Forbidden unless ``source`` is a template or one
    the actor may see; Invalid when director or sponsor wrote part of it or of what it came from.
    """
    if reason := may_begin_from(actor, source):
        raise Forbidden(reason)
    new = open_project(
        actor=actor, name=name, department=department, director=director, sponsor=sponsor
    )
    _check_authors(source, director, sponsor)
    new.begun_from, new.currency = source, source.currency
    new.save(update_fields=["begun_from", "currency"])
    codes = (*STAGES, _EXAM) if with_exam else STAGES
    left_out = take_over(old=source, new=new, set_codes=codes, cites=True)
    brought: dict[str, str | int] = {"taken_from": source.ref, "pieces": new.evidence.count()}
    _tell_begun(actor, new, "answers taken over", left_out, **brought)
    return new, left_out


def may_begin_from(actor: User, source: Project) -> str:
    """Return why ``actor`` may not begin from ``source``, in words; empty when they may."""
    decision = can(actor, Permission.OPEN_PROJECT)
    if decision and not source.is_open_template:
        decision = can(actor, Permission.VIEW_PROJECT, source)
    return "" if decision else decision.reason


@transaction.atomic
def offer_as_template(*, actor: User, project: Project, offered: bool) -> None:
    """Let every project manager begin from this project, or no longer. Raises Forbidden."""
    decision = can(actor, Permission.OFFER_AS_TEMPLATE, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if locked.is_template == offered:  # somebody pressed the same button a moment ago
        return
    locked.is_template = offered
    locked.save(update_fields=["is_template"])
    verb = "offered as a template" if offered else "no longer a template"
    events.record(actor_id=actor.pk, verb=verb, subject=locked.ref)


def _tell_begun(
    actor: User, new: Project, verb: str, left_out: Sequence[LeftOut], **detail: str | int
) -> None:
    events.record(
        actor_id=actor.pk,
        verb=verb,
        subject=new.ref,
        detail={**detail, "left_out": [asdict(one) for one in left_out]},
    )


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


def _check_authors(source: Project, director: User, sponsor: User) -> None:
    """Check that neither wrote part of ``source``, and would be barred from what comes of it."""
    deeper = source.begun_from_id or source.supersedes_id
    where = f"{source.ref} or of what it came from" if deeper else source.ref
    for field, person in (("director", director), ("sponsor", sponsor)):
        if source.written_by(person.pk):
            raise Invalid(f"{person.name} wrote part of {where}: choose somebody else.", field)


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
