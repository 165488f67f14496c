"""A browser without JavaScript, as far as these tests need one: it reads a form and posts it."""

from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User


class FormReader(HTMLParser):
    """Collects what the form with the given id would send, as a browser does."""

    def __init__(self, html: str, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.sent: dict[str, list[str]] = {}
        self.select = ""
        self.area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of an input, or remember which one the following text belongs to."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"submit", "button"}:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.sent.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.sent[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        """Leave the form, the select or the text area."""
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        """Collect the text of a text area; browsers drop the newline it begins with."""
        if self.area:
            self.sent[self.area][0] += data


def opened(client: Client, user: User, url: str, form_id: str = "sheet") -> dict[str, Any]:
    """Sign in, open the page and return what its form would send."""
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    sent: dict[str, Any] = FormReader(response.content.decode(), form_id).sent
    sent.pop("csrfmiddlewaretoken", None)
    for name, values in sent.items():
        if any(value.startswith("\n") for value in values):
            sent[name] = [value.removeprefix("\n") for value in values]
    return sent


def shown(client: Client, user: User, url: str) -> str:
    """Sign in and return the page."""
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, user: User, url: str) -> int:
    """Return how many queries the page asks."""
    shown(client, user, url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)
