"""The notice on every page that a demo person sees."""

from functools import cache

from django.http import HttpRequest  # noqa: TID251 - a context processor is given a request

from demo.reading import DOMAIN, organisation


def notice(request: HttpRequest) -> dict[str, str]:
    """Return the notice for demo people and nothing for others, without a query of its own."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated and user.email.endswith(f"@{DOMAIN}")
    return {"demo_notice": _text() if known else ""}


@cache
def _text() -> str:
    return str(organisation()["notice"])
