"""Adding evidence: a file streamed to disk and hashed, or a link."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.access import Permission, can
from accounts.models import User
from core.canonical import sha256
from core.files import peek, place, store
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.evidence_types import content_type_of
from initiation.models import Evidence, Project
from initiation.services.moving import lock
from initiation.workflow import EDITABLE

_HEAD = 4096  # bytes that tell what a file is


def add_file(
    *,
    actor: User,
    project: Project,
    title: str,
    note: str,
    file_name: str,
    chunks: Iterable[bytes],
) -> Evidence:
    """Store a file and add it to the register; what was added in the same words is returned.

    Nobody waits for the project while the file is written. Raises Forbidden, Refused while the
    project is locked, Invalid for an empty file, one over the limit, or one whose content is not
    what its name says.
    """
    _check_open(actor, project)
    name = clean_file_name(file_name)
    head, whole = peek(chunks, _HEAD)
    if not head:
        raise Invalid("The file is empty.", "file")
    content_type = content_type_of(name, head)
    stored = store(whole, settings.EVIDENCE_DIR, limit=settings.EVIDENCE_LIMIT_BYTES)
    return _register(
        actor,
        project,
        title=title.strip(),
        note=note.strip(),
        file_name=name,
        content_type=content_type,
        size=stored.size,
        sha256=stored.sha256,
    )


def add_link(*, actor: User, project: Project, title: str, note: str, link: str) -> Evidence:
    """Add a link to the register; its hash is that of the address. Raises as ``add_file``."""
    return _register(
        actor,
        project,
        title=title.strip(),
        note=note.strip(),
        link=link,
        sha256=sha256(link.encode()),
    )


def clean_file_name(name: str) -> str:
    """Return a name without folders, control or direction characters, at most 200 long.

    Raises Invalid when nothing is left.
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join(char for char in base if char.isprintable()).strip(" .")
    if not cleaned:
        raise Invalid("The file has no usable name.", "file")
    stem, dot, suffix = cleaned.rpartition(".")
    return f"{stem[: 190 - len(suffix)]}{dot}{suffix[:20]}" if dot else cleaned[:200]


def path_of(evidence: Evidence) -> str:
    """Return where the file of ``evidence`` lies."""
    return str(place(settings.EVIDENCE_DIR, evidence.sha256))


def may_add(user: User, project: Project) -> str:
    """Return why ``user`` may not add evidence now, in words; empty when they may."""
    if project.where not in EDITABLE:
        return f"The project is at “{project.where_in_words}”, so its register is closed."
    decision = can(user, Permission.ADD_EVIDENCE, project)
    return "" if decision else decision.reason


def _check_open(actor: User, project: Project) -> None:
    decision = can(actor, Permission.ADD_EVIDENCE, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if reason := may_add(actor, project):
        raise Refused(reason)


@transaction.atomic
def _register(actor: User, project: Project, **content: Any) -> Evidence:
    """Add the row, or return the one that the first of two presses has made."""
    locked = lock(project)
    _check_open(actor, locked)
    same = Evidence.objects.filter(project=locked, added_by=actor, **content).first()
    if same is not None:
        return same
    evidence = Evidence.objects.create(
        project=locked, number=_next_number(locked), added_by=actor, **content
    )
    events.record(
        actor_id=actor.pk,
        verb="evidence added",
        subject=locked.ref,
        detail={"evidence": evidence.ref, "title": evidence.title, "sha256": evidence.sha256},
    )
    return evidence


def _next_number(project: Project) -> int:
    last = Evidence.objects.filter(project=project).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
