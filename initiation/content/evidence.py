"""The evidence register, and one piece of it, as ready words."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.kinds import input_id, kind_of
from initiation.content.expiry import Expiry, day_in_words, expiry_of
from initiation.content.places import field_of, page_of
from initiation.models import Evidence, EvidenceVersion, Project
from initiation.queries.citations import Citation, citations
from initiation.workflow import EDITABLE

_PREVIEWED = frozenset({"csv", "txt", "md"})
_PREVIEW_BYTES, _PREVIEW_LINES = 2000, 12
_HOUR = 60 * 60  # seconds
_FEW_PLACES = 3  # that stand open in the register


@dataclass(frozen=True, slots=True)
class UsePlace:
    """A question, or a cell of one, that cites a piece."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Use:
    """The places of one stage, examination or case that cite a piece."""

    section: str
    places: tuple[UsePlace, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the register."""

    ref: str
    title: str
    kind: str
    size: str
    url: str
    open_url: str
    action: str
    version: int
    sha256: str
    added: str
    added_iso: str
    expiry: Expiry | None
    uses: tuple[Use, ...]
    many_uses: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a piece."""

    number: int
    newest: bool
    what: str
    kind: str
    size: str
    open_url: str
    action: str
    who: str
    when: str
    when_iso: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """One piece of evidence with all that is known about it."""

    ref: str
    title: str
    note: str
    expiry: Expiry | None
    newest: VersionRow
    versions: tuple[VersionRow, ...]
    uses: tuple[Use, ...]
    preview: str
    earlier_words: tuple[tuple[str, str], ...]


def register_of(project: Project) -> list[EvidenceRow]:
    """Return the register with where each piece is cited; a constant number of queries."""
    cited = citations(project)
    rows = project.evidence.select_related("added_by")
    return [_row(project, item, _uses(project, cited.get(item.ref, []))) for item in rows]


def page_of_piece(project: Project, item: Evidence, path: Path) -> EvidencePage:
    """Return one piece; ``path`` is where its file lies, if it has one."""
    kept = list(item.versions.select_related("added_by"))
    if item.version not in [version.number for version in kept]:
        kept.append(_as_version(item))
    versions = tuple(_version(project, item, version) for version in reversed(kept))
    return EvidencePage(
        ref=item.ref,
        title=item.title,
        note=item.note,
        expiry=expiry_of(item.expires_on, timezone.localdate()),
        newest=versions[0],
        versions=versions,
        uses=_uses(project, citations(project).get(item.ref, [])),
        preview=_preview(item, path),
        earlier_words=_earlier_words(item),
    )


def kind_in_words(file_name: str) -> str:
    """Return what a reader will open: the ending of a file, or a link."""
    return file_name.rpartition(".")[2].upper() if file_name else "Link"


def _row(project: Project, item: Evidence, uses: tuple[Use, ...]) -> EvidenceRow:
    places = sum(len(use.places) for use in uses)
    return EvidenceRow(
        ref=item.ref,
        title=item.title,
        kind=kind_in_words(item.file_name),
        size=filesizeformat(item.size) if item.is_file else "",
        url=reverse("evidence-piece", args=[project.ref, item.number]),
        open_url=reverse("evidence-file", args=[project.ref, item.number])
        if item.is_file
        else item.link,
        action=_action(item),
        version=item.version,
        sha256=item.sha256,
        added=_age(item.added_at),
        added_iso=item.added_at.isoformat(),
        expiry=expiry_of(item.expires_on, timezone.localdate()),
        uses=uses,
        many_uses=f"{places} places" if places > _FEW_PLACES else "",
    )


def _version(project: Project, item: Evidence, version: EvidenceVersion) -> VersionRow:
    download = reverse("evidence-version-file", args=[project.ref, item.number, version.number])
    at = timezone.localtime(version.added_at)
    return VersionRow(
        number=version.number,
        newest=version.number == item.version,
        what=version.file_name or version.link,
        kind=kind_in_words(version.file_name),
        size=filesizeformat(version.size) if version.is_file else "",
        open_url=download if version.is_file else version.link,
        action=_action(version),
        who=version.added_by.name,
        when=date_format(at, "j F Y, H:i"),
        when_iso=at.isoformat(),
        sha256=version.sha256,
    )


def _as_version(item: Evidence) -> EvidenceVersion:
    """Return the newest content of a piece as the version it is."""
    return EvidenceVersion(
        evidence=item,
        number=item.version,
        file_name=item.file_name,
        size=item.size,
        link=item.link,
        sha256=item.sha256,
        added_by=item.added_by,
        added_at=item.added_at,
    )


def _action(content: Evidence | EvidenceVersion) -> str:
    return "Download" if content.is_file else "Open the link"


def _age(at: datetime) -> str:
    """Return how long ago, in the largest unit that tells: “3 days ago”."""
    passed = timezone.now() - at
    if passed.days >= 1:
        return f"{passed.days} day{'' if passed.days == 1 else 's'} ago"
    hours = int(passed.total_seconds()) // _HOUR
    return f"{hours} hour{'' if hours == 1 else 's'} ago" if hours else "just now"


def _uses(project: Project, found: list[Citation]) -> tuple[Use, ...]:
    sections: dict[str, list[UsePlace]] = {}
    for citation in found:
        sections.setdefault(citation.question_set.title, []).append(_place(project, citation))
    return tuple(Use(section, tuple(places)) for section, places in sections.items())


def _place(project: Project, citation: Citation) -> UsePlace:
    place, spec = citation.place, citation.spec
    code = citation.question_set.code
    label = kind_of(spec.kind).label_at(spec, place.where)
    # What is locked shows no inputs, so there the question itself is the place.
    if code in EDITABLE.get(project.where, frozenset()):
        url = field_of(project.ref, code, citation.question, input_id(place.input_name))
    else:
        url = page_of(project.ref, code, citation.question)
    title = citation.question.title
    return UsePlace(f"{title}{'' if title.endswith('?') else ','} {label}", url)


def _earlier_words(item: Evidence) -> tuple[tuple[str, str], ...]:
    """Return the words that edits replaced, the newest first, each with who replaced them."""
    found = []
    for edit in reversed(item.edits.select_related("edited_by")):
        when = date_format(timezone.localtime(edit.edited_at), "j F Y, H:i")
        words = [edit.title, edit.note]
        if edit.expires_on:
            words.append(f"Until {day_in_words(edit.expires_on)}")
        found.append(
            (f"Until {edit.edited_by.name} changed it, {when}", "\n".join(filter(None, words)))
        )
    return tuple(found)


def _preview(item: Evidence, path: Path) -> str:
    """Return the first lines of a text file, for reading and never for running; else nothing."""
    if kind_in_words(item.file_name).lower() not in _PREVIEWED or not path.is_file():
        return ""
    with path.open("rb") as stream:
        start = stream.read(_PREVIEW_BYTES)
    lines = start.decode("utf-8", "replace").splitlines()[:_PREVIEW_LINES]
    shown = "\n".join("".join(char for char in line if char.isprintable()) for line in lines)
    return f"{shown}\n…" if item.size > _PREVIEW_BYTES or len(lines) == _PREVIEW_LINES else shown
