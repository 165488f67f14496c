"""Accounts: invitations, first passwords, settings, roles, forgotten passwords."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Role
from accounts.models import RoleGrant, User
from accounts.services.people import first_administrator, invitation_link, set_roles
from core.models import Event, Job
from core.refused import Refused
from core.services.jobs import drain_one
from tests.factories import Cast, make_person

PASSWORD = "nineteen blue lanterns"


def invite(client: Client, cast: Cast, **changes: object) -> object:
    client.force_login(cast.administrator)
    data = {"email": "new@example.org", "name": "New Person", "roles": ["director"], **changes}
    return client.post(reverse("people"), data)


def test_an_invited_person_opens_their_account_with_the_link_of_the_mail(
    client: Client, cast: Cast
) -> None:
    invite(client, cast)
    while drain_one():
        pass
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    link = re.search(r"https?://\S+(/invitation/\S+)", str(sent.body))
    assert link
    person = User.objects.get(email="new@example.org")
    assert person.roles == {Role.DIRECTOR}
    visitor = Client()
    assert visitor.get(link[1]).status_code == 200
    answer = visitor.post(link[1], {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    signed_in = visitor.post(
        reverse("account_login"), {"login": "new@example.org", "password": PASSWORD}
    )
    assert signed_in.status_code == 302
    assert visitor.get("/").status_code == 200


def test_a_link_works_once(client: Client, cast: Cast) -> None:
    invite(client, cast)
    path = invitation_link(User.objects.get(email="new@example.org")).split("8000", 1)[-1]
    path = "/invitation/" + path.split("/invitation/", 1)[1]
    client.post(path, {"password": PASSWORD, "again": PASSWORD})
    again = client.get(path)
    assert again.status_code == 410
    assert "no longer works" in again.content.decode()
    forged = client.get("/invitation/MQ/abc-123/")
    assert forged.status_code == 410


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("short", "short", "too short"), (PASSWORD, "other words here", "differ"),
     ("password1234", "password1234", "too common")],
)  # fmt: skip
def test_a_weak_or_mistyped_password_is_named_at_its_field(
    client: Client, cast: Cast, first: str, second: str, words: str
) -> None:
    invite(client, cast)
    path = (
        "/invitation/"
        + invitation_link(User.objects.get(email="new@example.org")).split("/invitation/", 1)[1]
    )
    response = client.post(path, {"password": first, "again": second})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_an_address_in_use_is_not_invited_twice(client: Client, cast: Cast) -> None:
    response = invite(client, cast, email=cast.manager.email.upper())
    assert response.status_code == 422  # type: ignore[attr-defined]  # a test client's response
    assert not Job.objects.filter(kind="mail").exists()


def test_only_administrators_see_people(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    response = client.get(reverse("people"))
    assert response.status_code == 403
    assert "administrator" in response.content.decode()


def test_roles_are_given_and_taken_but_never_ones_own_administration(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.administrator)
    url = reverse("person", args=[cast.stranger.pk])
    client.post(url, {"act": "roles", "roles": ["auditor", "management"]})
    assert User.objects.get(pk=cast.stranger.pk).roles == {Role.AUDITOR, Role.MANAGEMENT}
    own = reverse("person", args=[cast.administrator.pk])
    response = client.post(own, {"act": "roles", "roles": []})
    assert response.status_code == 422
    assert User.objects.get(pk=cast.administrator.pk).roles == {Role.ADMINISTRATOR}


def test_a_closed_account_is_signed_out_at_once_and_can_be_opened_again(
    client: Client, cast: Cast
) -> None:
    visitor = Client()
    visitor.force_login(cast.stranger)
    client.force_login(cast.administrator)
    url = reverse("person", args=[cast.stranger.pk])
    client.post(url, {"act": "close"})
    assert visitor.get("/")["Location"].startswith("/login/")
    client.post(url, {"act": "open"})
    assert User.objects.get(pk=cast.stranger.pk).is_active


def test_times_are_in_the_installations_zone_until_a_person_chooses_theirs(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Kathmandu"
    client.force_login(cast.manager)
    assert "Times are shown in the zone Asia/Kathmandu" in client.get("/").content.decode()
    assert "As usual here: Asia/Kathmandu" in client.get(reverse("account")).content.decode()
    data = {"name": "Mara Lind", "theme": "dark", "time_zone": "Asia/Tokyo"}
    client.post(reverse("account"), data)
    assert "Times are shown in the zone Asia/Tokyo" in client.get("/").content.decode()
    client.post(reverse("account"), data | {"time_zone": ""})
    assert "Times are shown in the zone Asia/Kathmandu" in client.get("/").content.decode()


def test_settings_are_saved_and_times_follow_the_zone(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    data = {"name": "Mara Lind", "theme": "dark", "time_zone": "Asia/Tokyo", "shortcuts": "on"}
    assert client.post(reverse("account"), data).status_code == 302
    person = User.objects.get(pk=cast.manager.pk)
    assert (person.theme, person.time_zone, person.shortcuts) == ("dark", "Asia/Tokyo", True)
    assert 'data-bs-theme="dark"' in client.get("/").content.decode()


def test_a_setting_that_makes_no_sense_is_refused_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    data = {"name": "", "theme": "pink", "time_zone": "Mars/Olympus"}
    response = client.post(reverse("account"), data)
    assert response.status_code == 422
    assert User.objects.get(pk=cast.manager.pk).theme == "auto"


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, cast: Cast) -> None:
    client.post(reverse("account_reset_password"), {"email": cast.manager.email})
    while drain_one():
        pass
    (sent,) = mail.outbox
    link = re.search(r"https?://[^/\s]+(/password/reset/key/\S+)", str(sent.body))
    assert link
    page = client.get(link[1], follow=True)
    where = page.redirect_chain[-1][0]
    data = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(where, data).status_code == 302
    assert User.objects.get(pk=cast.manager.pk).check_password(PASSWORD)


def test_a_forgotten_password_of_nobody_says_the_same(client: Client, cast: Cast) -> None:
    known = client.post(reverse("account_reset_password"), {"email": cast.manager.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.django_db
def test_the_first_administrator_is_made_once() -> None:
    assert "/invitation/" in first_administrator(email="a@example.org", name="Ada")
    with pytest.raises(Refused, match="administrator already"):
        first_administrator(email="b@example.org", name="Bea")


def test_the_list_of_people_asks_the_same_number_of_queries_for_more(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.administrator)
    client.get(reverse("people"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("people"))
    for number in range(3):
        person = make_person(f"More {number}", Role.AUDITOR)
        RoleGrant.objects.get_or_create(user=person, role=Role.MANAGEMENT)
    with CaptureQueriesContext(connection) as after:
        client.get(reverse("people"))
    assert len(before) == len(after) <= 20


def test_roles_can_only_be_set_by_an_administrator(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_roles(actor=cast.manager, user=cast.manager, roles=frozenset({Role.DIRECTOR}))


def test_a_new_name_is_recorded_with_the_old_one_and_other_settings_are_not(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.manager)
    data = {"name": "Dora Weiss", "theme": "dark", "time_zone": "UTC"}
    for _ in range(2):
        assert client.post(reverse("account"), data).status_code == 302
    (told,) = Event.objects.filter(subject=f"person {cast.manager.pk}")
    assert (told.verb, told.actor) == ("name changed", cast.manager)
    assert told.detail == {"before": "Mara Lind", "after": "Dora Weiss"}
