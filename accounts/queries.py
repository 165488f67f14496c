"""Questions about people."""

from django.db.models import Q, QuerySet

from accounts.access import Role
from accounts.models import User


def with_role(role: Role) -> QuerySet[User]:
    """Return the open accounts that hold ``role``, by name."""
    return User.objects.filter(is_active=True, grants__role=role).order_by("name")


def everybody(words: str = "") -> QuerySet[User]:
    """Return the accounts whose name or address holds ``words``, with all that a list shows."""
    found = User.objects.select_related("department").prefetch_related("grants")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return found.order_by("name", "pk")
