"""People at once: two administrators against each other, and two invitations of one person."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Decision, Role, can
from accounts.models import Invitation, RoleGrant, User
from accounts.services import people
from accounts.services.people import close_or_open, invite, invite_with_roles, set_roles
from core.models import Event, Job
from core.refused import Forbidden, Refused
from tests.core.test_events import in_threads
from tests.factories import Cast, make_person


def rivals(cast: Cast, monkeypatch: pytest.MonkeyPatch, way: str) -> list[str]:
    """Let two administrators, both found to be one, go on to remove each other."""
    pair = (cast.administrator, make_person("Ada Rival", Role.ADMINISTRATOR))
    meeting = threading.Barrier(2)
    locks = people._lock_administrators

    def lock_after_meeting() -> None:
        meeting.wait(timeout=20)
        locks()

    monkeypatch.setattr(people, "_lock_administrators", lock_after_meeting)

    def remove(place: int) -> None:
        actor, other = pair[place], pair[1 - place]
        if way == "role":
            set_roles(actor=actor, user=other, roles=frozenset())
        else:
            close_or_open(actor=actor, user=other, active=False)

    return in_threads(2, remove)


def administrators() -> int:
    return RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).count()


@pytest.mark.parametrize("way", ["role", "account"])
def test_two_administrators_who_remove_each_other_leave_one(
    committed: Cast, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    assert rivals(committed, monkeypatch, way) == [Forbidden.__name__]
    assert administrators() == 1


def test_control_without_the_lock_they_leave_none(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_asked = threading.Barrier(2)

    def asked(*args: Any) -> Decision:
        decision = can(*args)
        both_asked.wait(timeout=20)
        return decision

    monkeypatch.setattr(people, "_lock_administrators", lambda: None)
    monkeypatch.setattr(people, "can", asked)
    # Of two who take each other's role, the database may stop one for waiting on each other.
    assert rivals(committed, monkeypatch, "account") == []
    assert administrators() == 0


def test_two_invitations_of_one_person_at_once_are_one_account_and_one_mail(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = threading.Barrier(2)
    make = people._open_account

    def make_together(**fields: Any) -> User:
        meeting.wait(timeout=20)
        return make(**fields)

    monkeypatch.setattr(people, "_open_account", make_together)

    def ask(place: int) -> None:
        email = ("new@example.org", "New@Example.org")[place]
        invite(actor=committed.manager, email=email, name="New Person")

    assert in_threads(2, ask) == []
    assert User.objects.filter(email__iexact="new@example.org").count() == 1
    assert Job.objects.filter(kind="mail").count() == 1


def test_an_administrator_who_sends_an_invitation_twice_is_told_of_the_first(cast: Cast) -> None:
    def send(role: Role) -> None:
        invite_with_roles(
            actor=cast.administrator,
            email="new@example.org",
            name="New Person",
            roles=frozenset({role}),
        )

    send(Role.AUDITOR)
    with pytest.raises(Refused, match="already an account"):
        send(Role.DIRECTOR)
    assert User.objects.get(email="new@example.org").roles == {Role.AUDITOR}
    assert Job.objects.filter(kind="mail").count() == 1


def test_the_same_invitation_sent_twice_is_one_account_one_mail_and_no_fault(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.administrator)
    data = {
        "email": "new@example.org", "name": "New Person", "roles": ["auditor", "director"],
        "department": cast.department.pk,
    }  # fmt: skip
    for _ in range(2):
        assert client.post(reverse("people"), data).status_code == 302
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Job.objects.filter(kind="mail").count() == 1
    assert Event.objects.filter(verb="person invited").count() == 1


@pytest.mark.parametrize("change", ["later", "accepted", "another inviter", "another name"])
def test_an_invitation_that_is_not_the_same_press_is_told_of_the_account(
    client: Client, cast: Cast, change: str
) -> None:
    client.force_login(cast.administrator)
    data = {"email": "new@example.org", "name": "New Person", "roles": ["auditor"]}
    client.post(reverse("people"), data)
    if change == "later":
        Invitation.objects.update(invited_at=timezone.now() - timedelta(minutes=5))
    elif change == "accepted":
        Invitation.objects.update(accepted_at=timezone.now())
    elif change == "another inviter":
        client.force_login(make_person("Ada Rival", Role.ADMINISTRATOR))
    else:
        data["name"] = "Another Person"
    response = client.post(reverse("people"), data)
    assert response.status_code == 422
    assert "already an account" in response.content.decode()
