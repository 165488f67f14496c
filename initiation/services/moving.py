"""The one door through which a project changes its state."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import can
from accounts.models import User
from core.refused import Forbidden, Refused
from core.services import events
from initiation.models import CaseFile, Project
from initiation.services import guards
from initiation.workflow import MOVES, STATE_NAMES, Guard, Move, State, moves_from

GuardCheck = Callable[[Project, str], str | None]

# Guards this room can check by itself. The others belong to rooms above, which vouch for them.
_CHECKS: Mapping[Guard, GuardCheck] = {
    Guard.ANSWERS_COMPLETE: guards.answers_complete,
    Guard.NO_OBJECTION: guards.no_objection,
    Guard.DATA_PROFILED: guards.data_profiled,
    Guard.TEAM_NAMED: guards.team_named,
    Guard.POC_BOUNDED: guards.poc_bounded,
    Guard.REASON_GIVEN: guards.reason_given,
}


def lock(project: Project) -> Project:
    """Return the project's row, locked until the caller's transaction ends.

    Its key stays free: foreign keys are checked at commit, and a worker that then holds the event
    log would otherwise wait for the holder of this row, who waits for the log.
    """
    locked: Project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return locked


@transaction.atomic
def move(
    *,
    actor: User,
    project: Project,
    name: str,
    reason: str = "",
    seen: CaseFile | None = None,
    vouched: frozenset[Guard] = frozenset(),
    freeze: Callable[[Project], CaseFile] | None = None,
    outcome: str = "",
    detail: dict[str, Any] | None = None,
) -> Project:
    """Take ``project`` through the move ``name`` and return it, saved.

    Under one row lock: is the move legal from here, may the actor, do the guards hold; then the
    state is saved and one event appended. ``vouched`` are the guards the calling room has checked
    under the same lock; a guard nobody checks refuses the move. ``freeze`` makes the case file
    this move submits. Raises Refused or Forbidden, and then nothing has changed.
    """
    wanted = MOVES[name]
    locked = lock(project)
    if locked.where not in wanted.sources:
        raise Refused(
            f"This cannot be done now: the project is at “{STATE_NAMES[locked.where]}” "
            f"since {timezone.localtime(locked.state_since):%d %B %Y %H:%M}."
        )
    decision = can(actor, wanted.permission, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    _check_guards(locked, wanted, reason, vouched)
    before = locked.where
    if freeze is not None:
        locked.case_file = freeze(locked)
    _enter(locked, wanted, reason, outcome)
    frozen = seen or locked.case_file
    events.record(
        actor_id=actor.pk,
        verb=name,
        subject=locked.ref,
        detail={"from": before, "to": locked.state, "reason": reason} | (detail or {}),
        case_file_sha256=frozen.sha256 if frozen else "",
    )
    return locked


def moves_open_to(user: User, project: Project) -> tuple[Move, ...]:
    """Return the moves a page may offer to ``user``; guards are told apart when they are tried."""
    return tuple(step for step in moves_from(project.where) if can(user, step.permission, project))


def _check_guards(project: Project, wanted: Move, reason: str, vouched: frozenset[Guard]) -> None:
    for guard in sorted(wanted.guards - vouched):
        check = _CHECKS.get(guard)
        if check is None:
            raise Refused(f"This cannot be done here: nobody checked that {guard}.")
        if objection := check(project, reason):
            raise Refused(objection)


def _enter(project: Project, step: Move, reason: str, outcome: str) -> None:
    before = project.where
    target = step.target or State(project.held_from)
    project.state = target
    project.state_since = timezone.now()
    project.held_from = before if target is State.ON_HOLD else ""
    project.held_reason = reason if target in (State.ON_HOLD, State.WITHDRAWN) else ""
    project.outcome = outcome or project.outcome
    project.save(
        update_fields=[
            "state", "state_since", "held_from", "held_reason", "outcome", "case_file"
        ]
    )  # fmt: skip
