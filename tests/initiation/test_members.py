"""Who may be named for a part of a project, and when the parts are settled."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from accounts.models import RoleGrant, User
from core.models import Event
from core.refused import Invalid, Refused
from initiation.models import Member, Part, Project
from initiation.services.members import add_member, remove_member
from initiation.workflow import State
from reviews.services.pausing import hold
from tests.factories import Cast, at, make_project


def name(
    project: Project, person: User, part: Part, stage: str = "", *, leads: bool = False
) -> Member:
    return add_member(
        actor=project.manager, project=project, email=person.email, name=person.name,
        part=part, stage=stage, leads=leads,
    )  # fmt: skip


def given(person: User, role: Role) -> User:
    RoleGrant.objects.create(user=person, role=role)
    return User.objects.get(pk=person.pk)


# On hold


@pytest.mark.parametrize(
    ("state", "part"),
    [(State.MANAGEMENT_REVIEW, Part.SIGNER), (State.TEAM_CONSULTATION, Part.TEAM)],
)
def test_putting_a_project_on_hold_does_not_open_what_a_review_has_settled(
    cast: Cast, state: State, part: Part
) -> None:
    project = make_project(cast)
    if part is Part.SIGNER:
        name(project, cast.other_sponsor, part)
    project = at(project, state)
    hold(actor=cast.manager, project=project, reason="Budget is frozen.")
    member = Member.objects.get(project=project, part=part)
    with pytest.raises(Refused, match="put on hold: this part is settled"):
        remove_member(actor=cast.manager, project=project, member=member)
    with pytest.raises(Refused, match="put on hold: this part is settled"):
        name(project, given(cast.stranger, Role.MANAGEMENT), part)
    assert Member.objects.filter(pk=member.pk).exists()


def test_control_held_before_any_review_the_manager_still_names_a_signer(cast: Cast) -> None:
    project = make_project(cast)
    hold(actor=cast.manager, project=project, reason="Budget is frozen.")
    assert name(project, cast.other_sponsor, Part.SIGNER).part == Part.SIGNER


# Separation


def test_a_contributor_who_has_not_written_yet_cannot_be_named_signer(cast: Cast) -> None:
    project = make_project(cast)
    person = given(cast.contributor, Role.MANAGEMENT)
    with pytest.raises(Invalid, match="named to write part"):
        name(project, person, Part.SIGNER)


def test_a_signer_cannot_be_named_contributor(cast: Cast) -> None:
    project = make_project(cast)
    name(project, cast.other_sponsor, Part.SIGNER)
    with pytest.raises(Invalid, match="signs the project"):
        name(project, cast.other_sponsor, Part.CONTRIBUTOR, "data")


def test_the_director_cannot_be_named_signer_even_from_management(cast: Cast) -> None:
    project = make_project(cast)
    with pytest.raises(Invalid, match="director examines"):
        name(project, given(cast.director, Role.MANAGEMENT), Part.SIGNER)


def test_the_manager_cannot_respond_to_their_own_case_as_team_member(cast: Cast) -> None:
    project = make_project(cast)
    with pytest.raises(Invalid, match="makes the team case"):
        name(project, cast.manager, Part.TEAM)


def test_control_a_contributor_whose_work_changes_responds_with_the_team(cast: Cast) -> None:
    project = make_project(cast)
    assert name(project, cast.contributor, Part.TEAM).part == Part.TEAM


# What is told


def test_naming_another_lead_of_a_stage_is_an_event_once(cast: Cast) -> None:
    project = make_project(cast)  # its contributor leads the problem
    for _ in range(2):
        name(project, cast.stranger, Part.CONTRIBUTOR, "problem", leads=True)
    (told,) = Event.objects.filter(verb="stage lead named", subject=project.ref)
    assert told.detail == {
        "stage": "problem", "before": cast.contributor.pk, "after": cast.stranger.pk,
    }  # fmt: skip
    leaders = Member.objects.filter(project=project, stage="problem", leads=True)
    assert [member.user for member in leaders] == [cast.stranger]


def test_a_part_that_two_presses_take_away_is_taken_once(cast: Cast) -> None:
    project = make_project(cast)
    member = Member.objects.get(project=project, part=Part.TEAM)
    for _ in range(2):
        found = Member(pk=member.pk, project=project, user=member.user, part=Part.TEAM)
        remove_member(actor=cast.manager, project=project, member=found)
    assert Event.objects.filter(verb="member removed").count() == 1


# The page


def page(client: Client, project: Project) -> str:
    client.force_login(project.manager)
    return client.get(reverse("members", args=[project.ref])).content.decode()


def test_a_part_that_is_settled_says_so_and_offers_neither_removing_nor_naming(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    member = Member.objects.get(project=project, part=Part.TEAM)
    html = page(client, project)
    assert "“Team consultation”: this part is settled." in html
    assert reverse("remove-member", args=[project.ref, member.pk]) not in html
    assert 'value="team"' not in html
    assert 'value="signer"' in html


def test_an_ended_project_says_why_nobody_can_be_named(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.WITHDRAWN)
    html = page(client, project)
    assert "its people are settled" in html
    assert "Add to the project" not in html
    assert "Remove<" not in html


@pytest.mark.parametrize("state", [State.TEAM_CONSULTATION, State.WITHDRAWN])
def test_what_was_typed_for_a_part_that_was_settled_meanwhile_is_kept(
    client: Client, cast: Cast, state: State
) -> None:
    project = at(make_project(cast), state)
    client.force_login(cast.manager)
    data = {"email": "nora.new@example.org", "name": "Nora New", "part": "team", "stage": ""}
    response = client.post(reverse("members", args=[project.ref]), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="Nora New"' in html
    assert 'href="#id_part"' in html
    assert "settled" in html
    assert not User.objects.filter(email="nora.new@example.org").exists()
