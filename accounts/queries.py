"""Questions about people."""

from django.db.models import QuerySet

from accounts.access import Role
from accounts.models import User


def with_role(role: Role) -> QuerySet[User]:
    """Return the open accounts that hold ``role``, by name."""
    return User.objects.filter(is_active=True, grants__role=role).order_by("name")
