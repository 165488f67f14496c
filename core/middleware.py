"""Under every page: who may keep it, a database that is away, and a service that says no."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import patch_cache_control

from core.refused import Refused
from core.typed_texts import texts_of

AWAY = (OperationalError, InterfaceError)
GetResponse = Callable[[HttpRequest], HttpResponse]
STRANGERS_BYTES = 256 * 1024
TOO_LONG = "This is more than can be sent without signing in. Sign in, and send it again."


class CompressedPages(GZipMiddleware):
    """Compress pages and nothing else: files keep their length and can be asked for in parts.

    Django pads compressed pages at random and masks its tokens, which is what protects them from
    being guessed by their length (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress an HTML answer for a browser that accepts it."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class StrangersSendLittle:
    """Refuse a long request from whoever is not signed in, before any of it is read.

    A sheet may hold megabytes and a hundred thousand fields; taking such a form apart costs seconds
    that nobody shall have without an account.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 when the length said, or left out, is more than a stranger's form needs."""
        sent = request.META.get("CONTENT_LENGTH") or "0"
        too_long = not sent.isdigit() or int(sent) > STRANGERS_BYTES
        if too_long and not request.user.is_authenticated:
            context = {"reason": TOO_LONG, "holders": "", "changed_url": ""}
            return render(request, "409.html", context, status=413)
        return self.get_response(request)


class KeptPrivate:
    """Let no cache between keep what a signed-in person reads, and the browser ask again each time.

    ``no-store`` would also empty a form when its writer goes back to it, so it is left to files.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer unless its view has said how it may be kept."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class DatabaseDown:
    """Answer 503 with a plain page where a view finds that the database cannot be reached.

    What fails before any view, such as reading the session, comes to ``core.views.server_error``.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch the failure where a view raised it."""
        return database_away() if isinstance(exception, AWAY) else None


def database_away() -> HttpResponse:
    """Return the page that needs nothing but the disk."""
    body = get_template("503.html").render({})
    return HttpResponse(body, status=503, headers={"Retry-After": "10"})


class Refusals:
    """Turn a refusal that no view caught into its page: 403, 409 or 422, with the reason."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the refusal; other exceptions are not ours."""
        if not isinstance(exception, Refused):
            return None
        template = "403.html" if exception.status == 403 else "409.html"
        context = {
            "reason": exception.reason,
            "holders": getattr(exception, "holders", ""),
            "changed_url": getattr(exception, "changed_url", ""),
            "typed": texts_of(request.POST.lists()),
        }
        return render(request, template, context, status=exception.status)
