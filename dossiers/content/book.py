"""The whole dossier: cover, summary, contents and chapters, from one case file and its record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dossiers.content.answers import SetPart, is_begun, set_part
from dossiers.content.cover import Cover, cover_of
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
from dossiers.content.way import WayRow, way_rows
from dossiers.models import DossierKind
from dossiers.queries.record import Record
from initiation.casefile import CaseContent, from_text
from initiation.models import CaseFile
from initiation.workflow import EXAM_SET, STAGES, Gate

TEMPLATE_VERSION = 2
_ROWS_ON_SUMMARY = 10
_ON_SUMMARY = 1_600  # characters that stand beside the verdicts, if each row and line takes its own
_ROW, _LINE = 120, 60


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the template sets."""

    cover: Cover
    way: tuple[WayRow, ...]
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
        """The decision the summary shows."""
        return self.decisions[-1] if self.decisions else None

    @property
    def verdicts_fit(self) -> bool:
        """Whether the last verdicts leave the summary on one page."""
        return len(self.way) <= _ROWS_ON_SUMMARY

    @property
    def reasons_fit(self) -> bool:
        """Whether the last reasons do; if not, the summary leads to them."""
        last = self.last_decision
        if last is None or not self.verdicts_fit:
            return False
        words = last.reasons + last.would_change
        return len(words) + words.count("\n") * _LINE <= _ON_SUMMARY - len(self.way) * _ROW


def book_of(
    case_file: CaseFile, kind: DossierKind, about: str, as_of: datetime, record: Record
) -> Book:
    """Return the dossier of ``case_file`` with what was said up to ``as_of``."""
    content = from_text(case_file.body)
    decisions = tuple(decision_part(found, content) for found in record.rounds)
    book = Book(
        cover=cover_of(content, case_file, kind, about, as_of, record),
        way=way_rows(record),
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
    if book.decisions:
        yield "decisions", "Decision record", True
    if book.sources:
        yield "sources", "Raw data, as measured", True
    yield "evidence", "Evidence register", True
    yield "people", "People", True
    yield "checking", "How to check this dossier", True
