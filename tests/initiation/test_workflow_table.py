from pathlib import Path

import pytest

from accounts.access import TABLE
from initiation.content.workflow_page import workflow_page
from initiation.workflow import (
    ACTIVE,
    EDITABLE,
    ENDED,
    MOVES,
    STATE_NAMES,
    SUBMITTED_SETS,
    TURN,
    Guard,
    State,
    moves_from,
)

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_state_has_a_name_and_a_turn() -> None:
    assert set(STATE_NAMES) == set(TURN) == set(State)


def test_every_move_asks_for_a_permission_of_the_table() -> None:
    assert {move.permission for move in MOVES.values()} <= set(TABLE)


def test_every_state_can_be_reached_from_the_first() -> None:
    reached = {State.PREPARING}
    while True:
        further = {
            move.target for state in reached for move in moves_from(state) if move.target
        } | reached
        if further == reached:
            break
        reached = further
    assert reached == set(State)


def test_nothing_leads_out_of_an_end() -> None:
    assert not [move for state in ENDED for move in moves_from(state)]


def test_every_running_state_leads_on() -> None:
    for state in ACTIVE:
        assert {move.name for move in moves_from(state)} - {"hold", "withdraw"}


def test_what_is_submitted_is_what_may_be_written_there() -> None:
    assert {state: frozenset(codes) for state, codes in SUBMITTED_SETS.items()} == EDITABLE


def test_nothing_may_be_written_while_people_examine_sign_or_respond() -> None:
    reading = {
        State.ML_EXAM, State.MANAGEMENT_REVIEW, State.MLOPS_EXAM, State.TEAM_CONSULTATION,
    }  # fmt: skip
    assert not reading & EDITABLE.keys()


@pytest.mark.parametrize("name", ["approve_ml", "approve_mlops", "reject_ml", "initiate"])
def test_what_binds_people_is_bound_to_the_case_file_they_saw(name: str) -> None:
    assert Guard.CASE_FILE_SEEN in MOVES[name].guards


def test_the_documentation_is_generated_from_the_table() -> None:
    page = (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert page == workflow_page(), "run script/manage workflow_page"
