"""The list of projects as ready words."""

from dataclasses import dataclass

from django.urls import reverse

from initiation.content.identity import state_variant, turn_of, waiting_days
from initiation.models import Project


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project in the list."""

    ref: str
    name: str
    url: str
    department: str
    manager: str
    variant: str
    status: str
    turn: str
    waiting: str


def project_row(project: Project) -> ProjectRow:
    """Return ``project`` as a row; needs it fetched with its people."""
    turn = turn_of(project)
    return ProjectRow(
        ref=project.ref,
        name=project.name,
        url=reverse("project", args=[project.ref]),
        department=project.department.name,
        manager=project.manager.name,
        variant=state_variant(project.where),
        status=project.where_in_words,
        turn=turn or "Nobody",
        waiting=waiting_days(project) if turn else "",
    )
