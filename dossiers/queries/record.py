"""What people said about a project up to a moment, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from initiation.models import CaseFile
from initiation.workflow import Gate
from reviews.models import Consultation, MlopsAssessment, Reading, Response, Round, SignOff


@dataclass(frozen=True, slots=True)
class Record:
    """Decided rounds, the MLOps assessments, signatures and the consultations.

    ``submitted`` is the first examination's round that the case file itself was submitted for.
    """

    rounds: Sequence[Round]
    assessments: Sequence[MlopsAssessment]
    sign_offs: Sequence[SignOff]
    consultations: Sequence[Consultation]
    submitted: Round | None


def record_of(case_file: CaseFile, as_of: datetime) -> Record:
    """Read what was said at or before ``as_of``; drafts of verdicts are never read.

    What came later is left out, however late a worker comes to it, so that a dossier can be made
    again and tells the same.
    """
    project = case_file.project_id
    signed = SignOff.objects.filter(project=project, at__lte=as_of).select_related("signer")
    return Record(
        rounds=list(_rounds(project, as_of)),
        assessments=[_undecided_after(found, as_of) for found in _assessments(project, as_of)],
        sign_offs=list(signed),
        consultations=[_unreplied_after(found, as_of) for found in _consultations(project, as_of)],
        submitted=Round.objects.filter(case_file=case_file, gate=Gate.ML).first(),
    )


def _rounds(project: int, as_of: datetime) -> QuerySet[Round]:
    return (
        Round.objects.filter(project=project, decision__decided_at__lte=as_of)
        .select_related("case_file", "submitted_by", "decision__decided_by")
        .prefetch_related("verdicts__given_by", "follow_ups__asked_by", "follow_ups__answered_by")
        .order_by("opened_at", "pk")
    )


def _assessments(project: int, as_of: datetime) -> QuerySet[MlopsAssessment]:
    return (
        MlopsAssessment.objects.filter(project=project, put_at__lte=as_of)
        .select_related("put_by", "decided_by")
        .order_by("pk")
    )


def _consultations(project: int, as_of: datetime) -> QuerySet[Consultation]:
    responses = (
        Response.objects.filter(given_at__lte=as_of)
        .exclude(replaced_by__given_at__lte=as_of)
        .select_related("member", "replied_by")
    )
    readings = Reading.objects.filter(read_at__lte=as_of).select_related("member")
    return (
        Consultation.objects.filter(project=project, opened_at__lte=as_of)
        .select_related("case_file")
        .prefetch_related(Prefetch("responses", responses), Prefetch("readings", readings))
        .order_by("pk")
    )


def _undecided_after(found: MlopsAssessment, as_of: datetime) -> MlopsAssessment:
    if found.decided_at is not None and found.decided_at > as_of:
        found.decided, found.override_reason = "", ""
        found.decided_by, found.decided_at = None, None
    return found


def _unreplied_after(found: Consultation, as_of: datetime) -> Consultation:
    for response in found.responses.all():
        if response.replied_at is not None and response.replied_at > as_of:
            response.reply, response.replied_by, response.replied_at = "", None, None
    return found
