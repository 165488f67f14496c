"""The one table of moves: who may take a project from where to where, and under which guards.

This module knows neither Django nor a database. ``docs/workflow.md`` is generated from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.access import Permission, Role


class State(StrEnum):
    """Where a project is."""

    PREPARING = "preparing"
    ML_EXAM = "ml_exam"
    NEED_CONFIRMED = "need_confirmed"
    MANAGEMENT_CASE = "management_case"
    MANAGEMENT_REVIEW = "management_review"
    MLOPS_EXAM = "mlops_exam"
    TEAM_CASE = "team_case"
    TEAM_CONSULTATION = "team_consultation"
    INITIATED = "initiated"
    REJECTED = "rejected"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[State, str] = {
    State.PREPARING: "Being prepared",
    State.ML_EXAM: "First examination",
    State.NEED_CONFIRMED: "ML approved, is MLOps needed?",
    State.MANAGEMENT_CASE: "Management case",
    State.MANAGEMENT_REVIEW: "Waiting for signatures",
    State.MLOPS_EXAM: "Second examination",
    State.TEAM_CASE: "Team case",
    State.TEAM_CONSULTATION: "Team consultation",
    State.INITIATED: "Initiated",
    State.REJECTED: "Rejected",
    State.ON_HOLD: "On hold",
    State.WITHDRAWN: "Withdrawn",
}

ACTIVE = frozenset(
    {
        State.PREPARING,
        State.ML_EXAM,
        State.NEED_CONFIRMED,
        State.MANAGEMENT_CASE,
        State.MANAGEMENT_REVIEW,
        State.MLOPS_EXAM,
        State.TEAM_CASE,
        State.TEAM_CONSULTATION,
    }
)
EXAMINED = frozenset({State.ML_EXAM, State.MLOPS_EXAM})
ENDED = frozenset({State.INITIATED, State.REJECTED, State.WITHDRAWN})

# Whose turn it is in each state; the director's and the manager's own pages are drawn from it.
TURN: Mapping[State, Role | None] = {
    State.PREPARING: Role.PROJECT_MANAGER,
    State.ML_EXAM: Role.DIRECTOR,
    State.NEED_CONFIRMED: Role.PROJECT_MANAGER,
    State.MANAGEMENT_CASE: Role.PROJECT_MANAGER,
    State.MANAGEMENT_REVIEW: Role.MANAGEMENT,
    State.MLOPS_EXAM: Role.DIRECTOR,
    State.TEAM_CASE: Role.PROJECT_MANAGER,
    State.TEAM_CONSULTATION: Role.TEAM_MEMBER,
    State.INITIATED: None,
    State.REJECTED: None,
    State.ON_HOLD: Role.PROJECT_MANAGER,
    State.WITHDRAWN: None,
}

STAGES = ("problem", "architecture", "ml", "data", "rawdata")
STAGE_NAMES: Mapping[str, str] = {
    "problem": "Business problem",
    "architecture": "Architecture and technologies",
    "ml": "ML problem",
    "data": "Required data",
    "rawdata": "Raw data",
}
ALL_SETS = (*STAGES, "exam", "mlops", "management", "exam_mlops", "team")

# Which question sets may be written in which state; everywhere else they are locked, so that
# nothing an approval rests on can change under it.
EDITABLE: Mapping[State, frozenset[str]] = {
    State.PREPARING: frozenset({*STAGES, "exam"}),
    State.NEED_CONFIRMED: frozenset({"mlops"}),
    State.MANAGEMENT_CASE: frozenset({"management", "exam_mlops"}),
    State.TEAM_CASE: frozenset({"team"}),
}

# What a submission from each state must have complete.
SUBMITTED_SETS: Mapping[State, tuple[str, ...]] = {
    State.PREPARING: (*STAGES, "exam"),
    State.NEED_CONFIRMED: ("mlops",),
    State.MANAGEMENT_CASE: ("management", "exam_mlops"),
    State.TEAM_CASE: ("team",),
}


class Guard(StrEnum):
    """A condition of a move, in words. Who checks it is in docs/architecture.md."""

    ANSWERS_COMPLETE = "every required answer of the submitted sets is given"
    NO_OBJECTION = "preflight finds nothing that must be mended in the submitted sets"
    DATA_PROFILED = "every raw data source has been profiled, refused or set aside"
    TEAM_NAMED = "at least one team member is named"
    ALL_JUDGED = "every question has a verdict"
    ALL_ACCEPTED = "every verdict is accepted and no blocking follow-up is open"
    ONE_NOT_ACCEPTED = "at least one verdict is not accepted, each with a comment"
    CASE_FILE_SEEN = "the case file is the one the person saw"
    RULE_APPLIED = "the MLOps rule was applied to the recorded facts"
    POC_BOUNDED = "a proof of concept has a budget cap, an end date and a success test"
    ALL_SIGNED = "every named signer has signed this case file"
    REASON_GIVEN = "a reason is given"
    ALL_RESPONDED = "every team member has responded and read the case"
    CONCERNS_ANSWERED = "every unclear and concern is answered"


@dataclass(frozen=True, slots=True)
class Move:
    """One legal step. ``target`` None means back to the state the project was held in."""

    name: str
    label: str
    sources: frozenset[State]
    target: State | None
    permission: Permission
    guards: frozenset[Guard] = frozenset()


def _move(
    name: str,
    label: str,
    source: State,
    target: State,
    permission: Permission,
    *guards: Guard,
) -> Move:
    return Move(name, label, frozenset({source}), target, permission, frozenset(guards))


_SEEN = Guard.CASE_FILE_SEEN
_CHANGES = (Guard.ONE_NOT_ACCEPTED, _SEEN, Guard.REASON_GIVEN)
_REJECT = (Guard.ALL_JUDGED, _SEEN, Guard.REASON_GIVEN)
_APPROVE = (Guard.ALL_JUDGED, Guard.ALL_ACCEPTED, _SEEN, Guard.REASON_GIVEN)

_LIST = (
    _move(
        "submit_ml_exam", "Submit to the IT director", State.PREPARING, State.ML_EXAM,
        Permission.SUBMIT, Guard.ANSWERS_COMPLETE, Guard.DATA_PROFILED, Guard.NO_OBJECTION,
    ),
    _move(
        "approve_ml", "Approve", State.ML_EXAM, State.NEED_CONFIRMED,
        Permission.DECIDE, *_APPROVE,
    ),
    _move(
        "request_changes_ml", "Request changes", State.ML_EXAM, State.PREPARING,
        Permission.DECIDE, *_CHANGES,
    ),
    _move("reject_ml", "Reject", State.ML_EXAM, State.REJECTED, Permission.DECIDE, *_REJECT),
    _move(
        "confirm_poc", "Confirm that MLOps is not needed", State.NEED_CONFIRMED, State.INITIATED,
        Permission.CONFIRM_MLOPS_NEED, Guard.RULE_APPLIED, Guard.POC_BOUNDED, _SEEN,
    ),
    _move(
        "confirm_mlops", "Confirm that MLOps is needed",
        State.NEED_CONFIRMED, State.MANAGEMENT_CASE,
        Permission.CONFIRM_MLOPS_NEED, Guard.RULE_APPLIED, _SEEN,
    ),
    _move(
        "submit_management", "Submit to management", State.MANAGEMENT_CASE,
        State.MANAGEMENT_REVIEW, Permission.SUBMIT, Guard.ANSWERS_COMPLETE, Guard.NO_OBJECTION,
    ),
    _move(
        "complete_signatures", "All have signed", State.MANAGEMENT_REVIEW, State.MLOPS_EXAM,
        Permission.SIGN, Guard.ALL_SIGNED, _SEEN,
    ),
    _move(
        "refuse_management", "Refuse to sign", State.MANAGEMENT_REVIEW, State.MANAGEMENT_CASE,
        Permission.SIGN, Guard.REASON_GIVEN, _SEEN,
    ),
    _move(
        "approve_mlops", "Approve", State.MLOPS_EXAM, State.TEAM_CASE,
        Permission.DECIDE, *_APPROVE,
    ),
    _move(
        "request_changes_mlops", "Request changes", State.MLOPS_EXAM, State.MANAGEMENT_CASE,
        Permission.DECIDE, *_CHANGES,
    ),
    _move(
        "reject_mlops", "Reject", State.MLOPS_EXAM, State.REJECTED, Permission.DECIDE, *_REJECT
    ),
    _move(
        "submit_team", "Ask the team for responses", State.TEAM_CASE, State.TEAM_CONSULTATION,
        Permission.SUBMIT, Guard.ANSWERS_COMPLETE, Guard.NO_OBJECTION, Guard.TEAM_NAMED,
    ),
    _move(
        "initiate", "Confirm the initiation", State.TEAM_CONSULTATION, State.INITIATED,
        Permission.INITIATE, Guard.ALL_RESPONDED, Guard.CONCERNS_ANSWERED, _SEEN,
    ),
    Move("hold", "Put on hold", ACTIVE, State.ON_HOLD, Permission.HOLD,
         frozenset({Guard.REASON_GIVEN})),
    Move("resume", "Resume", frozenset({State.ON_HOLD}), None, Permission.HOLD),
    Move("withdraw", "Withdraw", ACTIVE | {State.ON_HOLD}, State.WITHDRAWN, Permission.HOLD,
         frozenset({Guard.REASON_GIVEN})),
)  # fmt: skip

MOVES: Mapping[str, Move] = {move.name: move for move in _LIST}


def moves_from(state: State) -> tuple[Move, ...]:
    """Return the moves that are legal from ``state``, in the table's order."""
    return tuple(move for move in _LIST if state in move.sources)


class Gate(StrEnum):
    """The two examinations."""

    ML = "ml"
    MLOPS = "mlops"


EXAM_SET: Mapping[Gate, str] = {Gate.ML: "exam", Gate.MLOPS: "exam_mlops"}
EXAM_STATE: Mapping[Gate, State] = {Gate.ML: State.ML_EXAM, Gate.MLOPS: State.MLOPS_EXAM}
GATE_NAMES: Mapping[Gate, str] = {gate: STATE_NAMES[state] for gate, state in EXAM_STATE.items()}
WRITING_STATE: Mapping[Gate, State] = {
    Gate.ML: State.PREPARING,
    Gate.MLOPS: State.MANAGEMENT_CASE,
}
