"""The events of a project."""

from core.models import Event
from initiation.models import Project

PAGE = 40


def events_of(project: Project, *, before: int | None = None) -> list[Event]:
    """Return up to a page and one more of a project's events, newest first."""
    found = Event.objects.filter(subject=project.ref).select_related("actor")
    if before is not None:
        found = found.filter(sequence__lt=before)
    return list(found.order_by("-sequence")[: PAGE + 1])
