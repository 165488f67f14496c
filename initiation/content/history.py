"""Events in the words people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from core.models import Event
from initiation.workflow import STATE_NAMES, State

_MOVED = {
    "submit_ml_exam": "Submitted to the IT director",
    "approve_ml": "Approved in the first examination",
    "request_changes_ml": "Changes requested in the first examination",
    "reject_ml": "Rejected in the first examination",
    "confirm_poc": "Confirmed that MLOps is not needed",
    "confirm_mlops": "Confirmed that MLOps is needed",
    "submit_management": "Management case submitted for signature",
    "complete_signatures": "Signed by the last of management",
    "refuse_management": "Management refused to sign",
    "approve_mlops": "Approved in the second examination",
    "request_changes_mlops": "Changes requested in the second examination",
    "reject_mlops": "Rejected in the second examination",
    "submit_team": "Team asked for its responses",
    "initiate": "Initiation confirmed",
    "hold": "Put on hold",
    "resume": "Resumed",
    "withdraw": "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event."""

    who: str
    what: str
    when: str
    when_iso: str
    detail: str
    hash: str
    url: str = ""


# Reasons that everybody on the project may read; the others are words of an examination.
_OPEN_REASONS = frozenset({"hold", "resume", "withdraw"})


def history_entry(event: Event, *, with_reasons: bool) -> HistoryEntry:
    """Return ``event`` in words; needs it fetched with its actor.

    Without ``with_reasons`` the reasons of examiners and signers are left out.
    """
    reason = event.detail.get("reason", "")
    said = reason if with_reasons or event.verb in _OPEN_REASONS else ""
    at = timezone.localtime(event.at)
    return HistoryEntry(
        who=event.actor.name if event.actor else "Groundwork",
        what=_MOVED.get(event.verb, event.verb[:1].upper() + event.verb[1:]),
        when=date_format(at, "j F Y, H:i"),
        when_iso=at.isoformat(),
        detail=_detail(event.detail, said),
        hash=event.case_file_sha256,
    )


def _detail(detail: Mapping[str, Any], reason: str) -> str:
    said = [reason]
    if "to" in detail:
        said.append(f"Now: {STATE_NAMES[State(detail['to'])]}")
    said += [
        f"{detail[key]} {detail.get('title') or detail.get('name', '')}".strip()
        for key in ("evidence", "source")
        if key in detail
    ]
    return "\n".join(filter(None, said))
