"""The one way to write an event."""

from typing import Any

from django.db import connection
from django.utils import timezone

from core.canonical import canonical_json, sha256
from core.models import Event

_LOG_LOCK = 7_301


def record(
    *,
    actor_id: int | None,
    verb: str,
    subject: str,
    detail: dict[str, Any] | None = None,
    case_file_sha256: str = "",
    principal_id: int | None = None,
) -> Event:
    """Append one event inside the caller's transaction and return it.

    Appends are serialised by a transaction-scoped advisory lock, so the sequence has no gaps:
    a transaction that fails gives its number back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event belongs to the transaction of what it tells")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOG_LOCK])
    last = Event.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous_hash = (last[0] + 1, last[1]) if last else (1, "0" * 64)
    event = Event(
        sequence=sequence,
        at=timezone.now(),
        actor_id=actor_id,
        principal_id=principal_id,
        verb=verb,
        subject=subject,
        detail=detail or {},
        case_file_sha256=case_file_sha256,
        previous_hash=previous_hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: Event) -> str:
    """Return the hash that chains ``event`` to the one before it."""
    return sha256(
        canonical_json(
            {
                "sequence": event.sequence,
                "at": event.at.isoformat(),
                "actor": event.actor_id,
                "principal": event.principal_id,
                "verb": event.verb,
                "subject": event.subject,
                "detail": event.detail,
                "case_file": event.case_file_sha256,
                "previous": event.previous_hash,
            }
        )
    )
