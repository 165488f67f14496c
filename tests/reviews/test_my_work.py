"""My work says to everybody what waits for them, and says so plainly when nothing does."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from initiation.models import Part, Project
from initiation.workflow import Gate, State
from reviews.models import Outcome, Stance, TeamStance
from reviews.queries.work import your_turn_count
from reviews.services.examining import ask_follow_up, give_verdict
from tests.factories import Cast, assessed, at, decided, make_person, make_project, respond_all
from tests.reviews.paging import MOST_QUERIES


def read(client: Client, user: User) -> str:
    client.force_login(user)
    response = client.get(reverse("my-work"))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def tasks(client: Client, user: User) -> list[tuple[str, str]]:
    """Return what waits for a person: the words and where they lead."""
    html = read(client, user)
    own = html.split('id="waiting-for-others"', maxsplit=1)[0].split('id="ended"')[0]
    found = re.findall(r'<a class="gw-task-link" href="([^"]+)"[^>]*>([^<]+)</a>', own)
    return [(words, address) for address, words in found]


def address(name: str, project: Project, *rest: object) -> str:
    return reverse(name, args=[project.ref, *rest])


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


def test_nothing_waiting_is_said_plainly_with_one_action_for_who_may_start(
    client: Client, cast: Cast
) -> None:
    html = read(client, cast.other_manager)
    assert "Nothing waits for you" in html
    assert reverse("new-project") in html
    html = read(client, cast.other_director)
    assert "Nothing waits for you" in html
    assert reverse("new-project") not in html


def test_a_fresh_project_waits_for_its_manager_and_its_contributors(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    here = address("project", project)
    assert tasks(client, cast.manager) == [("Prepare the project: Ticket triage", here)]
    assert tasks(client, cast.contributor) == [("Fill in 1 stage: Ticket triage", here)]
    assert tasks(client, cast.director) == []
    assert "With Mara Lind" in read(client, cast.director)


def test_the_director_goes_on_at_the_first_question_without_a_verdict(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    first = address("examine", project, "ml", 1, 1)
    assert tasks(client, cast.director) == [("Examine: Ticket triage", first)]
    codes = ["problem", "why_ml", "comparison", "fit", "apparatus", "data", "quality"]
    for code in codes[:2]:
        give_verdict(
            actor=cast.director, project=project, gate=Gate.ML, number=1, question_code=code,
            stance=Stance.ACCEPTED, comment="",
        )  # fmt: skip
    third = address("examine", project, "ml", 1, 3)
    assert tasks(client, cast.director) == [("Go on examining: Ticket triage", third)]
    for code in codes[2:]:
        give_verdict(
            actor=cast.director, project=project, gate=Gate.ML, number=1, question_code=code,
            stance=Stance.ACCEPTED, comment="",
        )  # fmt: skip
    last = address("decide", project, "ml", 1)
    assert tasks(client, cast.director) == [("Decide: Ticket triage", last)]
    assert tasks(client, cast.manager) == []
    assert "judged" not in read(client, cast.manager)  # drafts are not even counted there


def test_a_follow_up_waits_for_the_manager_until_it_is_answered(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    asked = ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="data",
        text="Whose leave?", blocking=True,
    )  # fmt: skip
    here = f"{address('examine-all', project, 'ml', 1)}#follow-up-{asked.pk}"
    assert tasks(client, cast.manager) == [("Answer 1 follow-up: Ticket triage", here)]
    assert f"{project.ref} · blocking" in read(client, cast.manager)
    client.post(address("answer-follow-up", project, asked.pk), {"text": "The works council's."})
    assert tasks(client, cast.manager) == []


def test_changes_asked_for_wait_for_the_manager_with_when_they_were(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, data=Stance.NEEDS_WORK)
    assert "Changes requested in round 1 on" in read(client, cast.manager)


def test_the_question_of_mlops_waits_for_the_manager_then_for_the_director(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    here = address("mlops-need", project)
    assert tasks(client, cast.manager) == [("Record the facts on MLOps: Ticket triage", here)]
    assessed(project)
    assert tasks(client, cast.manager) == []
    expected = [("Confirm whether MLOps is needed: Ticket triage", here)]
    assert tasks(client, cast.director) == expected
    assert f"With {cast.director.name}" in read(client, cast.manager)


@pytest.mark.parametrize(
    ("state", "who", "words", "name"),
    [
        (State.MANAGEMENT_CASE, "manager", "Make the management case", "management-case"),
        (State.MANAGEMENT_REVIEW, "sponsor", "Sign or refuse the management case", "sign"),
        (State.TEAM_CASE, "manager", "Make the team case", "team-case"),
        (State.TEAM_CONSULTATION, "team_member", "Say what you think of the team case", "respond"),
    ],
)
def test_every_other_turn_leads_to_its_page(
    client: Client, cast: Cast, state: State, who: str, words: str, name: str
) -> None:
    project = at(make_project(cast), state)
    here = address(name, project)
    assert tasks(client, getattr(cast, who)) == [(f"{words}: Ticket triage", here)]


def test_a_consultation_goes_from_the_team_to_the_manager_to_the_director(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    here = address("team-case", project)
    assert tasks(client, cast.team_member) == []
    assert tasks(client, cast.manager) == [("Answer the team: Ticket triage", here)]
    assert tasks(client, cast.director) == []
    respond_all(project)
    assert tasks(client, cast.director) == [("Confirm the initiation: Ticket triage", here)]


def test_the_longest_waiting_stands_first_with_its_days(client: Client, cast: Cast) -> None:
    old, new = make_project(cast, "Old"), make_project(cast, "New")
    old.state_since -= timedelta(days=12)
    old.save()
    names = [words for words, _ in tasks(client, cast.manager)]
    assert names == ["Prepare the project: Old", "Prepare the project: New"]
    assert "Waiting 12 days" in read(client, cast.manager)
    assert new.pk


def test_every_project_counted_in_the_head_stands_on_the_page(client: Client, cast: Cast) -> None:
    for number, state in enumerate((State.PREPARING, State.ML_EXAM, State.TEAM_CASE)):
        at(make_project(cast, f"Project {number}"), state)
    for person in (cast.manager, cast.director, cast.contributor):
        assert len(tasks(client, person)) == your_turn_count(person)


def test_what_ended_lately_is_told_at_most_three_times(client: Client, cast: Cast) -> None:
    for number in range(4):
        project = at(make_project(cast, f"Project {number}"), State.ML_EXAM)
        decided(project, Gate.ML, Outcome.REJECT)
    html = read(client, cast.manager)
    ended = html.split('id="ended"', maxsplit=1)[1]
    assert re.findall(r"GW-\d+ (Project \d)", ended) == ["Project 3", "Project 2", "Project 1"]


@pytest.mark.parametrize("who", ["manager", "director", "contributor", "sponsor", "team_member"])
def test_my_work_asks_as_much_for_three_projects_as_for_one(
    client: Client, cast: Cast, who: str
) -> None:
    person = getattr(cast, who)
    states = (State.PREPARING, State.ML_EXAM, State.MANAGEMENT_REVIEW, State.TEAM_CONSULTATION)

    def more(name: str) -> None:
        for state in states:
            project = at(make_project(cast, f"{name} {state}"), state)
            if state is State.ML_EXAM:
                ask_follow_up(
                    actor=cast.director, project=project, gate=Gate.ML, number=1,
                    question_code="data", text="Whose leave?", blocking=False,
                )  # fmt: skip

    def queries() -> int:
        read(client, person)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("my-work"))
        return len(caught)

    more("First")
    one = queries()
    more("Second")
    more("Third")
    assert queries() == one <= MOST_QUERIES


def test_a_member_of_the_team_of_one_project_sees_nothing_of_another(
    client: Client, cast: Cast
) -> None:
    at(make_project(cast, "Mine"), State.TEAM_CONSULTATION)
    other = at(make_project(cast, "Theirs"), State.TEAM_CASE)
    other.members.filter(part=Part.TEAM).delete()
    html = read(client, cast.team_member)
    assert "Mine" in html
    assert "Theirs" not in html
    assert read(client, make_person("New Comer")).count("Mine") == 0
