"""What every page needs: the reader's theme and time zone, their turn count and the navigation."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import Permission, can
from accounts.models import User
from reviews.queries.work import your_turn_count


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of base.html; safe for pages without a session or a user."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "theme": "auto",
            "user_name": "",
            "time_zone": "",
            "your_turn_count": 0,
            "nav_items": [],
            "errors": [],
        }
    return {
        "theme": user.theme,
        "user_name": user.name,
        "time_zone": str(timezone.get_current_timezone()),
        "your_turn_count": SimpleLazyObject(lambda: your_turn_count(user)),
        "nav_items": _navigation(request.path, user),
        "errors": [],
    }


def _navigation(path: str, user: User) -> list[tuple[str, str, bool]]:
    work, projects, people = reverse("my-work"), reverse("projects"), reverse("people")
    items = [
        ("My work", work, path == work),
        ("Projects", projects, path.startswith(projects)),
    ]
    if can(user, Permission.MANAGE_PEOPLE):
        items.append(("People", people, path.startswith(people)))
    return items
