"""The bar above every page of a project: which one it is, and whose turn."""

from typing import Any

from django.urls import reverse

from accounts.access import Permission, can
from accounts.models import User
from initiation.content.turns import is_turn_of, named
from initiation.models import Project
from initiation.queries.turns import whose_turn
from initiation.workflow import State

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
        "project_url": page_of(project, user),
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


def page_of(project: Project, user: User) -> str:
    """Return the address of the project for who may see it, else of its team case."""
    return address_of(project, opens=bool(can(user, Permission.VIEW_PROJECT, project)))


def address_of(project: Project, *, opens: bool) -> str:
    """Return the address of the project, or of its team case for who sees no more than that."""
    return reverse("project" if opens else "team-case", args=[project.ref])


def _turn(project: Project, user: User) -> str:
    turn = whose_turn([project])[project.pk]
    if not turn:
        return ""
    return ", your turn" if is_turn_of(turn, user) else f", waiting for {named(turn, user)}"
