"""What hangs on a person, as ready words."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from initiation.content.identity import state_variant
from initiation.models import Project
from initiation.queries.seats import SEAT_NAMES, Held, Seat, replaceable


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat of a person on a project that runs, as a row of `ui/task_row.html`."""

    id: str
    name: str
    meta: str
    hint: str
    variant: str
    status: str
    url: str = ""


def seat_rows(user: User, seats: Sequence[Held]) -> list[SeatRow]:
    """Return what ``user`` does on projects that run, and who may name somebody else for it."""
    return [_row(user, held, f"seat-{number}") for number, held in enumerate(seats, 1)]


def seat_choices(user: User, seats: Sequence[Held]) -> list[tuple[str, str]]:
    """Return the seats an administrator may give to somebody else, as choices."""
    return [
        (held.key, f"{held.project}: {SEAT_NAMES[held.seat]}")
        for held in seats
        if replaceable(held.seat, user)
    ]


def why_kept(seat: Seat, holder: User, project: Project) -> str:
    """Return why an administrator cannot give this seat to somebody else."""
    if seat is Seat.MANAGER:
        return "Nobody can take over what a project manager began; they can withdraw the project."
    return f"{holder.name} can still act here: {project.manager.name} decides on who does it."


def _row(user: User, held: Held, row_id: str) -> SeatRow:
    name, project = SEAT_NAMES[held.seat], held.project
    note = "" if replaceable(held.seat, user) else why_kept(held.seat, user, project)
    return SeatRow(
        id=row_id,
        name=str(project),
        meta=f"{name[:1].upper()}{name[1:]}",
        hint=note,
        variant=state_variant(project.where),
        status=project.where_in_words,
    )
