"""Inviting people, granting and taking roles, changing one's own settings."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.access import ROLE_NAMES, Permission, Role, can
from accounts.models import Department, Invitation, RoleGrant, User
from core import mailing
from core.refused import Forbidden, Invalid, Refused
from core.services import events

_LONGEST_ADDRESS = 254  # what the column holds, and what mail allows
_DOUBLE_PRESS = timedelta(minutes=1)


@transaction.atomic
def invite(*, actor: User, email: str, name: str, title: str = "", about: str = "") -> User:
    """Return the account of ``email``, making and inviting it when it is new.

    ``about`` is the project the mail speaks of. The caller has checked that ``actor`` may invite.
    Raises Invalid for an address that is too long.
    """
    existing = User.objects.filter(email__iexact=email.strip()).first()
    if existing is not None:
        return existing
    try:
        return _open_account(actor=actor, email=email, name=name, title=title, about=about)
    except IntegrityError:  # somebody else invited them this very moment
        return User.objects.get(email__iexact=email.strip())


@transaction.atomic
def _open_account(*, actor: User, email: str, name: str, title: str, about: str = "") -> User:
    """Make an account and send its invitation. Raises IntegrityError for an address in use."""
    address = email.strip().lower()
    if len(address) > _LONGEST_ADDRESS:
        raise Invalid(f"An address has at most {_LONGEST_ADDRESS} characters.", "email")
    user = User.objects.create_user(address, name=name.strip(), title=title.strip())
    Invitation.objects.create(user=user, invited_by=actor)
    mailing.post(
        key=f"invitation:{user.pk}",
        to=user.email,
        subject=f"{actor.name} invites you to Groundwork",
        template="accounts/mail/invitation.txt",
        context={"user": user, "actor": actor, "link": invitation_link(user), "about": about},
    )
    events.record(actor_id=actor.pk, verb="person invited", subject=f"person {user.pk}", detail={})
    return user


@transaction.atomic
def first_administrator(*, email: str, name: str) -> str:
    """Make the first administrator and return the link that sets the password.

    Raises Refused when somebody is administrator already: then it is their turn to invite; and
    for the address of a closed account, which no link opens.
    """
    if RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
        raise Refused("There is an administrator already, who can invite others.")
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = User.objects.create_user(address, name=name.strip())
    if not user.is_active:
        raise Refused(
            "The account of this address is closed. Use another address; its administrator can "
            "then open the closed account again."
        )
    before = frozenset(user.grants.values_list("role", flat=True))
    RoleGrant.objects.get_or_create(user=user, role=Role.ADMINISTRATOR)
    events.record(
        actor_id=None,
        verb="roles changed",
        subject=f"person {user.pk}",
        detail={"before": sorted(before), "after": sorted(before | {Role.ADMINISTRATOR})},
    )
    return invitation_link(user)


@transaction.atomic
def invite_with_roles(
    *,
    actor: User,
    email: str,
    name: str,
    roles: frozenset[Role],
    title: str = "",
    department: Department | None = None,
) -> User:
    """Invite a new person and give them roles; the same invitation sent twice is sent once.

    Raises Forbidden unless the actor may manage people, Refused for an address in use.
    """
    administering(actor)
    try:
        user = _open_account(actor=actor, email=email, name=name, title=title)
    except IntegrityError as error:
        there = User.objects.get(email__iexact=email.strip())
        wanted = (name.strip(), title.strip(), department, roles)
        if _just_invited_by(actor, there) and wanted == _invited_as(there):
            return there
        raise Refused("There is already an account with this address.") from error
    if department is not None:
        user.department = department
        user.save(update_fields=["department"])
    set_roles(actor=actor, user=user, roles=roles)
    return user


def _just_invited_by(actor: User, user: User) -> bool:
    return Invitation.objects.filter(
        user=user,
        invited_by=actor,
        accepted_at=None,
        invited_at__gt=timezone.now() - _DOUBLE_PRESS,
    ).exists()


def _invited_as(user: User) -> tuple[str, str, Department | None, frozenset[Role]]:
    return user.name, user.title, user.department, user.roles


def administering(actor: User) -> None:
    """Check that the actor is administrator, and hold on to that until the transaction ends.

    Two administrators who remove each other at once would otherwise leave none.
    Raises Forbidden.
    """
    _lock_administrators()
    if not can(User.objects.get(pk=actor.pk), Permission.MANAGE_PEOPLE):
        raise Forbidden("Only an administrator may manage people.")


def _lock_administrators() -> None:
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
    list(grants.select_for_update())


def invitation_link(user: User) -> str:
    """Return the address at which the invited person sets a first password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accept-invitation", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.PUBLIC_ADDRESS}{path}"


def invited_person(uid: str, token: str) -> User | None:
    """Return whom a link belongs to; None when it is wrong, used or too old."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(uid)), is_active=True)
    except (ValueError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


@transaction.atomic
def accept_invitation(*, user: User, password: str) -> None:
    """Set the first password; the link is used up by it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Invitation.objects.filter(user=user).update(accepted_at=timezone.now())
    events.record(
        actor_id=user.pk, verb="invitation accepted", subject=f"person {user.pk}", detail={}
    )


@transaction.atomic
def set_roles(*, actor: User, user: User, roles: frozenset[Role]) -> None:
    """Make ``roles`` the roles of ``user``; administrators keep their own administration.

    Raises Forbidden unless the actor may manage people, Refused for locking oneself out.
    """
    administering(actor)
    if actor.pk == user.pk and Role.ADMINISTRATOR not in roles:
        raise Refused("You cannot take your own administrator role away; another must do it.")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = frozenset(user.grants.values_list("role", flat=True))
    user.grants.exclude(role__in=list(roles)).delete()
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=role, granted_by=actor) for role in roles - before],
        ignore_conflicts=True,
    )
    events.record(
        actor_id=actor.pk,
        verb="roles changed",
        subject=f"person {user.pk}",
        detail={"before": sorted(before), "after": sorted(roles)},
    )


@transaction.atomic
def close_or_open(*, actor: User, user: User, active: bool) -> None:
    """Close an account or open it again. Raises Forbidden, and Refused for one's own."""
    administering(actor)
    if actor.pk == user.pk:
        raise Refused("You cannot close your own account.")
    user.is_active = active
    user.save(update_fields=["is_active"])
    verb = "account opened" if active else "account closed"
    events.record(actor_id=actor.pk, verb=verb, subject=f"person {user.pk}", detail={})


@transaction.atomic
def change_settings(*, user: User, **fields: Any) -> None:
    """Save one's own name, theme, time zone and shortcuts. Raises Invalid for another field.

    A new name is recorded with the old one, since the record knows its people by their names.
    """
    allowed = {"name", "theme", "time_zone", "shortcuts"}
    if strange := set(fields) - allowed:
        raise Invalid(f"These cannot be changed here: {', '.join(sorted(strange))}.")
    before = User.objects.select_for_update(no_key=True).get(pk=user.pk).name
    for field, value in fields.items():
        setattr(user, field, value)
    user.save(update_fields=sorted(fields))
    if user.name != before:
        events.record(
            actor_id=user.pk,
            verb="name changed",
            subject=f"person {user.pk}",
            detail={"before": before, "after": user.name},
        )


def words_for(roles: frozenset[Role]) -> str:
    """Return roles as people say them, in the table's order."""
    return ", ".join(ROLE_NAMES[role] for role in Role if role in roles)
