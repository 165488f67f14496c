"""Somebody leaves in the middle of a project, and an administrator names somebody else."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Role
from accounts.models import RoleGrant, User
from accounts.services.people import close_or_open, set_roles
from core.models import Event
from core.refused import Forbidden, Invalid, Refused
from core.services.jobs import drain_one
from initiation.models import Member, Part, Project
from initiation.queries.seats import Seat
from initiation.services.evidence import add_link
from initiation.services.members import add_member
from initiation.services.replacing import replace_person
from initiation.workflow import Gate, State
from reviews.models import Outcome
from reviews.services.consulting import initiate
from reviews.services.pausing import hold, resume
from reviews.services.signing import sign
from tests.factories import PASSWORD, Cast, at, decided, make_person, make_project, respond_all


def replace(
    cast: Cast, project: Project, seat: Seat, leaving: User, successor: User, **more: Any
) -> None:
    replace_person(
        actor=more.pop("actor", cast.administrator), project=project, seat=seat, leaving=leaving,
        successor=successor, **{"reason": "Left the company."} | more,
    )  # fmt: skip


def close(cast: Cast, person: User) -> None:
    close_or_open(actor=cast.administrator, user=person, active=False)


def again(project: Project) -> Project:
    return Project.objects.with_people().get(pk=project.pk)


def sign_as(person: User, project: Project) -> None:
    project = again(project)
    assert project.case_file is not None
    sign(
        actor=person, project=project, signed=True, reason="", password=PASSWORD,
        seen_sha256=project.case_file.sha256,
    )  # fmt: skip


# A review goes on


def test_the_director_who_left_in_an_examination_is_replaced_and_the_new_one_decides(
    cast: Cast,
) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    close(cast, cast.director)
    replace(cast, project, Seat.DIRECTOR, cast.director, cast.other_director)
    project = decided(again(project), Gate.ML, Outcome.APPROVE)
    assert project.director == cast.other_director
    assert project.where is State.NEED_CONFIRMED


def test_the_sponsor_who_left_before_signing_is_replaced_and_the_new_one_signs(cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    close(cast, cast.sponsor)
    replace(cast, project, Seat.SPONSOR, cast.sponsor, cast.other_sponsor)
    sign_as(cast.other_sponsor, project)
    assert again(project).where is State.MLOPS_EXAM


def test_the_last_open_signature_goes_to_nobody_who_has_signed_already(
    cast: Cast, client: Client
) -> None:
    project = make_project(cast)
    add_member(
        actor=cast.manager, project=project, email=cast.other_sponsor.email, name="Oskar Stein",
        part=Part.SIGNER, stage="",
    )  # fmt: skip
    project = at(project, State.MANAGEMENT_REVIEW)
    third = make_person("Tilda Roth", Role.MANAGEMENT)
    replace(cast, project, Seat.SPONSOR, cast.sponsor, third)
    replace(cast, project, Seat.SPONSOR, third, cast.sponsor)
    sign_as(cast.sponsor, project)
    replace(cast, project, Seat.SPONSOR, cast.sponsor, third)
    sign_as(cast.other_sponsor, project)
    client.force_login(cast.director)
    assert "1 of 2 signed" in client.get(reverse("project", args=[project.ref])).content.decode()
    case = client.get(reverse("management-case", args=[project.ref])).content.decode()
    assert case.count("Simon Falk") >= 1
    with pytest.raises(Invalid, match="nobody would be left"):
        replace(cast, project, Seat.SPONSOR, third, cast.sponsor)
    assert again(project).sponsor == third
    hold(actor=cast.manager, project=project, reason="Holidays.")
    replace(cast, project, Seat.SPONSOR, third, cast.sponsor)
    with pytest.raises(Refused, match="would wait for nobody"):
        resume(actor=cast.manager, project=project)
    assert again(project).where is State.ON_HOLD
    replace(cast, project, Seat.SPONSOR, cast.sponsor, third)
    resume(actor=cast.manager, project=project)
    sign_as(third, project)
    assert again(project).where is State.MLOPS_EXAM


@pytest.mark.parametrize("how", ["account closed", "role taken"])
def test_a_signer_who_can_sign_no_more_is_replaced_even_on_hold(cast: Cast, how: str) -> None:
    project = make_project(cast)
    signer, new = make_person("Ute Rast", Role.MANAGEMENT), make_person("Ulf Neu", Role.MANAGEMENT)
    Member.objects.create(project=project, user=signer, part=Part.SIGNER)
    project = at(project, State.MANAGEMENT_REVIEW)
    sign_as(cast.sponsor, project)
    if how == "account closed":
        close(cast, signer)
    else:
        set_roles(actor=cast.administrator, user=signer, roles=frozenset())
    hold(actor=cast.manager, project=project, reason="Somebody left.")
    replace(cast, project, Seat.SIGNER, signer, new)
    resume(actor=cast.manager, project=project)
    sign_as(new, project)
    assert again(project).where is State.MLOPS_EXAM


def test_a_team_member_who_left_is_replaced_and_the_team_is_heard(cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    close(cast, cast.team_member)
    replace(cast, project, Seat.TEAM, cast.team_member, cast.stranger)
    project = again(project)
    respond_all(project)
    assert project.case_file is not None
    sha256 = project.case_file.sha256
    assert initiate(actor=cast.director, project=project, seen_sha256=sha256).outcome == "mlops"


# What is told


def test_replacing_twice_is_one_event_and_one_mail_to_the_new_person(cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    events = Event.objects.filter(subject=project.ref)
    while drain_one():
        pass
    mail.outbox.clear()
    for _ in range(2):
        replace(cast, project, Seat.DIRECTOR, cast.director, cast.other_director)
    (told,) = events.filter(verb="person replaced")
    assert told.actor == cast.administrator
    assert told.detail == {
        "seat": "IT director", "reason": "Left the company.",
        "before": cast.director.pk, "before_name": "Dora Weiss",
        "after": cast.other_director.pk, "after_name": "Olga Dietz",
    }  # fmt: skip
    while drain_one():
        pass
    (sent,) = mail.outbox
    assert sent.to == [cast.other_director.email]
    assert "in the place of Dora Weiss" in str(sent.body)


def test_the_history_names_who_left_who_came_and_why_to_everybody_on_the_project(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    replace(cast, project, Seat.DIRECTOR, cast.director, cast.other_director)
    client.force_login(cast.contributor)
    html = client.get(reverse("history", args=[project.ref])).content.decode()
    assert "Olga Dietz in the place of Dora Weiss, IT director" in html
    assert "Left the company." in html


# Separation


@pytest.mark.parametrize("person", ["manager", "contributor", "sponsor", "signer", "stranger"])
def test_nobody_becomes_director_of_what_they_write_or_sign_or_without_the_role(
    cast: Cast, person: str
) -> None:
    project = make_project(cast)
    cast.extra["signer"] = make_person("Ute Rast", Role.MANAGEMENT)
    Member.objects.create(project=project, user=cast.extra["signer"], part=Part.SIGNER)
    found = cast.extra.get(person) or getattr(cast, person)
    if person != "stranger":
        RoleGrant.objects.create(user=found, role=Role.DIRECTOR)
    with pytest.raises(Invalid) as refused:
        replace(cast, project, Seat.DIRECTOR, cast.director, found)
    assert refused.value.field == "successor"
    assert again(project).director == cast.director


def test_whoever_added_evidence_can_become_neither_director_nor_sponsor(cast: Cast) -> None:
    project = make_project(cast)
    add_link(actor=cast.manager, project=project, title="Log", note="", link="https://example.org")
    project.evidence.update(added_by=cast.other_director)
    RoleGrant.objects.create(user=cast.other_director, role=Role.MANAGEMENT)
    for seat, leaving in ((Seat.DIRECTOR, cast.director), (Seat.SPONSOR, cast.sponsor)):
        with pytest.raises(Invalid):
            replace(cast, project, seat, leaving, cast.other_director)


def test_the_manager_answers_for_no_team_member_who_left(cast: Cast) -> None:
    project = make_project(cast)
    close(cast, cast.team_member)
    with pytest.raises(Invalid, match="makes the team case"):
        replace(cast, project, Seat.TEAM, cast.team_member, cast.manager)


def test_an_administrator_names_neither_themselves_nor_anybody_on_a_project_of_their_own(
    cast: Cast,
) -> None:
    project = make_project(cast)
    RoleGrant.objects.create(user=cast.administrator, role=Role.DIRECTOR)
    with pytest.raises(Invalid, match="Nobody names themselves"):
        replace(cast, project, Seat.DIRECTOR, cast.director, cast.administrator)
    RoleGrant.objects.create(user=cast.manager, role=Role.ADMINISTRATOR)
    with pytest.raises(Forbidden, match="wrote part"):
        replace(
            cast, project, Seat.DIRECTOR, cast.director, cast.other_director,
            actor=User.objects.get(pk=cast.manager.pk),
        )  # fmt: skip


def test_who_can_still_act_is_the_managers_to_change_and_an_end_is_an_end(cast: Cast) -> None:
    project = make_project(cast)
    with pytest.raises(Refused, match="Mara Lind decides"):
        replace(cast, project, Seat.TEAM, cast.team_member, cast.stranger)
    with pytest.raises(Refused, match="take over"):
        replace(cast, project, Seat.MANAGER, cast.manager, cast.other_manager)
    ended = at(make_project(cast, name="Ended"), State.WITHDRAWN)
    with pytest.raises(Refused, match="settled"):
        replace(cast, ended, Seat.DIRECTOR, cast.director, cast.other_director)


# The page


def page(client: Client, cast: Cast, person: User) -> str:
    client.force_login(cast.administrator)
    return client.get(reverse("seats", args=[person.pk])).content.decode()


def test_the_account_page_leads_to_what_waits_for_the_person(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    client.force_login(cast.administrator)
    url = reverse("seats", args=[cast.director.pk])
    html = client.get(reverse("person", args=[cast.director.pk])).content.decode()
    assert f'href="{url}"' in html
    html = page(client, cast, cast.director)
    assert str(project) in html
    assert "First examination" in html
    data = {
        "seat": f"{project.ref}:director", "successor": cast.other_director.pk, "reason": "Left.",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(url, data)["Location"] == url
    assert again(project).director == cast.other_director
    assert "Nothing waits for this person" in page(client, cast, cast.director)


def test_a_successor_who_may_not_is_a_fault_at_the_field_and_the_reason_is_kept(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.administrator)
    data = {
        "seat": f"{project.ref}:director", "successor": cast.stranger.pk, "reason": "Moved away.",
    }  # fmt: skip
    response = client.post(reverse("seats", args=[cast.director.pk]), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_successor"' in html
    assert 'value="Moved away."' in html


@pytest.mark.parametrize("seat", ["", "GW-1:king", "GW-0:director", "GW-1:manager", "x"])
def test_a_seat_that_is_none_is_a_fault_of_the_form(client: Client, cast: Cast, seat: str) -> None:
    client.force_login(cast.administrator)
    data = {"seat": seat, "successor": cast.other_director.pk, "reason": "Left."}
    response = client.post(reverse("seats", args=[cast.director.pk]), data)
    assert response.status_code == 422
    assert 'href="#id_seat"' in response.content.decode()


def test_the_page_names_what_a_manager_has_open_and_offers_nobody_for_it(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    html = page(client, cast, cast.manager)
    assert str(project) in html
    assert "they can withdraw the project" in html
    assert "Name this person" not in html


def test_the_people_of_a_project_lead_there_only_who_may(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    close(cast, cast.team_member)
    RoleGrant.objects.create(user=cast.auditor, role=Role.ADMINISTRATOR)
    url, link = reverse("members", args=[project.ref]), "Name somebody else"
    client.force_login(cast.auditor)
    html = client.get(url).content.decode()
    for person in (cast.director, cast.sponsor, cast.team_member):
        assert reverse("seats", args=[person.pk]) in html
    assert "Team member, account closed" in html
    client.force_login(cast.manager)
    assert link not in client.get(url).content.decode()


def test_the_page_asks_the_same_number_of_queries_for_one_project_and_three(
    client: Client, cast: Cast
) -> None:
    def asked() -> int:
        page(client, cast, cast.director)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("seats", args=[cast.director.pk]))
        return len(caught)

    make_project(cast)
    one = asked()
    for name in ("Second", "Third"):
        project = make_project(cast, name=name)
        add_member(
            actor=cast.manager, project=project, email=cast.stranger.email, name="Sven Fremd",
            part=Part.TEAM,
        )  # fmt: skip
    assert asked() == one <= 20
