"""Reading and sending pages as a browser without JavaScript does."""

from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from initiation.models import Project

MOST_QUERIES = 20


def says_first_that_it_is_stale(html: str) -> bool:
    """Whether a page says at once, in title and focused summary, what changed meanwhile."""
    summary = html[html.find("gw-error-summary") :].partition("</div>")[0]
    return (
        "<title>Error:" in html
        and "autofocus" in summary
        and 'href="#stale"' in summary
        and 'id="stale"' in html
    )


class Browser:
    """A client that signs people in and reads pages by the name of their address."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, user: User, name: str, project: Project, *rest: object) -> tuple[int, str]:
        """Return the status and the words of a page."""
        self.client.force_login(user)
        response = self.client.get(reverse(name, args=[project.ref, *rest]))
        return response.status_code, unescape(response.content.decode())

    def post(
        self, user: User, name: str, project: Project, *rest: object, **data: Any
    ) -> tuple[int, str]:
        """Send a form; return the status and the words, or where it leads."""
        self.client.force_login(user)
        typed = {key.replace("__", "."): value for key, value in data.items()}
        response = self.client.post(reverse(name, args=[project.ref, *rest]), typed)
        return response.status_code, response.get("Location", unescape(response.content.decode()))

    def queries(self, user: User, name: str, project: Project, *rest: object) -> int:
        """Return how many queries a page asks, once the process is warm."""
        self.get(user, name, project, *rest)
        with CaptureQueriesContext(connection) as caught:
            self.client.get(reverse(name, args=[project.ref, *rest]))
        return len(caught)
