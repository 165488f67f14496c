"""A project as it would be submitted now: its content, its hash, its gaps and the round before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.canonical import sha256
from core.question_sets import QuestionSet, missing, place_of
from initiation.casefile import CaseAnswer, CaseContent, from_text, to_bytes
from initiation.models import Answer, CaseFile, Project
from initiation.preflight import Finding
from initiation.queries.casefile import content_of
from initiation.queries.findings import findings_in
from initiation.queries.question_sets import pinned
from initiation.workflow import SUBMITTED_SETS, Gate, State
from reviews.models import Round


@dataclass(frozen=True, slots=True)
class Gap:
    """One field that must be filled in before the project can be submitted."""

    set_code: str
    question_code: str
    html_id: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submission from the project's present state would hand over."""

    project: Project
    sets: Mapping[str, QuestionSet]
    codes: tuple[str, ...]
    content: CaseContent
    sha256: str
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    before: Round | None
    before_content: CaseContent | None

    def answer(self, set_code: str, question_code: str) -> CaseAnswer:
        """Return an answer as it stands."""
        return self.content.question_set(set_code).answer(question_code)

    @property
    def round_number(self) -> int:
        """The number of the round that the submission leads to."""
        return self.before.number + 1 if self.before else 1


def submission_of(project: Project, gate: str = "") -> Submission:
    """Read what would be submitted now; ``gate`` names the examination it leads to, if any."""
    sets, content = pinned(project), content_of(project)
    codes = SUBMITTED_SETS[project.where]
    before = last_decided(project, gate) if gate else None
    return Submission(
        project=project,
        sets=sets,
        codes=codes,
        content=content,
        sha256=sha256(to_bytes(content)),
        gaps=tuple(gap for code in codes for gap in _gaps(sets[code], content)),
        findings=findings_in(content, codes),
        before=before,
        before_content=from_text(before.case_file.body) if before else None,
    )


def last_decided(project: Project, gate: str) -> Round | None:
    """Return the last decided round of an examination with its verdicts."""
    return (
        Round.objects.filter(project=project, gate=gate, decision__isnull=False)
        .select_related("case_file", "decision")
        .prefetch_related("verdicts")
        .order_by("-number")
        .first()
    )


def next_round_number(project: Project, gate: Gate) -> int:
    """Return the number that the next round of an examination gets."""
    return Round.objects.filter(project=project, gate=gate.value).count() + 1


def handed_over(project: Project, gate: Gate, number: int) -> CaseFile | None:
    """Return what was submitted for a round; before the signatures there is no round yet."""
    found = (
        Round.objects.filter(project=project, gate=gate.value, number=number)
        .select_related("case_file")
        .first()
    )
    if found is not None:
        return found.case_file
    signing = gate is Gate.MLOPS and project.where is State.MANAGEMENT_REVIEW
    return project.case_file if signing and number == next_round_number(project, gate) else None


def frozen_as(project: Project, sha256: str) -> CaseFile | None:
    """Return the case file with this hash, if what was shown has been submitted already."""
    return CaseFile.objects.filter(project=project, sha256=sha256).order_by("-number").first()


def saved_after(project: Project, moment: datetime) -> list[Answer]:
    """Return the answers saved after ``moment``, newest first."""
    rows = Answer.objects.filter(project=project, saved_at__gt=moment)
    return list(rows.select_related("author").order_by("-saved_at")[:5])


def _gaps(question_set: QuestionSet, content: CaseContent) -> list[Gap]:
    answers = content.question_set(question_set.code)
    found = []
    for question in question_set.questions:
        for problem in missing(question, answers.answer(question.code).value):
            html_id, label = place_of(question, problem.where)
            found.append(Gap(question_set.code, question.code, html_id, label, problem.message))
    return found
