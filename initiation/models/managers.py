"""Which projects a person can see; agrees with the permission table (a test says so)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.access import TABLE, Permission, Role, Scope
from accounts.models import User

if TYPE_CHECKING:
    from initiation.models.project import Project  # noqa: F401 - the string below names it

_PART = {
    Role.CONTRIBUTOR: "contributor",
    Role.MANAGEMENT: "signer",
    Role.TEAM_MEMBER: "team",
}


class ProjectQuerySet(models.QuerySet["Project"]):
    """Named ways to look for projects."""

    def visible_to(
        self, user: User, permission: Permission = Permission.VIEW_PROJECT
    ) -> "ProjectQuerySet":
        """Return the projects on which ``user`` may use ``permission``."""
        row = TABLE[permission]
        if any(scope is Scope.ANY and role in user.roles for role, scope in row.items()):
            return self
        condition = Q(pk__in=[])
        if not user.is_active:
            return self.filter(condition)
        for role, scope in row.items():
            if scope is not Scope.ANY:
                condition |= self._named(user, role)
        return self.filter(condition)

    def _named(self, user: User, role: Role) -> Q:
        """Where the person plays ``role`` (and holds it, unless membership is enough)."""
        if role in _PART:
            condition = Q(self._member(user, _PART[role]))
            if role is Role.MANAGEMENT:
                condition |= Q(sponsor=user)
            if role is Role.MANAGEMENT and role not in user.roles:
                return Q(pk__in=[])
            return condition
        if role not in user.roles:
            return Q(pk__in=[])
        return Q(manager=user) if role is Role.PROJECT_MANAGER else Q(director=user)

    def _member(self, user: User, part: str) -> Exists:
        from initiation.models.project import Member

        return Exists(Member.objects.filter(project=OuterRef("pk"), user=user, part=part))

    def with_people(self) -> "ProjectQuerySet":
        """Join the manager, director, sponsor and department, for pages that name them."""
        return self.select_related("manager", "director", "sponsor", "department", "case_file")
