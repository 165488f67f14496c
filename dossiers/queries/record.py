"""What people said about a project up to a moment, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from initiation.models import Project
from reviews.models import Consultation, MlopsAssessment, Reading, Response, Round, SignOff


@dataclass(frozen=True, slots=True)
class Record:
    """Decided rounds, the MLOps assessments, signatures and the consultations."""

    rounds: Sequence[Round]
    assessments: Sequence[MlopsAssessment]
    sign_offs: Sequence[SignOff]
    consultations: Sequence[Consultation]


def record_of(project: Project, as_of: datetime) -> Record:
    """Read what was said at or before ``as_of``; drafts of verdicts are never read."""
    rounds = (
        Round.objects.filter(project=project, decision__decided_at__lte=as_of)
        .select_related("case_file", "submitted_by", "decision__decided_by")
        .prefetch_related("verdicts__given_by", "follow_ups__asked_by", "follow_ups__answered_by")
        .order_by("opened_at", "pk")
    )
    responses = Response.objects.filter(given_at__lte=as_of).select_related("member", "replied_by")
    readings = Reading.objects.filter(read_at__lte=as_of).select_related("member")
    consultations = (
        Consultation.objects.filter(project=project, opened_at__lte=as_of)
        .select_related("case_file")
        .prefetch_related(Prefetch("responses", responses), Prefetch("readings", readings))
        .order_by("pk")
    )
    return Record(
        rounds=list(rounds),
        assessments=list(
            MlopsAssessment.objects.filter(project=project, put_at__lte=as_of)
            .select_related("put_by", "decided_by")
            .order_by("pk")
        ),
        sign_offs=list(
            SignOff.objects.filter(project=project, at__lte=as_of).select_related("signer")
        ),
        consultations=list(consultations),
    )
