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
    """Return accounts as rows; needs them fetched with departments, grants and invitations."""
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
    invitation = getattr(user, "invitation", None)
    if invitation is not None and invitation.accepted_at is None:
        return "waiting", "Invited"
    return "done", "Open"
