"""Departments: added and renamed by administrators, each once."""

import threading
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Department
from accounts.services import departments
from accounts.services.departments import save_department
from accounts.services.people import administering
from core.models import Event
from core.refused import Forbidden, Invalid
from tests.core.test_events import in_threads
from tests.factories import Cast


def save(client: Client, cast: Cast, name: str, department: Department | None = None) -> Any:
    client.force_login(cast.administrator)
    data = {"act": "department", "department-name": name}
    if department is not None:
        data["department-department"] = str(department.pk)
    return client.post(reverse("people"), data)


def told() -> list[tuple[str, str, str]]:
    events = Event.objects.filter(subject__startswith="department ").order_by("sequence")
    return [(event.verb, event.detail["before"], event.detail["after"]) for event in events]


def test_an_administrator_adds_a_department_once_however_often_it_is_sent(
    client: Client, cast: Cast
) -> None:
    for name in ("Field  Service", "field service "):
        assert save(client, cast, name).status_code == 302
    assert Department.objects.filter(name__iexact="Field Service").count() == 1
    assert told() == [("department added", "", "Field Service")]
    page = client.get(reverse("people")).content.decode()
    assert "Customer Service, Field Service." in page


def test_an_administrator_renames_a_department_and_the_event_knows_both_names(
    client: Client, cast: Cast
) -> None:
    for _ in range(2):
        assert save(client, cast, "Customer Care", cast.department).status_code == 302
    cast.department.refresh_from_db()
    assert cast.department.name == "Customer Care"
    assert told() == [("department renamed", "Customer Service", "Customer Care")]


def test_a_name_in_use_is_refused_at_its_field_and_what_was_typed_is_kept(
    client: Client, cast: Cast
) -> None:
    save(client, cast, "Sales")
    response = save(client, cast, "SALES", cast.department)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_department-name"' in html
    assert 'value="SALES"' in html
    assert Department.objects.filter(pk=cast.department.pk, name="Customer Service").exists()


def test_a_department_without_a_name_is_refused(client: Client, cast: Cast) -> None:
    assert save(client, cast, "  ").status_code == 422
    with pytest.raises(Invalid):
        save_department(actor=cast.administrator, name=" ")


def test_only_administrators_add_departments(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    data = {"act": "department", "department-name": "Sales"}
    assert client.post(reverse("people"), data).status_code == 403
    with pytest.raises(Forbidden):
        save_department(actor=cast.manager, name="Sales")
    assert not Department.objects.filter(name="Sales").exists()


def test_two_administrators_who_add_one_department_at_once_add_one(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = threading.Barrier(2)

    def ask_together(actor: Any) -> None:
        meeting.wait(timeout=20)
        administering(actor)

    monkeypatch.setattr(departments, "administering", ask_together)
    names = ("Sales", "sales")

    def add(place: int) -> None:
        save_department(actor=committed.administrator, name=names[place])

    assert in_threads(2, add) == []
    assert Department.objects.filter(name__iexact="sales").count() == 1
