"""What stands on a dossier's cover, in its running feet and in the properties of the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dossiers.content.headline import headline_of, round_of
from dossiers.content.occasion import occasion_of
from dossiers.content.words import moment
from dossiers.models import DossierKind
from dossiers.queries.record import Record
from initiation.casefile import CaseContent
from initiation.models import CaseFile


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose dossier it is, of which moment, and what it says first."""

    ref: str
    name: str
    kind: str
    foot: str
    draft: bool
    as_of_iso: str
    author: str
    facts: tuple[tuple[str, str], ...]
    sha256: str
    made_up: bool
    headline: str
    headline_mark: str


def cover_of(
    content: CaseContent,
    case_file: CaseFile,
    kind: DossierKind,
    about: str,
    as_of: datetime,
    record: Record,
) -> Cover:
    """Return the cover of one dossier."""
    headline, mark = headline_of(kind, case_file, record)
    round_ = round_of(kind, record)
    short = f"case file {case_file.sha256[:12]}"
    return Cover(
        ref=content.ref,
        name=content.name,
        kind=occasion_of(kind, about),
        foot=" · ".join(filter(None, (content.ref, kind.label.lower(), round_, short))),
        draft=kind is DossierKind.DRAFT,
        as_of_iso=as_of.isoformat(),
        author=content.manager,
        facts=tuple(_facts(content, case_file, round_, as_of)),
        sha256=case_file.sha256,
        made_up=any(source.made_up for source in content.sources if source.counts),
        headline=headline,
        headline_mark=mark,
    )


def _facts(
    content: CaseContent, case_file: CaseFile, round_: str, as_of: datetime
) -> Iterator[tuple[str, str]]:
    yield "Department", content.department
    yield "Project manager", content.manager
    yield "IT director", content.director
    yield "Sponsor", content.sponsor
    if content.supersedes:
        yield "New version of", content.supersedes
    if round_:
        yield "Round", round_
    yield "Tells of what happened until", moment(as_of)
    yield "Made from", f"Case file {case_file.number}, frozen {moment(case_file.frozen_at)}"
