"""Holding, resuming and withdrawing a project: the manager's side steps, each with a reason."""

from django.db import transaction

from accounts.models import User
from core.refused import Refused
from initiation.models import Project
from initiation.queries.turns import Turn
from initiation.services.moving import lock, move
from reviews.models import Consultation, Round
from reviews.queries.work import whose_turn
from reviews.services.telling import tell, tell_asked


@transaction.atomic
def hold(*, actor: User, project: Project, reason: str) -> Project:
    """Put the project on hold; everything stays as it is, and whoever was asked to act is told.

    Raises Refused or Forbidden.
    """
    waited_for = _others(lock(project), actor)
    moved = move(actor=actor, project=project, name="hold", reason=reason)
    _call_off(moved, waited_for, key="held", words="was put on hold by its project manager")
    return moved


@transaction.atomic
def resume(*, actor: User, project: Project) -> Project:
    """Take the project back to where it was held and ask again whoever was asked there.

    Raises Forbidden, and Refused also where nobody would be left to act.
    """
    moved = move(actor=actor, project=project, name="resume")
    if not whose_turn([moved])[moved.pk]:
        raise Refused(
            "Everybody who is named has spoken already, so the project would wait for nobody. "
            "An administrator can name somebody else."
        )
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
    _call_off(moved, waited_for, key="withdrawn", words="was withdrawn by its project manager")
    return moved


def _call_off(project: Project, turn: Turn, *, key: str, words: str) -> None:
    """Tell whoever was asked to act that they need not, once each."""
    since = project.state_since.isoformat()
    for person in {asked.person.pk: asked.person for asked in turn}.values():
        tell(project, person, key=f"{key}:{project.pk}:{since}:{person.pk}", words=words)


def _others(project: Project, actor: User) -> Turn:
    """Return who is asked to act, but for the person who takes the step."""
    turn = whose_turn([project])[project.pk]
    return tuple(asked for asked in turn if asked.person.pk != actor.pk)
