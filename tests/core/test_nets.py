"""The nets under every page: a database that is away, and a service that says no."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.shortcuts import render
from django.test import Client, RequestFactory

from accounts.models import User
from core.middleware import Refusals
from core.refused import Forbidden, Invalid, Refused, Stale
from tests.factories import Cast, make_project


def test_a_database_that_is_away_is_a_plain_page(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.manager)
    ref = make_project(cast).ref

    def away(*_: object, **__: object) -> None:
        raise OperationalError("connection refused at 10.0.0.7")

    monkeypatch.setattr("initiation.views.projects.find_projects", away)
    response = client.get("/projects/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    html = response.content.decode()
    assert "10.0.0.7" not in html
    assert "Traceback" not in html
    assert ref not in html


def test_a_database_that_fails_for_the_session_is_the_same_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.manager)

    def away(*_: object, **__: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    response = client.get("/")
    assert response.status_code == 503
    assert "Traceback" not in response.content.decode()


def test_a_fault_of_ours_is_a_plain_page_without_its_trace(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.manager)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the code")

    monkeypatch.setattr("initiation.views.projects.find_projects", broken)
    response = client.get("/projects/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "a secret of the code" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Refused("It is settled."), 409, "It is settled."),
        (Forbidden("Only the director may.", "Dora Weiss"), 403, "Dora Weiss"),
        (Stale("It changed.", "/projects/GW-1/"), 409, "/projects/GW-1/"),
        (Invalid("Too long.", "name"), 422, "Too long."),
    ],
)
def test_a_refusal_no_view_caught_is_a_page_with_its_reason(
    rf: RequestFactory, cast: Cast, refusal: Refused, status: int, words: str
) -> None:
    request: Any = rf.get("/")
    request.user, request.htmx = User.objects.get(pk=cast.manager.pk), False
    request.session, request.csp_nonce = {}, "n"
    response = Refusals(lambda _: None).process_exception(request, refusal)  # type: ignore[arg-type, return-value]  # never called
    assert response is not None
    assert response.status_code == status
    assert words in response.content.decode()


def test_a_refusal_no_view_caught_gives_back_what_was_typed_and_no_password(
    rf: RequestFactory, cast: Cast
) -> None:
    sent = {
        "reason": "Two words <b>",
        "password": "a good one",
        "seen": "abc",
        "twice": ["x", "y z"],
    }
    request: Any = rf.post("/", sent)
    request.user, request.htmx = User.objects.get(pk=cast.manager.pk), False
    request.session, request.csp_nonce = {}, "n"
    net = Refusals(lambda _: None)  # type: ignore[arg-type, return-value]  # never called
    response = net.process_exception(request, Refused("It is settled."))
    assert response is not None
    html = response.content.decode()
    assert "Two words &lt;b&gt;" in html
    assert "y z" in html
    assert "a good one" not in html


def test_what_a_signed_in_person_reads_is_kept_by_no_cache_but_their_own(
    client: Client, cast: Cast
) -> None:
    assert not client.get("/help/").has_header("Cache-Control")
    client.force_login(cast.manager)
    for address in ("/", "/help/", f"/projects/{make_project(cast).ref}/", "/projects/GW-999999/"):
        said = client.get(address)["Cache-Control"]
        assert {word.strip() for word in said.split(",")} == {"private", "no-cache"}


def test_other_exceptions_are_left_alone(rf: RequestFactory) -> None:
    net = Refusals(lambda _: None)  # type: ignore[arg-type, return-value]  # never called
    assert net.process_exception(rf.get("/"), ValueError()) is None


@pytest.mark.parametrize("name", ["403.html", "404.html", "409.html", "429.html"])
def test_a_page_that_refuses_is_read_from_its_heading(rf: RequestFactory, name: str) -> None:
    request: Any = rf.get("/")
    request.htmx, request.csp_nonce = False, "n"
    html = render(request, name, {"reason": "", "holders": "", "changed_url": ""}).content.decode()
    assert re.search(r"<h1[^>]*\bautofocus\b", html)
