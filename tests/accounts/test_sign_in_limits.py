"""Guessing passwords is slowed down for whoever guesses, and for nobody else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from config.access_log import without_secrets
from tests.factories import PASSWORD, Cast

pytestmark = pytest.mark.django_db
GUESSES = 10


def sign_in(email: str, password: str, forwarded: str) -> Any:
    return Client().post(
        "/login/",
        {"login": email, "password": password},
        headers={"X-Forwarded-For": forwarded},
    )


def guess(forwarded: str) -> None:
    for number in range(GUESSES):
        sign_in(f"nobody{number}@example.org", "a wrong password", forwarded)


def too_many(response: Any) -> bool:
    return "Too many failed login attempts" in response.content.decode()


def test_behind_a_trusted_proxy_one_guesser_does_not_lock_out_the_others(
    cast: Cast, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guess("198.51.100.7")
    assert too_many(sign_in(cast.manager.email, PASSWORD, "198.51.100.7"))
    assert sign_in(cast.manager.email, PASSWORD, "198.51.100.8").status_code == 302


def test_an_address_that_nobody_vouches_for_is_not_believed(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    guess("198.51.100.7")
    assert too_many(sign_in(cast.manager.email, PASSWORD, "198.51.100.8"))


def test_attempts_are_counted_where_every_web_process_looks(
    django_assert_num_queries: Any,
) -> None:
    cache.set("attempts", 3)
    with django_assert_num_queries(1):
        assert cache.get("attempts") == 3


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("GET /invitation/MQ/c5x-12ab/ HTTP/1.1", "GET /invitation/…/ HTTP/1.1"),
        (
            "https://g.example/password/reset/key/1-set/?a=b",
            "https://g.example/password/reset/key/…/?a=b",
        ),
        ("GET /projects/GW-1/ HTTP/1.1", "GET /projects/GW-1/ HTTP/1.1"),
    ],
)
def test_links_that_open_an_account_are_cut_from_the_access_log(line: str, written: str) -> None:
    assert without_secrets(line) == written
