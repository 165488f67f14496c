"""Consultations of the team, with what was said in them."""

from initiation.models import Project
from reviews.models import Consultation


def last_consultation(project: Project) -> Consultation | None:
    """Return the open consultation, or the last one, with its responses and readings."""
    return (
        Consultation.objects.filter(project=project)
        .select_related("case_file")
        .prefetch_related("responses__member", "responses__replied_by", "readings")
        .order_by("-pk")
        .first()
    )
