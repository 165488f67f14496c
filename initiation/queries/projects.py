"""Finding projects among those a person can see."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.access import Permission
from accounts.models import User
from initiation.models import Project

PAGE = 25


def find_projects(
    user: User, *, words: str = "", state: str = "", before: int | None = None
) -> list[Project]:
    """Return up to a page and one more of the projects ``user`` can see, newest first.

    ``words`` is part of a name or a reference, ``before`` the key the page begins under.
    """
    found = Project.objects.with_people().visible_to(user, Permission.VIEW_TEAM_CASE)
    if words:
        by_ref = Q(pk=int(words[3:])) if _is_ref(words) else Q(pk__in=[])
        found = found.filter(Q(name__icontains=words) | by_ref)
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def open_to(user: User, projects: Iterable[Project], permission: Permission) -> frozenset[int]:
    """Return the keys of those of these projects on which ``user`` may use ``permission``."""
    found = Project.objects.filter(pk__in=[project.pk for project in projects])
    return frozenset(found.visible_to(user, permission).values_list("pk", flat=True))


def namesake_of(user: User, name: str) -> Project | None:
    """Return the project that has this name already, if ``user`` can see it."""
    visible = Project.objects.visible_to(user, Permission.VIEW_TEAM_CASE)
    return visible.filter(name__iexact=" ".join(name.split())).first()


def _is_ref(words: str) -> bool:
    number = words[3:]
    return (
        words.upper().startswith("GW-")
        and number.isascii()
        and number.isdigit()
        and len(number) < 16
    )
