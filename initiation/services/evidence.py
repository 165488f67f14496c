"""Adding evidence and new versions of it: a file streamed to disk and hashed, or a link."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core.canonical import sha256
from core.files import peek, place, store
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.evidence_types import check_inside, content_type_of
from initiation.models import Evidence, EvidenceEdit, EvidenceVersion, Project
from initiation.queries.citations import citations
from initiation.services.moving import lock
from initiation.workflow import EDITABLE

_HEAD = 4096  # bytes that tell what a file is
_FIRST_YEAR, _YEARS_AHEAD = 2000, 50  # what expires outside of these was mistyped


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds: a file that is on the disk, or a link with the hash of its address."""

    sha256: str
    file_name: str = ""
    content_type: str = ""
    size: int = 0
    link: str = ""


def add_file(
    *,
    actor: User,
    project: Project,
    title: str,
    note: str,
    file_name: str,
    chunks: Iterable[bytes],
    expires_on: date | None = None,
) -> Evidence:
    """Store a file and add it to the register; what was added in the same words is returned.

    Nobody waits for the project while the file is written. Raises Forbidden, Refused while the
    project is locked, Invalid for an empty file, one over the limit, one whose content is not what
    its name says, or a day of expiry that cannot be meant.
    """
    check_open(actor, project)
    check_expiry(expires_on)
    content = _stored(file_name, chunks)
    return _register(actor, project, title.strip(), note.strip(), expires_on, content)


def add_link(
    *,
    actor: User,
    project: Project,
    title: str,
    note: str,
    link: str,
    expires_on: date | None = None,
) -> Evidence:
    """Add a link to the register; its hash is that of the address. Raises as ``add_file``."""
    check_expiry(expires_on)
    return _register(actor, project, title.strip(), note.strip(), expires_on, _linked(link))


def add_file_version(
    *,
    actor: User,
    evidence: Evidence,
    file_name: str,
    chunks: Iterable[bytes],
    expires_on: date | None = None,
) -> Evidence:
    """Store a file as the newest version of a piece; the earlier ones are kept.

    ``expires_on`` is the day from then on, None for no day. Raises as ``add_file``, and Invalid
    for the content that the newest version has already; pressing twice adds one version.
    """
    check_open(actor, evidence.project)
    check_expiry(expires_on)
    return _add_version(actor, evidence, expires_on, _stored(file_name, chunks))


def add_link_version(
    *, actor: User, evidence: Evidence, link: str, expires_on: date | None = None
) -> Evidence:
    """Make a link the newest version of a piece. Raises as ``add_file_version``."""
    check_expiry(expires_on)
    return _add_version(actor, evidence, expires_on, _linked(link))


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


def path_of(content: Evidence | EvidenceVersion) -> str:
    """Return where the file of a piece or of one of its versions lies."""
    return str(place(settings.EVIDENCE_DIR, content.sha256))


def may_add(user: User, project: Project) -> str:
    """Return why ``user`` may not add evidence now, in words; empty when they may."""
    if project.where not in EDITABLE:
        return f"The project is at “{project.where_in_words}”, so its register is closed."
    decision = can(user, Permission.ADD_EVIDENCE, project)
    return "" if decision else decision.reason


def may_change(user: User, project: Project, evidence: Evidence) -> str:
    """Return why ``user`` may not put something in the place of a piece; empty when they may.

    What a locked answer rests on was examined with it, so it stays as it was; new evidence beside
    it is another piece.
    """
    if reason := may_add(user, project):
        return reason
    resting = citations(project).get(evidence.ref, [])
    held = next((c for c in resting if c.question_set.code not in EDITABLE[project.where]), None)
    if held is None:
        return ""
    return (
        f"“{held.question.title}” rests on {evidence.ref} and is locked, so it stays as it is. "
        "Add what is new as a piece of its own."
    )


def check_changeable(actor: User, project: Project, evidence: Evidence) -> None:
    """Raise Forbidden or Refused unless ``actor`` may change this piece now."""
    check_open(actor, project)
    if reason := may_change(actor, project, evidence):
        raise Refused(reason)


def check_open(actor: User, project: Project) -> None:
    """Raise Forbidden or Refused unless ``actor`` may change the register now."""
    decision = can(actor, Permission.ADD_EVIDENCE, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if reason := may_add(actor, project):
        raise Refused(reason)


def check_expiry(day: date | None) -> None:
    """Raise Invalid for a day that nobody can mean; one in the past is told, not refused."""
    last = timezone.localdate().year + _YEARS_AHEAD
    if day is not None and not _FIRST_YEAR <= day.year <= last:
        raise Invalid(
            f"Enter a year from {_FIRST_YEAR} to {last}; this says {day.year}.", "expires_on"
        )


def _stored(file_name: str, chunks: Iterable[bytes]) -> Content:
    name = clean_file_name(file_name)
    head, whole = peek(chunks, _HEAD)
    if not head:
        raise Invalid("The file is empty.", "file")
    content_type = content_type_of(name, head)
    stored = store(
        whole,
        settings.EVIDENCE_DIR,
        limit=settings.EVIDENCE_LIMIT_BYTES,
        check=lambda path: check_inside(name, path),
    )
    return Content(stored.sha256, name, content_type, stored.size)


def _linked(link: str) -> Content:
    return Content(sha256(link.encode()), link=link)


@transaction.atomic
def _register(
    actor: User, project: Project, title: str, note: str, expires_on: date | None, content: Content
) -> Evidence:
    """Add the row, or return the one that the first of two presses has made."""
    locked = lock(project)
    check_open(actor, locked)
    entry = asdict(content) | {"title": title, "note": note, "expires_on": expires_on}
    same = Evidence.objects.filter(project=locked, added_by=actor, version=1, **entry).first()
    if same is not None:
        return same
    evidence = Evidence.objects.create(
        project=locked, number=_next_number(locked), added_by=actor, **entry
    )
    version_of(evidence).save()
    events.record(
        actor_id=actor.pk,
        verb="evidence added",
        subject=locked.ref,
        detail={"evidence": evidence.ref, "title": evidence.title, "sha256": evidence.sha256},
    )
    return evidence


@transaction.atomic
def _add_version(
    actor: User, evidence: Evidence, expires_on: date | None, content: Content
) -> Evidence:
    """Put the content in the place of the newest one; two uploads at once take turns."""
    locked = lock(evidence.project)
    check_changeable(actor, locked, evidence)
    current: Evidence = Evidence.objects.get(pk=evidence.pk)
    if (current.sha256, current.file_name) == (content.sha256, content.file_name):
        if current.added_by_id == actor.pk and current.version > 1:
            if expires_on != current.expires_on:
                words = "This file is there already. Change its day under “Edit the words”."
                raise Invalid(words, "expires_on")
            return current
        what = "file" if content.file_name else "link"
        raise Invalid(f"Version {current.version} is this very {what} already.", what)
    if not current.versions.filter(number=current.version).exists():
        version_of(current).save()
    keep_words(actor, current, current.title, current.note, expires_on)
    for name, value in asdict(content).items():
        setattr(current, name, value)
    current.version += 1
    current.added_by, current.added_at = actor, timezone.now()
    current.save()
    version_of(current).save()
    detail = {"evidence": current.ref, "title": current.title, "version": current.version}
    events.record(
        actor_id=actor.pk,
        verb="evidence version added",
        subject=locked.ref,
        detail=detail | {"sha256": current.sha256},
    )
    return current


def keep_words(
    actor: User, evidence: Evidence, title: str, note: str, expires_on: date | None
) -> list[str]:
    """Put words in the place of others, which are kept; return the names of what differs.

    Leaves saving the piece itself to the caller.
    """
    words = {"title": title, "note": note, "expires_on": expires_on}
    before = {name: getattr(evidence, name) for name in words}
    changed = [name for name, value in words.items() if before[name] != value]
    if changed:
        EvidenceEdit.objects.create(
            evidence=evidence, project_id=evidence.project_id, edited_by=actor, **before
        )
        for name in changed:
            setattr(evidence, name, words[name])
    return changed


def version_of(evidence: Evidence) -> EvidenceVersion:
    """Return the row, not yet saved, that keeps the newest content for good."""
    names = (
        "project_id", "file_name", "content_type", "size", "link", "sha256", "added_by_id",
        "added_at",
    )  # fmt: skip
    content = {name: getattr(evidence, name) for name in names}
    return EvidenceVersion(evidence=evidence, number=evidence.version, **content)


def _next_number(project: Project) -> int:
    last = Evidence.objects.filter(project=project).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
