"""Whoever is not signed in sends little; the rest is refused before it is read."""

import pytest
from django.test import Client

from core.middleware import STRANGERS_BYTES
from tests.factories import Cast

pytestmark = pytest.mark.django_db
LONG = {"login": "x" * STRANGERS_BYTES}


def test_a_long_form_of_a_stranger_is_refused_in_words(client: Client) -> None:
    answer = client.post("/login/", LONG)
    assert answer.status_code == 413
    assert "without signing in" in answer.content.decode()


def test_control_a_short_one_is_taken(client: Client) -> None:
    assert client.post("/login/", {"login": "nobody", "password": "x"}).status_code == 200


def test_a_length_that_is_none_is_refused(client: Client) -> None:
    assert client.post("/login/", {}, CONTENT_LENGTH="-1").status_code == 413


def test_somebody_signed_in_may_send_long_forms(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    assert client.post("/projects/new/", {"name": LONG["login"]}).status_code == 422
