"""Whose turn it is and since when, said to one reader."""

from accounts.models import User
from initiation.content.spans import listed, since
from initiation.queries.turns import Turn

_NAMED = 3


def is_turn_of(turn: Turn, user: User) -> bool:
    """Tell whether the reader is among those who have to act."""
    return any(asked.is_of(user) for asked in turn)


def named(turn: Turn, reader: User) -> str:
    """Name who has to act, the reader first and as "you"; of many the first ones."""
    others = dict.fromkeys(
        (asked.person.pk, asked.person.name) for asked in turn if not asked.is_of(reader)
    )
    names = ["you"] * is_turn_of(turn, reader) + [name for _, name in others]
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} others"]
    return listed(names)


def waiting_since(turn: Turn) -> str:
    """Return how long the first of them has been waited for; empty when nobody is."""
    return since(min(asked.since for asked in turn)) if turn else ""
