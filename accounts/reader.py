"""Who is reading: the account behind a request, as services want it."""

from django.http import HttpRequest

from accounts.models import User


def reader_of(request: HttpRequest) -> User:
    """Return the signed-in person. Raises TypeError where a view forgot to ask for sign-in."""
    if not isinstance(request.user, User):
        raise TypeError("this page is only shown to people who are signed in")
    return request.user
