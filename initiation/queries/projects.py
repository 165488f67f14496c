"""Finding projects among those a person can see."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.access import Permission
from accounts.models import User
from initiation.models import Project
from initiation.models.managers import ProjectQuerySet

PAGE = 25
COUNTED = 1000
SOURCES = 200  # as many projects to start from are offered in one list


def find_projects(
    user: User,
    *,
    words: str = "",
    state: str = "",
    oldest_first: bool = False,
    beyond: int | None = None,
) -> list[Project]:
    """Return up to a page and one more of the projects ``user`` can see, newest first if not said.

    ``words`` is part of a name or a reference, ``beyond`` the key that the page before ended with.
    """
    found = _fitting(user, words, state).with_people()
    if beyond is not None:
        found = found.filter(**{"pk__gt" if oldest_first else "pk__lt": beyond})
    return list(found.order_by("pk" if oldest_first else "-pk")[: PAGE + 1])


def count_projects(user: User, *, words: str = "", state: str = "") -> int:
    """Return how many projects fit, counting no further than one more than ``COUNTED``."""
    return _fitting(user, words, state).order_by()[: COUNTED + 1].count()


def _fitting(user: User, words: str, state: str) -> ProjectQuerySet:
    found = Project.objects.visible_to(user, Permission.VIEW_TEAM_CASE)
    if words:
        by_ref = Q(pk=int(words[3:])) if _is_ref(words) else Q(pk__in=[])
        found = found.filter(Q(name__icontains=words) | by_ref)
    return found.filter(state=state) if state else found


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


def sources_for(user: User, *, also: str = "") -> list[Project]:
    """Return the projects that ``user`` can start another from: templates first, then the newest.

    ``also`` is the reference of one that is listed however old it is, if the user may have it. A
    template whose manager's account is closed is offered no longer.
    """
    visible = Project.objects.visible_to(user, Permission.VIEW_PROJECT)
    offered = Q(is_template=True, manager__is_active=True)
    reachable = Project.objects.filter(offered | Q(pk__in=visible.values("pk")))
    open_to = reachable.select_related("manager")
    found = list(open_to.order_by("-is_template", "-pk")[:SOURCES])
    number = also.removeprefix("GW-")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    if wanted and all(one.pk != wanted for one in found):
        found += open_to.filter(pk=wanted)
    return found
