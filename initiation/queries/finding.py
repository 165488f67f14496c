"""Fetching a project and authorising in one step; strangers learn nothing, members learn why."""

from django.http import Http404

from accounts.access import Permission, can
from accounts.models import User
from core.refused import Forbidden
from initiation.models import Project
from initiation.models.project import StageOf


def project_for(user: User, ref: str, permission: Permission, *, stage: str = "") -> Project:
    """Return the project ``ref`` if ``user`` may use ``permission`` on it.

    Raises Http404 for a stranger or an unknown reference, Forbidden (naming who may) for a
    person who has some part in the project but not this permission.
    """
    number = ref.removeprefix("GW-")
    if not number.isdigit() or len(number) > 15:
        raise Http404("no such project")
    project = (
        Project.objects.with_people()
        .visible_to(user, Permission.VIEW_TEAM_CASE)
        .filter(pk=int(number))
        .first()
    )
    if project is None:
        raise Http404("no such project")
    decision = can(user, permission, StageOf(project, stage) if stage else project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    return project
