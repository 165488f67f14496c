"""The notice on every page that a demo person sees."""

from django.http import HttpRequest  # noqa: TID251 - a context processor is given a request

from demo.reading import DOMAIN


def notice(request: HttpRequest) -> dict[str, bool]:
    """Say whether the reader is a demo person, without asking the database again."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {"demo_notice": known and user.email.endswith(f"@{DOMAIN}")}
