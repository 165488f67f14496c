"""The way of a project so far: one line for each thing that was decided, signed or heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dossiers.content.standing import OUTCOME_MARKS
from dossiers.content.words import moment
from dossiers.queries.record import Record
from initiation.mlops import NEED_NAMES, Need
from initiation.workflow import GATE_NAMES, Gate
from reviews.content.moments import points
from reviews.models import Consultation, TeamStance
from reviews.models.names import name_of


@dataclass(frozen=True, slots=True)
class WayRow:
    """One line of the decision summary."""

    step: str
    mark: str
    result: str
    who: str
    when: str


def way_rows(record: Record) -> tuple[WayRow, ...]:
    """Return what happened, oldest first."""
    found = [*_rounds(record), *_assessments(record), *_signatures(record), *_teams(record)]
    return tuple(row for _, row in sorted(found, key=lambda pair: pair[0]))


def _rounds(record: Record) -> Iterator[tuple[datetime, WayRow]]:
    for found in record.rounds:
        decision = found.decision
        yield (
            decision.decided_at,
            WayRow(
                f"{GATE_NAMES[Gate(found.gate)]}, round {found.number}",
                OUTCOME_MARKS[decision.outcome],
                decision.get_outcome_display(),
                name_of(decision, "decided_by"),
                moment(decision.decided_at),
            ),
        )


def _assessments(record: Record) -> Iterator[tuple[datetime, WayRow]]:
    for found in record.assessments:
        if found.decided_by is not None and found.decided_at is not None:
            said = NEED_NAMES[Need(found.decided)]
            who = name_of(found, "decided_by")
            row = WayRow("Is MLOps needed?", "accepted", said, who, moment(found.decided_at))
            yield found.decided_at, row


def _signatures(record: Record) -> Iterator[tuple[datetime, WayRow]]:
    for found in record.sign_offs:
        mark, word = ("accepted", "Signed") if found.signed else ("rejected", "Refused to sign")
        yield (
            found.at,
            WayRow("Management case", mark, word, name_of(found, "signer"), moment(found.at)),
        )


def _teams(record: Record) -> Iterator[tuple[datetime, WayRow]]:
    for found in record.consultations:
        readings = list(found.readings.all())
        if readings:
            last = max(reading.read_at for reading in readings)
            names = ", ".join(name_of(reading, "member") for reading in readings)
            yield last, WayRow("Team case", "accepted", _heard(found), names, moment(last))


def _heard(found: Consultation) -> str:
    """Return how much was unclear or of concern; it is answered before a team case closes."""
    raised = sum(response.stance != TeamStance.CLEAR for response in found.responses.all())
    return f"Read, {points(raised)}" if raised else "Read, all clear"
