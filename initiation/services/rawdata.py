"""Adding a source of raw data, which a worker profiles, and setting one aside."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import Decision, Permission, can
from accounts.models import User
from core.files import peek, place, store
from core.models import Job
from core.models.job import JobState
from core.refused import Forbidden, Invalid, Refused
from core.services import events, jobs
from initiation.models import DataSource, Project
from initiation.models.project import StageOf
from initiation.services.answers import note_measured
from initiation.services.evidence import clean_file_name
from initiation.services.moving import lock
from initiation.workflow import EDITABLE

STAGE = "rawdata"


def add_csv(
    *,
    actor: User,
    project: Project,
    name: str,
    file_name: str,
    chunks: Iterable[bytes],
    granted_by: str = "",
    granted_on: date | None = None,
    made_up: bool = False,
) -> DataSource:
    """Store an uploaded CSV and ask for its profile; what was added in the same words is returned.

    Nobody waits for the project while the file is written. Raises Forbidden, Refused while stage 5
    is locked, Invalid for an empty or too large file.
    """
    _check_writable(may_add(actor, project), project)
    head, whole = peek(chunks, 1)
    if not head:
        raise Invalid("The file is empty.", "file")
    clean_name = clean_file_name(file_name)
    stored = store(whole, settings.RAWDATA_DIR, limit=settings.RAWDATA_LIMIT_BYTES)
    return _register(
        actor,
        project,
        name=name.strip(),
        file_name=clean_name,
        size=stored.size,
        sha256=stored.sha256,
        granted_by=granted_by.strip(),
        granted_on=granted_on,
        made_up=made_up,
    )


@transaction.atomic
def measure_again(*, actor: User, project: Project, source: DataSource) -> None:
    """Give a measurement that was stopped a fresh set of attempts.

    Asked twice it is measured once: one that waits, runs or is done is left to itself. Raises
    Forbidden, Refused for a foreign source or one that was set aside.
    """
    decision = may_add(actor, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if source.project_id != project.pk or source.set_aside_at:
        raise Refused("There is nothing to measure again.")
    job = Job.objects.filter(key=source.job_key, state=JobState.FAILED).first()
    if job is not None:
        jobs.retry(job)


@transaction.atomic
def set_aside(*, actor: User, project: Project, source: DataSource, reason: str) -> DataSource:
    """Let a source count no longer; it stays in the record with who did it, when and why.

    Pressed twice, it is set aside once. Raises Forbidden for anybody but the manager, Refused
    while stage 5 is locked or when it was set aside before, Invalid without a reason.
    """
    locked = lock(project)
    _check_writable(can(actor, Permission.SET_DATA_ASIDE, locked), locked)
    found = DataSource.objects.get(pk=source.pk, project=locked)
    why = reason.strip()
    if not why:
        raise Invalid("Give the reason in words; it becomes part of the record.", "reason")
    if found.set_aside_at is not None:
        if (found.set_aside_by_id, found.set_aside_reason) == (actor.pk, why):
            return found
        raise Refused(f"{found.ref} is set aside already.")
    found.set_aside_by, found.set_aside_at, found.set_aside_reason = actor, timezone.now(), why
    found.save(update_fields=["set_aside_by", "set_aside_at", "set_aside_reason"])
    note_measured(actor=actor, project=locked, set_code=STAGE)
    events.record(
        actor_id=actor.pk,
        verb="raw data set aside",
        subject=locked.ref,
        detail={"source": found.ref, "name": found.name, "reason": why},
    )
    return found


def may_set_aside(user: User, project: Project) -> str:
    """Return why ``user`` may not set raw data aside now, in words; empty when they may."""
    try:
        _check_writable(can(user, Permission.SET_DATA_ASIDE, project), project)
    except Refused as refusal:
        return refusal.reason
    return ""


def may_add(user: User, project: Project) -> Decision:
    """Decide whether ``user`` may add raw data, in any state the project may be in."""
    return can(user, Permission.ADD_DATA, StageOf(project, STAGE))


def path_of(source: DataSource) -> Path:
    """Return where the uploaded file lies."""
    return place(settings.RAWDATA_DIR, source.sha256)


def _check_writable(decision: Decision, project: Project) -> None:
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if STAGE not in EDITABLE.get(project.where, frozenset()):
        raise Refused(f"The project is at “{project.where_in_words}”, so its raw data is locked.")


@transaction.atomic
def _register(actor: User, project: Project, **content: Any) -> DataSource:
    """Add the row and its job, or return the row that the first of two presses has made."""
    locked = lock(project)
    _check_writable(may_add(actor, locked), locked)
    counting = DataSource.objects.filter(project=locked, set_aside_at__isnull=True)
    same = counting.filter(added_by=actor, **content).first()
    if same is not None:
        return same
    last = DataSource.objects.filter(project=locked).aggregate(last=Max("number"))["last"] or 0
    source = DataSource.objects.create(project=locked, number=last + 1, added_by=actor, **content)
    jobs.ask(
        kind="profile",
        key=source.job_key,
        payload={"source": source.pk},
        subject=locked.ref,
    )
    events.record(
        actor_id=actor.pk,
        verb="raw data added",
        subject=locked.ref,
        detail={"source": source.ref, "name": source.name, "sha256": source.sha256},
    )
    return source
