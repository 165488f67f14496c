"""What a dossier says first: how things stood at its moment, in one sentence."""

from dossiers.content.standing import OUTCOME_MARKS
from dossiers.models import DossierKind
from dossiers.queries.record import Record
from initiation.mlops import NEED_NAMES, Need
from initiation.models import CaseFile
from initiation.workflow import GATE_NAMES, Gate
from reviews.models import MlopsAssessment

_SUBMITTED = {
    "submit_ml_exam": "Submitted to the IT director, not yet decided.",
    "submit_management": "Submitted to management, not yet signed.",
    "submit_team": "Put before the team, not yet initiated.",
}


def headline_of(kind: DossierKind, case_file: CaseFile, record: Record) -> tuple[str, str]:
    """Return the sentence and its mark."""
    if kind is DossierKind.DRAFT:
        return "This is a working copy. Nothing is decided by it.", "needs-work"
    if kind is DossierKind.SUBMISSION:
        return _SUBMITTED.get(case_file.occasion, "Submitted, not yet decided."), "needs-work"
    if kind is DossierKind.INITIATION:
        if record.consultations:
            return "Initiated. The team was heard and every concern is answered.", "accepted"
        return "Initiated as a proof of concept, without MLOps.", "accepted"
    if need := _need_decided_last(record):
        return f"{NEED_NAMES[Need(need.decided)]}, as the director decided.", "accepted"
    found = record.rounds[-1]
    outcome = found.decision.get_outcome_display()
    mark = OUTCOME_MARKS[found.decision.outcome]
    return f"{outcome} in the {GATE_NAMES[Gate(found.gate)].lower()}, round {found.number}.", mark


def round_of(kind: DossierKind, record: Record) -> str:
    """Return which round the dossier belongs to; empty before the first and between them."""
    found = record.submitted if kind is DossierKind.SUBMISSION else None
    if kind in (DossierKind.DECISION, DossierKind.INITIATION) and record.rounds:
        found = record.rounds[-1]
    return f"{GATE_NAMES[Gate(found.gate)]}, round {found.number}" if found else ""


def _need_decided_last(record: Record) -> MlopsAssessment | None:
    decided = [found for found in record.assessments if found.decided_at is not None]
    if not decided:
        return None
    last, at = decided[-1], decided[-1].decided_at
    if at is None or (record.rounds and record.rounds[-1].decision.decided_at > at):
        return None
    return last
