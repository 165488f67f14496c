"""The bar above every page of a project: which one it is, and whose turn."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.access import ROLE_NAMES, Permission, Role, can
from accounts.models import User
from initiation.models import Project
from initiation.workflow import TURN, State

_VARIANTS = {
    State.INITIATED: "accepted",
    State.REJECTED: "rejected",
    State.ON_HOLD: "neutral",
    State.WITHDRAWN: "neutral",
}


def identity_of(project: Project, user: User, *, note: str = "") -> dict[str, Any]:
    """Return the context of ``ui/identity_bar.html``; ``note`` is a private remark such as drafts.

    Needs a project fetched with its people. Who may see no more than the team case is led there.
    """
    return {
        "project_ref": project.ref,
        "project_name": project.name,
        "project_url": reverse(
            "project" if can(user, Permission.VIEW_PROJECT, project) else "team-case",
            args=[project.ref],
        ),
        "facts": [
            project.department.name,
            f"Manager {project.manager.name}",
            f"Director {project.director.name}",
        ],
        "variant": state_variant(project.where),
        "status": f"{project.where_in_words}{_turn(project, user)}",
        "note": note,
    }


def state_variant(state: State) -> str:
    """Return the status mark of a state."""
    return _VARIANTS.get(state, "waiting")


def waiting_days(project: Project) -> str:
    """Return how long the project has been where it is, in words."""
    days = (timezone.now() - project.state_since).days
    if days == 0:
        return "since today"
    return "for 1 day" if days == 1 else f"for {days} days"


def turn_of(project: Project) -> str:
    """Return whose turn it is by name; empty when nothing is waited for."""
    role = TURN[project.where]
    named = {
        Role.PROJECT_MANAGER: project.manager.name,
        Role.DIRECTOR: project.director.name,
        Role.MANAGEMENT: "management",
        Role.TEAM_MEMBER: "the team",
    }
    return named.get(role, ROLE_NAMES[role]) if role else ""


def _turn(project: Project, user: User) -> str:
    who = turn_of(project)
    if not who:
        return ""
    return ", your turn" if who == user.name else f", waiting for {who}"
