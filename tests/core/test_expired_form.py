"""A form whose token is gone is not taken, says so in its own words and gives the text back."""

from django.test import Client
from django.urls import reverse

from tests.factories import Cast

PAGE = "http://testserver/account/"


def refused(cast: Cast, referer: str, **posted: str) -> str:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.manager)
    response = client.post(reverse("account"), posted, headers={"Referer": referer})
    assert response.status_code == 403
    return response.content.decode()


def test_it_says_why_and_shows_what_was_written(cast: Cast) -> None:
    page = refused(cast, PAGE, comment="The count is <b>wrong</b>.", csrfmiddlewaretoken="old")
    assert '<h1 tabindex="-1">That was not saved</h1>' in page
    assert "not open to you" not in page
    assert f'href="{PAGE}"' in page
    assert "The count is &lt;b&gt;wrong&lt;/b&gt;." in page


def test_it_never_shows_a_password(cast: Cast) -> None:
    assert "very secret" not in refused(cast, PAGE, oldpassword="some very secret words")


def test_what_another_site_sends_is_not_shown_and_not_linked(cast: Cast) -> None:
    page = refused(cast, "https://example.org/trap/", comment="Call this number now.")
    assert "Call this number now." not in page
    assert "example.org/trap" not in page
