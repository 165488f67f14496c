"""Accounts meet what no browser sends, a mail server that is away, and the open addresses."""

from typing import Any

import pytest
from django.conf import settings as used
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from accounts.models import User
from core.models import Job
from core.services.jobs import drain_one
from tests.factories import Cast, make_person, make_project
from tests.test_authz_matrix import OPEN_NAMES

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LONG = f"{'a' * 280}@example.org"


def delivered() -> list[Any]:
    while drain_one():
        pass
    return list(mail.outbox)


def test_a_search_for_what_the_database_cannot_hold_finds_nobody(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.administrator)
    assert client.get(reverse("people"), {"q": "a\0b"}).status_code == 200
    assert client.get(reverse("people"), {"q": "\0"}).status_code == 200


def test_an_address_that_is_too_long_is_refused_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    response = client.post(reverse("people"), {"email": LONG, "name": "New Person"})
    assert response.status_code == 422
    assert "at most 254 characters" in response.content.decode()
    assert LONG in response.content.decode()


def test_a_member_with_an_address_that_is_too_long_is_refused_too(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    data = {"email": LONG, "name": "New Person", "part": "team", "stage": ""}
    response = client.post(reverse("members", args=[project.ref]), data)
    assert response.status_code == 422
    assert "at most 254 characters" in response.content.decode()


@pytest.mark.parametrize("act", ["", "save", "ROLES"])
def test_a_button_that_is_not_on_the_page_takes_no_role_away(
    client: Client, cast: Cast, act: str
) -> None:
    person = make_person("Ann Otter", Role.AUDITOR)
    client.force_login(cast.administrator)
    response = client.post(reverse("person", args=[person.pk]), {"act": act})
    assert response.status_code == 422
    assert User.objects.get(pk=person.pk).roles == {Role.AUDITOR}


@pytest.mark.parametrize("roles", [["emperor"], ["true"], ["administrator", "1"]])
def test_a_role_that_does_not_exist_gives_none(
    client: Client, cast: Cast, roles: list[str]
) -> None:
    client.force_login(cast.administrator)
    url = reverse("person", args=[cast.stranger.pk])
    assert client.post(url, {"act": "roles", "roles": roles}).status_code == 422
    assert User.objects.get(pk=cast.stranger.pk).roles == frozenset()


def test_nobody_changes_more_of_themselves_than_the_page_offers(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    data = {"name": "Sven Fremd", "theme": "auto", "time_zone": "UTC", "email": "x@example.org",
            "is_active": "false", "roles": ["administrator"], "title": "King"}  # fmt: skip
    client.post(reverse("account"), data)
    person = User.objects.get(pk=cast.stranger.pk)
    assert (person.email, person.title, person.roles) == ("sven.fremd@example.org", "", frozenset())


def test_a_mail_server_that_is_away_delays_the_link_and_breaks_no_page(
    cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, 1
    client = Client(raise_request_exception=False)
    page = client.post(reverse("account_reset_password"), {"email": cast.manager.email})
    assert page.status_code == 302
    assert drain_one()
    job = Job.objects.get(kind="mail")
    assert job.state == "waiting"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Job.objects.update(not_before=job.created_at)
    assert [sent.to for sent in delivered()] == [[cast.manager.email]]
    job.refresh_from_db()
    assert job.payload["body"] == ""


def test_the_link_of_a_forgotten_password_leads_to_our_own_address(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS, settings.ALLOWED_HOSTS = "https://groundwork.example", ["*"]
    data = {"email": cast.manager.email}
    client.post(reverse("account_reset_password"), data, headers={"host": "evil.example"})
    (sent,) = delivered()
    assert sent.subject == "Groundwork: Choose a new password"
    assert "https://groundwork.example/password/reset/key/" in sent.body
    assert "evil.example" not in sent.body
    assert f"Hello {cast.manager.name}," in sent.body


def test_an_address_without_account_is_told_so_by_mail_and_offered_no_registration(
    client: Client, cast: Cast
) -> None:
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    (sent,) = delivered()
    assert "No account has this address" in sent.body
    assert "signup" not in sent.body


def test_an_invited_person_whose_link_is_too_old_opens_the_account_with_a_new_one(
    client: Client, cast: Cast
) -> None:
    person = User.objects.create_user("late@example.org", name="Lea Late")
    client.force_login(cast.administrator)
    url = reverse("person", args=[person.pk])
    assert "Invited" in client.get(url).content.decode()
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": person.email})
    (sent,) = delivered()
    path = sent.body.split(used.PUBLIC_ADDRESS, 1)[1].split()[0]
    where = visitor.get(path, follow=True).redirect_chain[-1][0]
    words = "nineteen blue lanterns"
    assert visitor.post(where, {"password1": words, "password2": words}).status_code == 302
    assert "Invited" not in client.get(url).content.decode()


@pytest.mark.parametrize("name", sorted(OPEN_NAMES))
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_open_addresses_answer_everybody_without_a_fault(
    cast: Cast, name: str, signed_in: bool
) -> None:
    parts = {
        "accept-invitation": {"uid": "MQ", "token": "a-b"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    }
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(cast.manager)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        response = client.generic(method, reverse(name, kwargs=parts.get(name, {})))
        assert response.status_code in (200, 302, 405, 410), (method, response.status_code)


def test_registration_is_closed(client: Client, cast: Cast) -> None:
    data = {"email": "me@example.org", "password1": "nineteen blue lanterns"}
    page = client.post(reverse("account_signup"), data)
    assert "Accounts are by invitation" in page.content.decode()
    assert not User.objects.filter(email="me@example.org").exists()
