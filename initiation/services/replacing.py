"""Naming somebody else where a person has left in the middle of a project."""

from django.db import transaction

from accounts.access import Permission, Role, can
from accounts.models import User
from core import mailing
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.content.seats import why_kept
from initiation.models import Member, Project
from initiation.queries.seats import PART_OF_SEAT, SEAT_NAMES, Seat, holds, replaceable
from initiation.queries.turns import whose_turn
from initiation.services.members import why_not_signer, why_not_team
from initiation.services.moving import lock
from initiation.workflow import ENDED


@transaction.atomic
def replace_person(
    *,
    actor: User,
    project: Project,
    seat: Seat,
    leaving: User,
    successor: User,
    reason: str,
) -> None:
    """Give the seat of ``leaving`` to ``successor`` and tell them by mail; twice is once.

    What the person who leaves has said stays theirs. Raises Forbidden unless the actor is an
    administrator who wrote no part of the project, Refused for a project that has ended or a seat
    that is somebody else's or the manager's to change, Invalid for a successor who may not have it.
    """
    locked = lock(project)
    decision = can(actor, Permission.REPLACE_PERSON, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if locked.where in ENDED:
        raise Refused(f"The project is at “{locked.where_in_words}”: its people are settled.")
    holder, person = (User.objects.get(pk=user.pk) for user in (leaving, successor))
    if not holds(locked, seat, holder):
        if holds(locked, seat, person):
            return
        raise Refused(f"{holder.name} is no longer {SEAT_NAMES[seat]} of {locked.ref}.")
    if not replaceable(seat, holder):
        raise Refused(why_kept(seat, holder, locked))
    if objection := _why_not(locked, seat, actor, person):
        raise Invalid(objection, "successor")
    if not reason.strip():
        raise Invalid("Say why; it becomes part of the record.", "reason")
    _seat(locked, seat, holder, person)
    if not _somebody_asked(locked):
        raise Invalid("This person has spoken already, and nobody would be left to.", "successor")
    _tell(actor, locked, seat, holder, person, reason.strip())


def _why_not(project: Project, seat: Seat, actor: User, person: User) -> str:
    """Return why ``person`` may not have the seat, in words; empty when they may."""
    if not person.is_active:
        return "This account is closed."
    if person.pk == actor.pk:
        return "Nobody names themselves: another administrator must do it."
    if holds(project, seat, person):
        return f"This person is {SEAT_NAMES[seat]} of the project already."
    if seat is Seat.TEAM:
        return why_not_team(project, person)
    if seat is Seat.DIRECTOR:
        return _why_not_director(project, person)
    if reason := why_not_signer(project, person):
        return reason
    if Role.MANAGEMENT in project.parts_of(person.pk):
        return "This person signs the project already: choose somebody else."
    return ""


def _why_not_director(project: Project, person: User) -> str:
    if Role.DIRECTOR not in person.roles:
        return "This person is not an IT director."
    parts = project.parts_of(person.pk)
    if project.written_by(person.pk) or Role.CONTRIBUTOR in parts:
        return "Nobody may approve what they write: choose somebody else."
    if Role.MANAGEMENT in parts:
        return "This person signs what the director examines: choose somebody else."
    return ""


def _seat(project: Project, seat: Seat, leaving: User, successor: User) -> None:
    if seat in PART_OF_SEAT:
        part = PART_OF_SEAT[seat]
        Member.objects.filter(project=project, user=leaving, part=part).delete()
        Member.objects.create(project=project, user=successor, part=part)
        return
    setattr(project, seat.value, successor)
    project.save(update_fields=[seat.value])


def _somebody_asked(project: Project) -> bool:
    """Whether the project still waits for somebody, with the people it has now."""
    return bool(whose_turn([Project.objects.with_people().get(pk=project.pk)])[project.pk])


def _tell(
    actor: User, project: Project, seat: Seat, leaving: User, successor: User, reason: str
) -> None:
    event = events.record(
        actor_id=actor.pk,
        verb="person replaced",
        subject=project.ref,
        detail={
            "seat": SEAT_NAMES[seat],
            "before": leaving.pk,
            "before_name": leaving.name,
            "after": successor.pk,
            "after_name": successor.name,
            "reason": reason,
        },
    )
    mailing.post(
        key=f"seat:{event.sequence}",
        to=successor.email,
        subject=f"{project.ref}: you are now its {SEAT_NAMES[seat]}",
        template="initiation/mail/successor.txt",
        context={
            "project": project,
            "person": successor,
            "leaving": leaving,
            "actor": actor,
            "seat": SEAT_NAMES[seat],
        },
        about=project.ref,
    )
