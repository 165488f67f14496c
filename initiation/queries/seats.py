"""Who holds what on the projects that run: the seats a departure leaves empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from accounts.access import Role
from accounts.models import User
from initiation.models import Member, Part, Project
from initiation.workflow import ENDED


class Seat(StrEnum):
    """What a project that runs cannot do without; all but its manager can be replaced."""

    MANAGER = "manager"
    DIRECTOR = "director"
    SPONSOR = "sponsor"
    SIGNER = "signer"
    TEAM = "team"


SEAT_NAMES = {
    Seat.MANAGER: "project manager",
    Seat.DIRECTOR: "IT director",
    Seat.SPONSOR: "sponsor",
    Seat.SIGNER: "signer from management",
    Seat.TEAM: "team member",
}
PART_OF_SEAT = {Seat.SIGNER: Part.SIGNER, Seat.TEAM: Part.TEAM}


@dataclass(frozen=True, slots=True)
class Held:
    """One seat of one person on a project that runs."""

    project: Project
    seat: Seat

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.project.ref}:{self.seat}"


def holds(project: Project, seat: Seat, user: User) -> bool:
    """Tell whether ``user`` has this seat on the project."""
    if seat in PART_OF_SEAT:
        part = PART_OF_SEAT[seat]
        return any(m.user_id == user.pk and m.part == part for m in project.member_list)
    return bool(getattr(project, f"{seat}_id") == user.pk)


def replaceable(seat: Seat, holder: User) -> bool:
    """Tell whether an administrator may name somebody else for what ``holder`` does.

    Signers and team members are the manager's to name; they are replaced only where they cannot
    act any more, since a review would wait for them for ever.
    """
    if seat is Seat.MANAGER:
        return False
    if seat in (Seat.DIRECTOR, Seat.SPONSOR) or not holder.is_active:
        return True
    return seat is Seat.SIGNER and Role.MANAGEMENT not in holder.roles


def seats_of(user: User) -> list[Held]:
    """Return the seats of ``user`` on projects that run, newest project first."""
    named = Member.objects.filter(project=OuterRef("pk"), user=user, part__in=PART_OF_SEAT.values())
    found = (
        Project.objects.with_people()
        .filter(Q(manager=user) | Q(director=user) | Q(sponsor=user) | Exists(named))
        .exclude(state__in=ENDED)
        .prefetch_related("members__user")
    )
    return [held for project in found for held in _held(project, user)]


def _held(project: Project, user: User) -> Iterator[Held]:
    project.member_list = list(project.members.all())
    yield from (Held(project, seat) for seat in Seat if holds(project, seat, user))
