"""The list of projects as ready words."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.access import Permission
from accounts.models import User
from initiation.content.identity import address_of, state_variant
from initiation.content.turns import named, waiting_since
from initiation.models import Project
from initiation.queries.projects import COUNTED, open_to
from initiation.queries.turns import Turn, whose_turn


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


def project_rows(projects: Sequence[Project], reader: User) -> list[ProjectRow]:
    """Return these projects as rows for one reader; needs them fetched with their people."""
    turns = whose_turn(projects)
    opens = open_to(reader, projects, Permission.VIEW_PROJECT)
    return [_row(item, reader, turns[item.pk], opens=item.pk in opens) for item in projects]


def how_many(number: int) -> str:
    """Return the count of projects in words: "1 project", "12 projects", "1,000+ projects"."""
    if number == 1:
        return "1 project"
    return f"{COUNTED:,}+ projects" if number > COUNTED else f"{number:,} projects"


def _row(project: Project, reader: User, turn: Turn, *, opens: bool) -> ProjectRow:
    who = named(turn, reader)
    return ProjectRow(
        ref=project.ref,
        name=project.name,
        url=address_of(project, opens=opens),
        department=project.department.name,
        manager=project.manager.name,
        variant=state_variant(project.where),
        status=project.where_in_words,
        turn=f"{who[:1].upper()}{who[1:]}" if who else "Nobody",
        waiting=waiting_since(turn),
    )
