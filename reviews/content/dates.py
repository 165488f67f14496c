"""Stretches of time and lists of names as a sentence holds them."""

from collections.abc import Sequence
from datetime import datetime

from reviews.content.moments import waited


def since(moment: datetime) -> str:
    """Return how long something has been so: "since today", "for 1 day", "for 12 days"."""
    words = waited(moment)
    return words if words.startswith("since") else f"for {words}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence holds them: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
