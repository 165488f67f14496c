"""The pages that belong to no room: help, errors, health."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from core.middleware import AWAY, database_away
from core.typed_texts import texts_of

TOO_MUCH = (
    "That is more than a page can take at once. What you typed is still in the form: go back in "
    "your browser, keep what belongs there, and add the rest as evidence or as raw data."
)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain roles, rules and shortcuts."""
    return render(request, "help.html")


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is gone: the session ended, or its reader signed in again since.

    Nothing is taken, but what somebody wrote on a page of ours is shown again, to be copied.
    """
    page_url = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        page_url, {request.get_host()}, require_https=request.is_secure()
    ):
        page_url = ""
    context = {"page_url": page_url, "typed": texts_of(request.POST.lists()) if page_url else []}
    return render(request, "expired_form.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense, or one that is more than a page can take."""
    reason, status = "The request could not be understood.", 400
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        reason, status = TOO_MUCH, 413
    context = {"reason": reason, "holders": "", "changed_url": ""}
    return render(request, "409.html", context, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that Django itself forbids."""
    context = {"reason": "This page is not open to you.", "holders": ""}
    return render(request, "403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no net caught: 503 while the database is away, else 500, both plain pages."""
    if isinstance(sys.exc_info()[1], AWAY):
        return database_away()
    return HttpResponse(get_template("500.html").render({}), status=500)
