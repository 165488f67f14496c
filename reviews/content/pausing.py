"""The words of the side steps: what each does, and what stays."""

from collections.abc import Mapping
from dataclasses import dataclass

from initiation.workflow import State


@dataclass(frozen=True, slots=True)
class SideStep:
    """One side step: its words, where it leads, and whether it can be taken back."""

    name: str
    title: str
    effects: tuple[str, ...]
    button: str
    target: State | None
    needs_reason: bool = True
    final: bool = False


SIDE_STEPS: Mapping[str, SideStep] = {
    "hold": SideStep(
        "hold",
        "Put the project on hold",
        (
            "Everything stays as it is, and nothing can be written, examined, signed or answered; "
            "whoever was asked to act is told.",
            "Resuming takes it back to where it is now.",
        ),
        "Put on hold",
        State.ON_HOLD,
    ),
    "resume": SideStep(
        "resume",
        "Resume the project",
        ("It goes on from where it was put on hold; whoever was asked to act is asked again.",),
        "Resume",
        None,
        needs_reason=False,
    ),
    "withdraw": SideStep(
        "withdraw",
        "Withdraw the project",
        (
            "The project ends here and cannot be taken up again.",
            "Rounds and consultations that are open close undecided, and whoever was asked to act "
            "is told.",
            "The record stays and can be read.",
        ),
        "Withdraw for good",
        State.WITHDRAWN,
        final=True,
    ),
}
