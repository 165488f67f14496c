"""Holding, resuming and withdrawing a project: the manager's side steps, each with a reason."""

from django.db import transaction

from accounts.models import User
from core import mailing
from initiation.models import Project
from initiation.services.moving import move
from initiation.workflow import TURN, State
from reviews.models import Consultation, Round
from reviews.queries.people import signers_of, team_of


@transaction.atomic
def hold(*, actor: User, project: Project, reason: str) -> Project:
    """Put the project on hold; everything stays as it is. Raises Refused or Forbidden."""
    return move(actor=actor, project=project, name="hold", reason=reason)


@transaction.atomic
def resume(*, actor: User, project: Project) -> Project:
    """Take the project back to where it was held. Raises Refused or Forbidden."""
    return move(actor=actor, project=project, name="resume")


@transaction.atomic
def withdraw(*, actor: User, project: Project, reason: str) -> Project:
    """End the project at the manager's wish; open rounds and consultations close undecided.

    Raises Refused or Forbidden.
    """
    waiting = _waiting(project)
    moved = move(actor=actor, project=project, name="withdraw", reason=reason)
    Round.objects.filter(project=moved, closed_at=None).update(closed_at=moved.state_since)
    Consultation.objects.filter(project=moved, closed_at=None).update(closed_at=moved.state_since)
    words = "was withdrawn by its project manager"
    for person in waiting:
        mailing.post(
            key=f"withdrawn:{moved.pk}:{person.pk}",
            to=person.email,
            subject=f"{moved.ref} {moved.name} {words}",
            template="reviews/mail/your_turn.txt",
            context={"project": moved, "person": person, "words": words},
            about=moved.ref,
        )
    return moved


def _waiting(project: Project) -> list[User]:
    """Return who was asked to act and need not act any more."""
    if project.where is State.MANAGEMENT_REVIEW:
        return signers_of(project)
    if project.where is State.TEAM_CONSULTATION:
        return team_of(project)
    return [project.director] if TURN[project.where] == "director" else []
