"""A follow-up with what was asked and answered, for its component."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from reviews.content.moments import moment
from reviews.models import FollowUp


def thread(
    ref: str, item: FollowUp, *, is_open: bool, replies: bool, closable: bool = False
) -> dict[str, Any]:
    """Return one follow-up of the project ``ref``, with what the reader may do to it."""
    entries = [_entry(item.asked_by.name, item.asked_at, item.text)]
    if item.answered_at is not None and item.answered_by is not None:
        entries.append(_entry(item.answered_by.name, item.answered_at, item.answer))
    close = {
        "label": "Close this follow-up",
        "url": reverse("close-follow-up", args=[ref, item.pk]),
    }
    may_reply = replies and is_open and item.answered_at is None
    return {
        "id": item.pk,
        "blocking": item.blocking,
        "open": is_open,
        "entries": entries,
        "actions": [close] if closable and is_open else [],
        "reply_url": reverse("answer-follow-up", args=[ref, item.pk]) if may_reply else "",
    }


def _entry(who: str, at: datetime, text: str) -> dict[str, str]:
    return {"who": who, "when": moment(at), "when_iso": at.isoformat(), "text": text}
