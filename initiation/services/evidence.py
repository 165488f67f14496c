"""Adding evidence: a file streamed to disk and hashed, or a link."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.access import Permission, can
from accounts.models import User
from core.canonical import sha256
from core.files import place, store
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.evidence_types import content_type_of
from initiation.models import Evidence, Project
from initiation.services.moving import lock
from initiation.workflow import EDITABLE


@transaction.atomic
def add_file(
    *,
    actor: User,
    project: Project,
    title: str,
    note: str,
    file_name: str,
    chunks: Iterable[bytes],
) -> Evidence:
    """Store a file and add it to the register.

    Raises Forbidden, Refused while the project is locked, Invalid for an empty file, one over
    the limit, or one whose content is not what its name says.
    """
    locked = _open_register(actor, project)
    stored = store(chunks, settings.EVIDENCE_DIR, limit=settings.EVIDENCE_LIMIT_BYTES)
    if stored.size == 0:
        raise Invalid("The file is empty.", "file")
    name = clean_file_name(file_name)
    with stored.path.open("rb") as stream:
        content_type = content_type_of(name, stream.read(4096))
    evidence = Evidence.objects.create(
        project=locked,
        number=_next_number(locked),
        title=title.strip(),
        note=note.strip(),
        file_name=name,
        content_type=content_type,
        size=stored.size,
        sha256=stored.sha256,
        added_by=actor,
    )
    _tell(actor, evidence)
    return evidence


@transaction.atomic
def add_link(*, actor: User, project: Project, title: str, note: str, link: str) -> Evidence:
    """Add a link to the register; its hash is that of the address. Raises as ``add_file``."""
    locked = _open_register(actor, project)
    evidence = Evidence.objects.create(
        project=locked,
        number=_next_number(locked),
        title=title.strip(),
        note=note.strip(),
        link=link,
        sha256=sha256(link.encode()),
        added_by=actor,
    )
    _tell(actor, evidence)
    return evidence


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


def _open_register(actor: User, project: Project) -> Project:
    locked = lock(project)
    decision = can(actor, Permission.ADD_EVIDENCE, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if reason := may_add(actor, locked):
        raise Refused(reason)
    return locked


def _next_number(project: Project) -> int:
    last = Evidence.objects.filter(project=project).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _tell(actor: User, evidence: Evidence) -> None:
    events.record(
        actor_id=actor.pk,
        verb="evidence added",
        subject=evidence.project.ref,
        detail={"evidence": evidence.ref, "title": evidence.title, "sha256": evidence.sha256},
    )
