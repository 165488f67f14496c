"""Holding, resuming and withdrawing a project: the manager's side steps, each with a reason."""

from django.db import transaction

from accounts.models import User
from initiation.models import Project
from initiation.queries.turns import Turn
from initiation.services.moving import lock, move
from reviews.models import Consultation, Round
from reviews.queries.work import whose_turn
from reviews.services.telling import tell, tell_asked


@transaction.atomic
def hold(*, actor: User, project: Project, reason: str) -> Project:
    """Put the project on hold; everything stays as it is. Raises Refused or Forbidden."""
    return move(actor=actor, project=project, name="hold", reason=reason)


@transaction.atomic
def resume(*, actor: User, project: Project) -> Project:
    """Take the project back to where it was held and ask again whoever was asked there.

    Raises Refused or Forbidden.
    """
    moved = move(actor=actor, project=project, name="resume")
    key = f"resumed:{moved.pk}:{moved.state_since.isoformat()}"
    tell_asked(moved, _others(moved, actor), key=key, words="goes on, and it is your turn")
    return moved


@transaction.atomic
def withdraw(*, actor: User, project: Project, reason: str) -> Project:
    """End the project at the manager's wish; open rounds and consultations close undecided.

    Whoever was asked to act is told that they need not. Raises Refused or Forbidden.
    """
    waited_for = _others(lock(project), actor)
    moved = move(actor=actor, project=project, name="withdraw", reason=reason)
    Round.objects.filter(project=moved, closed_at=None).update(closed_at=moved.state_since)
    Consultation.objects.filter(project=moved, closed_at=None).update(closed_at=moved.state_since)
    for person in {asked.person.pk: asked.person for asked in waited_for}.values():
        tell(
            moved,
            person,
            key=f"withdrawn:{moved.pk}:{person.pk}",
            words="was withdrawn by its project manager",
        )
    return moved


def _others(project: Project, actor: User) -> Turn:
    """Return who is asked to act, but for the person who takes the step."""
    turn = whose_turn([project])[project.pk]
    return tuple(asked for asked in turn if asked.person.pk != actor.pk)
