"""Consultations of the team, with what was said in them."""

from django.db.models import Prefetch

from initiation.models import Project
from reviews.models import Consultation, Response


def last_consultation(project: Project) -> Consultation | None:
    """Return the open consultation, or the last one, with what is said now and the readings."""
    said = Response.objects.current().select_related("member", "replied_by")
    return (
        Consultation.objects.filter(project=project)
        .select_related("case_file")
        .prefetch_related(Prefetch("responses", said), "readings")
        .order_by("-pk")
        .first()
    )


def said_now(found: Response) -> Response:
    """Return what the member says now in place of ``found``; itself when it still stands."""
    return (
        Response.objects.current()
        .select_related("consultation__case_file", "member", "replied_by")
        .get(
            consultation=found.consultation_id,
            member=found.member_id,
            question_code=found.question_code,
        )
    )
