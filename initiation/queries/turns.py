"""Whose turn it is. Who has spoken already is known further up, so a setting names who answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.access import ROLES_BY_MEMBERSHIP, Role
from accounts.models import User
from initiation.models import Project


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who has to act in a project: as what, and since when."""

    person: User
    role: Role
    since: datetime

    def is_of(self, user: User) -> bool:
        """Tell whether it is this person, who still may act."""
        holds = self.role in user.roles or self.role in ROLES_BY_MEMBERSHIP
        return self.person.pk == user.pk and holds


Turn = tuple[Asked, ...]


def whose_turn(projects: Sequence[Project]) -> Mapping[int, Turn]:
    """Return who has to act in each of these projects, read for all of them at once."""
    ask: Callable[[Sequence[Project]], Mapping[int, Turn]] = import_string(settings.WHOSE_TURN)
    return ask(projects)
