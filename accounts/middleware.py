"""Pages are in the time zone that the reader chose, else in the installation's."""

import zoneinfo
from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class PersonalSettings:
    """Activate the signed-in person's time zone for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on in the person's zone, the installation's when they chose none."""
        with timezone.override(_zone(getattr(request.user, "time_zone", ""))):
            return self.get_response(request)


def _zone(name: str) -> tzinfo:
    """Return the zone of this name, the installation's when it is empty or unknown by now."""
    if name:
        with suppress(zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo(name)
    return timezone.get_default_timezone()
