"""People as ready words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.access import ROLE_NAMES, Role
from accounts.models import User


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in a list."""

    name: str
    url: str
    email: str
    title: str
    department: str
    roles: str
    variant: str
    status: str


def person_rows(people: Iterable[User]) -> list[AccountRow]:
    """Return accounts as rows; needs them fetched with departments and grants."""
    return [_row(user) for user in people]


def _row(user: User) -> AccountRow:
    variant, status = _standing(user)
    held = {Role(grant.role) for grant in user.grants.all()}
    return AccountRow(
        name=user.name,
        url=reverse("person", args=[user.pk]),
        email=user.email,
        title=user.title,
        department=user.department.name if user.department else "",
        roles=", ".join(ROLE_NAMES[role] for role in Role if role in held),
        variant=variant,
        status=status,
    )


def _standing(user: User) -> tuple[str, str]:
    if not user.is_active:
        return "rejected", "Closed"
    if not user.has_usable_password():  # whichever link sets it, of an invitation or a reset
        return "waiting", "Invited"
    return "done", "Open"
