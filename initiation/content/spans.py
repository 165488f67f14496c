"""Stretches of time and lists of names as people say them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone


def waited(since: datetime) -> str:
    """Return how many nights something has waited: "since today", "1 day", "12 days"."""
    days = (timezone.localdate() - timezone.localdate(since)).days
    if days <= 0:
        return "since today"
    return "1 day" if days == 1 else f"{days} days"


def since(moment: datetime) -> str:
    """Return how long something has been so: "since today", "for 1 day", "for 12 days"."""
    words = waited(moment)
    return words if words.startswith("since") else f"for {words}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence holds them: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
