"""Fetching a project and authorising in one step; strangers learn nothing, members learn why."""

from django.shortcuts import get_object_or_404

from accounts.access import Permission, can
from accounts.models import User
from core.refused import Forbidden
from initiation.models import Project
from initiation.models.project import StageOf


def project_for(user: User, ref: str, permission: Permission, *, stage: str = "") -> Project:
    """Return the project ``ref`` if ``user`` may use ``permission`` on it.

    Raises Http404 for a stranger or an unknown one, Forbidden (naming who may) for a
    person who has some part in the project but not this permission.
    """
    reachable = Project.objects.with_people().visible_to(user, Permission.VIEW_TEAM_CASE)
    project: Project = get_object_or_404(reachable, pk=int(ref.removeprefix("GW-")))
    decision = can(user, permission, StageOf(project, stage) if stage else project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    return project
