"""The whole dossier: cover, summary, contents and chapters, from one case file and its record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dossiers.content.answers import SetPart, is_begun, set_part
from dossiers.content.registers import (
    EvidencePart,
    SourcePart,
    evidence_parts,
    people_rows,
    source_parts,
)
from dossiers.content.standing import (
    AssessmentPart,
    DecisionPart,
    SignOffPart,
    assessment_part,
    decision_part,
    reading_parts,
    response_parts,
    sign_off_parts,
)
from dossiers.content.words import moment
from dossiers.models import DossierKind
from dossiers.queries.record import Record
from initiation.casefile import CaseContent, from_text
from initiation.models import CaseFile
from initiation.workflow import EXAM_SET, STAGES, Gate

TEMPLATE_VERSION = 1
_WORDS = {
    DossierKind.SUBMISSION: "As submitted",
    DossierKind.DECISION: "As decided",
    DossierKind.INITIATION: "As initiated",
    DossierKind.DRAFT: "Working copy",
}


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the template sets."""

    ref: str
    name: str
    department: str
    kind: str
    draft: bool
    as_of: str
    as_of_iso: str
    author: str
    case_file: str
    sha256: str
    made_up: bool
    supersedes: str
    headline: str
    headline_mark: str
    decisions: tuple[DecisionPart, ...]
    stages: tuple[SetPart, ...]
    exam: SetPart | None
    mlops: SetPart | None
    assessments: tuple[AssessmentPart, ...]
    management: SetPart | None
    sign_offs: tuple[SignOffPart, ...]
    exam_mlops: SetPart | None
    team: SetPart | None
    readings: tuple[tuple[str, str], ...]
    sources: tuple[SourcePart, ...]
    evidence: tuple[EvidencePart, ...]
    people: tuple[tuple[str, str], ...]
    contents: tuple[tuple[str, str, bool], ...] = ()

    @property
    def last_decision(self) -> DecisionPart | None:
        """The decision the summary opens with."""
        return self.decisions[-1] if self.decisions else None


def book_of(case_file: CaseFile, kind: DossierKind, as_of: datetime, record: Record) -> Book:
    """Return the dossier of ``case_file`` with what was said up to ``as_of``."""
    content = from_text(case_file.body)
    decisions = tuple(decision_part(found, content) for found in record.rounds)
    headline, mark = _headline(kind, decisions, record)
    book = Book(
        ref=content.ref,
        name=content.name,
        department=content.department,
        kind=_WORDS[kind],
        draft=kind is DossierKind.DRAFT,
        as_of=moment(as_of),
        as_of_iso=as_of.isoformat(),
        author=content.manager,
        case_file=f"Case file {case_file.number}, frozen {moment(case_file.frozen_at)}",
        sha256=case_file.sha256,
        made_up=any(source.made_up for source in content.sources),
        supersedes=content.supersedes,
        headline=headline,
        headline_mark=mark,
        decisions=decisions,
        stages=tuple(
            set_part(content, content.question_set(code), f"Stage {number}")
            for number, code in enumerate(STAGES, 1)
        ),
        exam=_examined(content, Gate.ML, record, "First examination"),
        mlops=_plain(content, "mlops", "The rule"),
        assessments=tuple(assessment_part(found) for found in record.assessments),
        management=_plain(content, "management", "For management"),
        sign_offs=sign_off_parts(record.sign_offs),
        exam_mlops=_examined(content, Gate.MLOPS, record, "Second examination"),
        team=_team(content, record),
        readings=reading_parts(record.consultations),
        sources=source_parts(content),
        evidence=evidence_parts(content),
        people=people_rows(content),
    )
    return replace(book, contents=tuple(_contents(book)))


def _plain(content: CaseContent, code: str, kicker: str) -> SetPart | None:
    case_set = content.question_set(code)
    return set_part(content, case_set, kicker) if is_begun(case_set) else None


def _examined(content: CaseContent, gate: Gate, record: Record, kicker: str) -> SetPart | None:
    case_set = content.question_set(EXAM_SET[gate])
    rounds = [found for found in record.rounds if found.gate == gate]
    if not is_begun(case_set):
        return None
    return set_part(content, case_set, kicker, rounds)


def _team(content: CaseContent, record: Record) -> SetPart | None:
    part = _plain(content, "team", "For the team")
    if part is None:
        return None
    said = response_parts(record.consultations, content.question_set("team"))
    answers = tuple(
        replace(answer, remarks=said.get(answer.html_id.removeprefix("team-"), ()))
        for answer in part.answers
    )
    return replace(part, answers=answers)


def _headline(
    kind: DossierKind, decisions: tuple[DecisionPart, ...], record: Record
) -> tuple[str, str]:
    if kind is DossierKind.DRAFT:
        return "This is a working copy. Nothing is decided by it.", "needs-work"
    if kind is DossierKind.SUBMISSION:
        return "Submitted, not yet decided.", "needs-work"
    last = record.assessments[-1] if record.assessments else None
    if kind is DossierKind.INITIATION:
        if last is not None and last.decided and not record.consultations:
            return "Initiated as a proof of concept, without MLOps.", "accepted"
        return "Initiated. The team was heard and every concern is answered.", "accepted"
    if not decisions:
        return "Decided.", "accepted"
    found = decisions[-1]
    return f"{found.outcome} in the {found.gate.lower()}, round {found.number}.", found.mark


def _contents(book: Book) -> Iterator[tuple[str, str, bool]]:
    """Yield id, title and whether it is a chapter, in the order of the pages."""
    yield "summary", "Decision summary", True
    for part in (
        *book.stages, book.exam, book.mlops, book.management, book.exam_mlops, book.team,
    ):  # fmt: skip
        if part is None:
            continue
        yield part.html_id, f"{part.kicker}: {part.title}", True
        for answer in part.answers:
            yield answer.html_id, f"{answer.number}. {answer.title}", False
    if book.sources:
        yield "sources", "Raw data, as measured", True
    yield "evidence", "Evidence register", True
    yield "people", "People", True
    yield "checking", "How to check this dossier", True
