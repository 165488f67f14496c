"""Decisions, the MLOps assessment, signatures and responses as ready words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossiers.content.answers import MARKS, Remark
from dossiers.content.words import moment
from initiation.casefile import CaseContent, CaseSet
from initiation.mlops import NEED_NAMES, Need
from initiation.workflow import EXAM_SET, GATE_NAMES, Gate
from reviews.content.examining import OUTCOME_VARIANTS
from reviews.models import Consultation, MlopsAssessment, Round, SignOff, TeamStance
from reviews.models.names import name_of, signature_of
from reviews.services.deciding import REASON_CODES

OUTCOME_MARKS = {outcome: MARKS[variant] for outcome, variant in OUTCOME_VARIANTS.items()}


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """A decided round on the summary page."""

    gate: str
    number: int
    mark: str
    outcome: str
    by: str
    reasons: str
    reason_code: str
    would_change: str
    sha256: str
    verdicts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AssessmentPart:
    """One application of the MLOps rule, and the director's word on it."""

    result: str
    score: str
    factors: tuple[tuple[str, str], ...]
    put: str
    decided: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignOffPart:
    """One signature or refusal."""

    mark: str
    name: str
    word: str
    at: str
    reason: str
    sha256: str


def decision_part(found: Round, content: CaseContent) -> DecisionPart:
    """Return a decided round; ``content`` is any case file of the project with its questions."""
    decision = found.decision
    gate = Gate(found.gate)
    given = {verdict.question_code: verdict for verdict in found.verdicts.all()}
    questions = content.question_set(EXAM_SET[gate]).answers
    return DecisionPart(
        gate=GATE_NAMES[gate],
        number=found.number,
        mark=OUTCOME_MARKS[decision.outcome],
        outcome=decision.get_outcome_display(),
        by=f"{name_of(decision, 'decided_by')}, {moment(decision.decided_at)}",
        reasons=decision.reasons,
        reason_code=REASON_CODES.get(decision.reason_code, decision.reason_code),
        would_change=decision.would_change,
        sha256=decision.case_file_sha256,
        verdicts=tuple(
            (
                f"{answer.number}. {answer.title}",
                MARKS[given[answer.code].stance],
                given[answer.code].get_stance_display(),
            )
            for answer in questions
            if answer.code in given
        ),
    )


def assessment_part(found: MlopsAssessment) -> AssessmentPart:
    """Return one assessment with every factor and its weight."""
    decided = ""
    if found.decided_by is not None and found.decided_at is not None:
        said = NEED_NAMES[Need(found.decided)]
        decided = f"{said}: decided by {name_of(found, 'decided_by')}, {moment(found.decided_at)}"
    return AssessmentPart(
        result=NEED_NAMES[Need(found.result)],
        score=f"{found.score:+d}",
        factors=tuple((f"{item['weight']:+d}", item["text"]) for item in found.factors),
        put=f"{name_of(found, 'put_by')}, {moment(found.put_at)}",
        decided=decided,
        reason=found.override_reason,
    )


def sign_off_parts(sign_offs: Iterable[SignOff]) -> tuple[SignOffPart, ...]:
    """Return the signatures and refusals in their order."""
    return tuple(
        SignOffPart(
            mark="accepted" if item.signed else "rejected",
            name=signature_of(item, "signer"),
            word="Signed" if item.signed else "Refused to sign",
            at=moment(item.at),
            reason=item.reason,
            sha256=item.case_file_sha256,
        )
        for item in sign_offs
    )


def response_parts(
    consultations: Sequence[Consultation], team: CaseSet
) -> dict[str, tuple[Remark, ...]]:
    """Return what the team said to each answer, by question code."""
    found: dict[str, list[Remark]] = {answer.code: [] for answer in team.answers}
    marks = {TeamStance.CLEAR: "accepted", TeamStance.UNCLEAR: "needs-work"}
    for consultation in consultations:
        for response in consultation.responses.all():
            stance = TeamStance(response.stance)
            said = found.setdefault(response.question_code, [])
            head = f"{name_of(response, 'member')}: {stance.label}, {moment(response.given_at)}"
            said.append(Remark(marks.get(stance, "rejected"), head, response.text))
            if response.replied_at is not None and response.replied_by is not None:
                head = f"Reply, {name_of(response, 'replied_by')}, {moment(response.replied_at)}"
                said.append(Remark("answered", head, response.reply))
    return {code: tuple(remarks) for code, remarks in found.items()}


def reading_parts(consultations: Iterable[Consultation]) -> tuple[tuple[str, str], ...]:
    """Return who confirmed reading the team case, and when."""
    return tuple(
        (name_of(reading, "member"), moment(reading.read_at))
        for consultation in consultations
        for reading in consultation.readings.all()
    )
