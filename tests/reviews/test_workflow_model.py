"""The workflow against a model written by hand: what happens must be what the model says."""

from dataclasses import replace

import pytest

from initiation.workflow import MOVES, State
from reviews.models import Outcome
from tests.factories import make_cast
from tests.reviews.workflow_machine import (
    FULL,
    RIGHT_STEPS,
    RUNNING,
    Workflow,
    happened_at,
    run,
    steps,
)


@pytest.mark.model
@pytest.mark.django_db
def test_the_workflow_does_what_the_model_says() -> None:
    run(240 if FULL else 16)
    print(f"figure model: {steps['count']} of {steps['count']} attempts as the model says")
    assert steps["count"] >= (20_000 if FULL else 2_000)


@pytest.mark.model
@pytest.mark.django_db
def test_in_every_state_everybody_can_do_what_the_model_says_and_nothing_else() -> None:
    Workflow.cast = make_cast()
    happened_at.clear()
    for state in State:
        walk = Workflow()
        walk.open_a_project(RIGHT_STEPS.get(state.value, 1))
        if state is State.REJECTED:
            walk.judge("one rejected")
            walk.decide("director", Outcome.REJECT, False, "Reasons.")
        elif state is State.ON_HOLD:
            walk.put_on_hold("manager", "Budget is frozen.")
        elif state is State.WITHDRAWN:
            walk.withdraw("manager", 0)
        assert walk.state == state
        walk.try_everything()
        walk.teardown()
    running = {(state, True) for state in RUNNING | {"on_hold"}}
    assert running | {(state.value, False) for state in State} <= happened_at


@pytest.mark.model
@pytest.mark.django_db
def test_control_the_model_notices_a_guard_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    unguarded = replace(MOVES["submit_ml_exam"], guards=frozenset())
    monkeypatch.setitem(MOVES, "submit_ml_exam", unguarded)
    Workflow.cast = make_cast()
    walk = Workflow()
    walk.open_a_project(RIGHT_STEPS[State.PREPARING])
    with pytest.raises(AssertionError, match="expected False, got True"):
        walk.try_everything()
