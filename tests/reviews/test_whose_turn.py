"""Whose turn it is, said alike on a project's pages, in the list, in My work and by the count."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from initiation.models import Member, Part, Project
from initiation.workflow import Gate, State
from reviews.models import FollowUp, MlopsAssessment, Reading, Response, TeamStance
from reviews.queries.work import waiting_for, whose_turn, your_turn_count
from reviews.services.examining import ask_follow_up
from tests.factories import Cast, assessed, at, fill, make_person, make_project, respond_all
from tests.reviews.paging import MOST_QUERIES


def bar(client: Client, user: User, project: Project, name: str = "team-case") -> str:
    """Return what the bar above a page says of where the project is."""
    client.force_login(user)
    html = client.get(reverse(name, args=[project.ref])).content.decode()
    found = re.search(r'<p class="gw-identity-state">(.*?)</p>', html, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found.group(1)).split())


def listed(client: Client, user: User) -> str:
    """Return whose turn the list of projects names, and since when."""
    client.force_login(user)
    html = client.get(reverse("projects")).content.decode()
    cells = re.findall(r"<td>(.*?)</td>", html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", cells[1]).split())


def put(cast: Cast) -> Project:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    assessed(project)
    return project


def heard(cast: Cast) -> Project:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project)
    return project


@pytest.mark.parametrize("make", [put, heard])
def test_it_is_the_directors_turn_once_what_they_wait_for_is_there(
    client: Client, cast: Cast, make: object
) -> None:
    assert callable(make)
    project = make(cast)
    assert bar(client, cast.director, project).endswith(", your turn")
    assert bar(client, cast.manager, project).endswith(f", waiting for {cast.director.name}")
    assert listed(client, cast.director) == "You since today"
    assert listed(client, cast.auditor) == f"{cast.director.name} since today"


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.PREPARING, "contributor"),
        (State.MANAGEMENT_REVIEW, "sponsor"),
        (State.TEAM_CONSULTATION, "team_member"),
    ],
)
def test_contributors_signers_and_the_team_are_told_that_it_is_their_turn(
    client: Client, cast: Cast, state: State, who: str
) -> None:
    project, person = at(make_project(cast), state), getattr(cast, who)
    assert bar(client, person, project).endswith(", your turn")
    assert listed(client, person).startswith("You")
    assert person.name in bar(client, cast.auditor, project)


def test_who_has_spoken_is_not_waited_for_any_more(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    second = make_person("Theo Brandt")
    Member.objects.create(project=project, user=second, part=Part.TEAM)
    project = at(project, State.TEAM_CONSULTATION)
    assert bar(client, cast.manager, project).endswith("waiting for Tess Holm and Theo Brandt")
    project.members.filter(user=second).delete()
    respond_all(project, TeamStance.CONCERN)
    Member.objects.create(project=project, user=second, part=Part.TEAM)
    assert bar(client, cast.team_member, project).endswith("waiting for Mara Lind and Theo Brandt")
    assert bar(client, cast.manager, project).endswith(", your turn")


def test_two_people_of_one_name_are_two_people(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    cast.auditor.name = cast.director.name
    cast.auditor.save()
    assert bar(client, cast.auditor, project).endswith(f", waiting for {cast.director.name}")
    cast.director.name = "Dora Weiss-Beck"
    cast.director.save()
    assert bar(client, cast.director, project).endswith(", your turn")


def test_many_who_are_waited_for_are_counted_after_the_first(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    for number in range(4):
        person = make_person(f"Member {number}")
        Member.objects.create(project=project, user=person, part=Part.TEAM)
    at(project, State.TEAM_CONSULTATION)
    assert listed(client, cast.manager).startswith("Tess Holm, Member 0 and 3 others")


def test_a_person_whose_role_was_taken_is_not_told_to_act(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    assert project.sponsor.name in bar(client, cast.manager, project)
    cast.sponsor.grants.all().delete()
    assert not waiting_for(User.objects.get(pk=cast.sponsor.pk)).exists()


@pytest.mark.parametrize("state", [state for state in State if state is not State.REJECTED])
def test_pages_lists_and_the_count_agree_in_every_state(cast: Cast, state: State) -> None:
    project = at(make_project(cast), state)
    asked = {item.person.pk for item in whose_turn([project])[project.pk]}
    people = [person for person in vars(cast).values() if isinstance(person, User)]
    for person in people:
        reader = User.objects.get(pk=person.pk)
        assert waiting_for(reader).exists() == (reader.pk in asked), reader
        assert your_turn_count(reader) == (reader.pk in asked), reader


def test_a_contributor_is_asked_until_the_stage_is_complete(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    Member.objects.create(
        project=project, user=cast.contributor, part=Part.CONTRIBUTOR, stage="architecture"
    )

    def acts() -> list[str]:
        client.force_login(cast.contributor)
        html = client.get("/").content.decode()
        return re.findall(r"Fill in \d stages?", html)

    assert acts() == ["Fill in 2 stages"]
    fill(project, "problem")
    assert acts() == ["Fill in 1 stage"]
    assert your_turn_count(cast.contributor) == 1
    fill(project, "architecture")
    assert acts() == []
    assert your_turn_count(cast.contributor) == 0
    assert bar(client, cast.contributor, project).endswith(f"waiting for {cast.manager.name}")


# Since when


def since(person: User) -> str:
    (project,) = waiting_for(person)
    days = [
        (timezone.localdate() - timezone.localdate(item.since)).days
        for item in whose_turn([project])[project.pk]
        if item.person.pk == person.pk
    ]
    return f"{min(days)} days"


def aged(project: Project, days: int = 12) -> Project:
    """Let the project have been where it is for so many days."""
    project.refresh_from_db()
    project.state_since -= timedelta(days=days)
    project.save()
    return project


def test_a_follow_up_asked_today_waits_since_today(client: Client, cast: Cast) -> None:
    project = aged(at(make_project(cast), State.ML_EXAM))
    ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="data",
        text="Whose leave?", blocking=False,
    )  # fmt: skip
    assert since(cast.director) == "12 days"
    client.force_login(cast.manager)
    assert "Waiting since today" in client.get("/").content.decode()
    FollowUp.objects.update(asked_at=timezone.now() - timedelta(days=3))
    assert since(cast.manager) == "3 days"


def test_facts_and_responses_wait_since_they_were_given(cast: Cast) -> None:
    project = aged(at(make_project(cast, "Put"), State.NEED_CONFIRMED))
    assessed(project)
    assert since(cast.director) == "0 days"
    MlopsAssessment.objects.update(put_at=timezone.now() - timedelta(days=2))
    assert since(cast.director) == "2 days"
    Project.objects.filter(pk=project.pk).update(state=State.WITHDRAWN)
    project = aged(at(make_project(cast, "Heard"), State.TEAM_CONSULTATION))
    assert since(cast.team_member) == "0 days"  # named today
    Member.objects.update(added_at=project.state_since)
    assert since(cast.team_member) == "12 days"
    respond_all(project)
    assert since(cast.director) == "0 days"
    Reading.objects.update(read_at=timezone.now() - timedelta(days=4))
    Response.objects.update(given_at=timezone.now() - timedelta(days=5))
    assert since(cast.director) == "4 days"


def test_my_work_and_the_list_count_the_same_nights(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    local = timezone.localtime().replace(hour=0, minute=0, second=1)
    project.state_since = local - timedelta(seconds=2)  # yesterday, seconds before midnight
    project.save()
    assert listed(client, cast.manager) == "You and Carl Beck for 1 day"
    assert "Waiting 1 day" in client.get("/").content.decode()
    client.force_login(cast.director)
    assert "For 1 day" in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["manager", "contributor", "director", "team_member"])
def test_three_projects_in_the_list_cost_as_many_queries_as_one(
    client: Client, cast: Cast, who: str
) -> None:
    states = (State.PREPARING, State.ML_EXAM, State.TEAM_CONSULTATION)

    def more(name: str) -> None:
        for state in states:
            at(make_project(cast, f"{name} {state}"), state)

    def queries() -> int:
        client.get(reverse("projects"))
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("projects"))
        return len(caught)

    client.force_login(getattr(cast, who))
    more("First")
    one = queries()
    more("Second")
    more("Third")
    assert queries() == one <= MOST_QUERIES


def test_the_list_leads_everybody_to_a_page_they_may_open(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    for person, name in ((cast.team_member, "team-case"), (cast.manager, "project")):
        client.force_login(person)
        html = client.get(reverse("projects")).content.decode()
        address = reverse(name, args=[project.ref])
        assert f'<a href="{address}">Ticket triage</a>' in html
        assert client.get(address).status_code == 200
