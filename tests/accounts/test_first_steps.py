"""How an empty installation comes to its first project, with nothing but its pages."""

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from accounts.models import Department, RoleGrant, User
from core.models import Event
from core.services.jobs import drain_one
from initiation.models import Project
from tests.factories import Cast

PASSWORD = "nineteen blue lanterns"


def accept(link: str, email: str) -> Client:
    """Follow an invitation, choose a password and sign in."""
    visitor = Client()
    path = "/invitation/" + link.split("/invitation/", 1)[1].split()[0]
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    signed_in = visitor.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert signed_in.status_code == 302
    return visitor


def add_administrator(email: str, name: str = "Ada First") -> str:
    said = io.StringIO()
    call_command("add_administrator", email, name, stdout=said)
    return said.getvalue()


def choices(html: str, label: str) -> str:
    """Return the value of the option that shows these words."""
    found = re.search(rf'<option value="(\d+)"[^>]*>{label}', html)
    assert found, label
    return found[1]


@pytest.mark.django_db
def test_an_empty_installation_comes_to_its_first_project_by_its_pages() -> None:
    assert not User.objects.exists()
    assert not Department.objects.exists()
    ada = accept(add_administrator("ada@example.org"), "ada@example.org")
    people = reverse("people")
    assert "None yet. Every project belongs to a department" in ada.get(people).content.decode()
    added: dict[str, Any] = {"act": "department", "department-name": "Field Service"}
    assert ada.post(people, added).status_code == 302
    department = choices(ada.get(people).content.decode(), "Field Service")
    for name, role in (("Mia", "project_manager"), ("Dan", "director"), ("Sue", "management")):
        invitation = {
            "email": f"{name}@example.org", "name": name, "department": department,
            "roles": [role],
        }  # fmt: skip
        assert ada.post(people, invitation).status_code == 302
    while drain_one():
        pass
    links = {sent.to[0]: str(sent.body) for sent in mail.outbox}
    mia = accept(links["mia@example.org"], "mia@example.org")
    page = mia.get(reverse("new-project")).content.decode()
    wanted = {
        "name": "Van parts", "department": choices(page, "Field Service"),
        "sponsor": choices(page, "Sue"), "director": choices(page, "Dan"),
    }  # fmt: skip
    response = mia.post(reverse("new-project"), wanted)
    project = Project.objects.get(name="Van parts")
    assert response["Location"] == reverse("project", args=[project.ref])
    assert mia.get(response["Location"]).status_code == 200


def test_the_page_of_a_new_project_says_what_is_missing_and_who_can_add_it(
    client: Client, cast: Cast
) -> None:
    Department.objects.all().delete()
    RoleGrant.objects.filter(role=Role.DIRECTOR).delete()
    client.force_login(cast.manager)
    html = client.get(reverse("new-project")).content.decode()
    assert "a department; somebody with the role IT director." in html
    assert "Ask Adam Voss." in html
    assert "Create project" not in html
    assert f'href="{reverse("people")}"' not in html


def test_a_manager_who_is_administrator_is_led_to_where_it_is_added(
    client: Client, cast: Cast
) -> None:
    Department.objects.all().delete()
    RoleGrant.objects.create(user=cast.administrator, role=Role.PROJECT_MANAGER)
    client.force_login(cast.administrator)
    html = client.get(reverse("new-project")).content.decode()
    assert f'<a href="{reverse("people")}">People</a>' in html


@pytest.mark.django_db
@pytest.mark.parametrize("held", [True, False])
def test_the_address_of_a_closed_account_is_refused_in_words(*, held: bool) -> None:
    closed = User.objects.create_user("old@example.org", name="Old Hand", is_active=False)
    if held:
        RoleGrant.objects.create(user=closed, role=Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="account of this address is closed"):
        add_administrator("Old@example.org")
    assert RoleGrant.objects.filter(user=closed).count() == int(held)
    assert not Event.objects.exists()
    assert "/invitation/" in add_administrator("ada@example.org")


@pytest.mark.django_db
def test_an_open_account_becomes_administrator_beside_what_it_is() -> None:
    person = User.objects.create_user("old@example.org", name="Old Hand")
    RoleGrant.objects.create(user=person, role=Role.AUDITOR)
    add_administrator("old@example.org")
    (told,) = Event.objects.filter(verb="roles changed")
    assert told.detail == {"before": ["auditor"], "after": ["administrator", "auditor"]}
