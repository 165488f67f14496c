"""The pages that belong to no room: help, errors, health."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from core.middleware import AWAY, database_away


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain roles, rules and shortcuts."""
    return render(request, "help.html")


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is gone, usually because the session ended."""
    context = {
        "reason": "This form was opened in a session that has ended, so it was not saved.",
        "holders": "",
    }
    return render(request, "403.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    context = {"reason": "The request could not be understood.", "holders": "", "changed_url": ""}
    return render(request, "409.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that Django itself forbids."""
    context = {"reason": "This page is not open to you.", "holders": ""}
    return render(request, "403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no net caught: 503 while the database is away, else 500, both plain pages."""
    if isinstance(sys.exc_info()[1], AWAY):
        return database_away()
    return HttpResponse(get_template("500.html").render({}), status=500)
