"""The project's own page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from initiation.models import Project
from initiation.services.projects import start_new_version
from initiation.workflow import Gate, State
from reviews.models import Outcome, Stance
from reviews.services.pausing import hold, withdraw
from tests.factories import Cast, at, decided, make_project, submitted

MOST_QUERIES = 20


def page(client: Client, user: User, project: Project) -> str:
    client.force_login(user)
    response = client.get(reverse("project", args=[project.ref]))
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, user: User, project: Project) -> int:
    page(client, user, project)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        client.get(reverse("project", args=[project.ref]))
    return len(caught)


def test_a_fresh_project_tells_its_manager_what_to_do_first(client: Client, cast: Cast) -> None:
    html = page(client, cast.manager, make_project(cast))
    assert "Your turn: " in html
    assert "left to answer" in html
    assert "Carl Beck leads" in html
    assert 'aria-current="step"' in html


def test_the_first_gap_is_where_the_manager_is_sent(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    html = page(client, cast.manager, project)
    assert f'class="btn btn-primary" href="/projects/{project.ref}/stages/problem/"' in html


def test_a_contributor_is_led_to_their_own_stage(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    html = page(client, cast.contributor, project)
    assert "Your part: " in html
    assert "Check and submit" not in html


@pytest.mark.parametrize(
    "state",
    [state for state in State if state not in (State.REJECTED, State.ON_HOLD, State.WITHDRAWN)],
)
def test_every_state_has_a_page_for_every_reader(client: Client, cast: Cast, state: State) -> None:
    project = at(make_project(cast), state)
    readers = [cast.manager, cast.director, cast.sponsor, cast.auditor, cast.contributor]
    counts = [queries(client, reader, project) for reader in readers]
    assert max(counts) <= MOST_QUERIES, counts


def test_whose_turn_it_is_follows_the_state(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    assert "Your turn: examine round 1" in page(client, cast.director, project)
    assert "Dora Weiss is examining round 1" in page(client, cast.manager, project)
    assert "Your turn" not in page(client, cast.auditor, project)


def test_answers_that_came_back_are_the_next_thing_to_do(client: Client, cast: Cast) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    html = page(client, cast.manager, project)
    assert "1 answer came back" in html
    assert "1 of 7 came back" in html
    assert "Changes requested" in html


def test_a_contributor_does_not_read_the_verdicts(client: Client, cast: Cast) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    html = page(client, cast.contributor, project)
    assert "came back" not in html
    assert "/decision/" not in html


def test_a_rejected_project_offers_a_new_version_until_there_is_one(
    client: Client, cast: Cast
) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REJECT, problem=Stance.REJECTED)
    project.refresh_from_db()
    assert "Start a new version" in page(client, cast.manager, project)
    assert "Start a new version" not in page(client, cast.auditor, project)
    new = start_new_version(actor=cast.manager, project=project)
    html = page(client, cast.manager, project)
    assert "Start a new version" not in html
    assert new.ref in html
    assert "New version of" in page(client, cast.manager, new)


def test_a_stopped_project_shows_its_reason_and_where_it_stopped(
    client: Client, cast: Cast
) -> None:
    project = submitted(make_project(cast))
    hold(actor=cast.manager, project=project, reason="The data owner is away.")
    html = page(client, cast.manager, project)
    assert "The data owner is away." in html
    assert "gw-tracker-stopped" in html
    assert queries(client, cast.manager, project) <= MOST_QUERIES
    withdraw(actor=cast.manager, project=project, reason="Bought instead.")
    html = page(client, cast.manager, project)
    assert "Bought instead." in html
    assert "gw-tracker-stopped" in html


def test_the_number_of_queries_does_not_grow_with_rounds_and_people(
    client: Client, cast: Cast
) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    at_one = queries(client, cast.manager, project)
    for _ in range(2):
        project = submitted(project)
        decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    assert queries(client, cast.manager, project) == at_one


def test_a_team_member_is_told_who_may_see_the_project(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.team_member)
    response = client.get(reverse("project", args=[project.ref]))
    assert response.status_code == 403
    assert "project manager" in response.content.decode()


def test_a_stranger_learns_nothing(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.stranger)
    assert client.get(reverse("project", args=[project.ref])).status_code == 404


def test_nobody_reads_without_signing_in(client: Client, cast: Cast) -> None:
    response = client.get(reverse("project", args=[make_project(cast).ref]))
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")


# Only what the reader may open is offered


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"#]+)', html)


@pytest.mark.parametrize("state", [State.PREPARING, State.ML_EXAM, State.INITIATED])
@pytest.mark.parametrize("who", ["manager", "contributor", "director", "sponsor", "auditor"])
def test_no_link_of_the_page_is_refused_to_its_reader(
    client: Client, cast: Cast, state: State, who: str
) -> None:
    project = at(make_project(cast), state)
    html = page(client, getattr(cast, who), project)
    for address in set(links(html)):
        if address.startswith(f"/projects/{project.ref}/"):
            assert client.get(address).status_code in {200, 302}, address


def test_the_dossier_is_offered_to_who_may_read_the_examination(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.INITIATED)
    dossier = reverse("dossiers", args=[project.ref])
    assert dossier in links(page(client, cast.auditor, project))
    html = page(client, cast.contributor, project)
    assert dossier not in links(html)
    assert "Initiated" in html
    assert "The dossier holds" not in html


def test_who_cannot_submit_is_led_to_the_first_stage_that_misses_something(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    check = reverse("check-and-submit", args=[project.ref, "ml"])
    assert check in links(page(client, cast.manager, project))
    html = page(client, cast.contributor, project)
    assert check not in links(html)
    found = re.search(r'<a href="([^"]+)">See what is missing', html)
    assert found is not None
    assert found.group(1) == reverse("stage", args=[project.ref, "problem"])


def test_everybody_who_may_read_an_open_round_is_led_to_it(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    reading = reverse("examine-all", args=[project.ref, "ml", 1])
    for person in (cast.director, cast.other_director, cast.sponsor, cast.auditor):
        assert reading in links(page(client, person, project))
        assert client.get(reading).status_code == 200
    assert reading not in links(page(client, cast.contributor, project))
    submitted_page = reverse("submitted", args=[project.ref, "ml", 1])
    assert submitted_page in links(page(client, cast.manager, project))


def test_the_responses_of_the_team_are_where_the_link_says(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    html = page(client, cast.manager, project)
    found = re.search(r'href="([^"#]+)#([^"]+)"[^>]*>\s*Responses of the team', html)
    assert found is not None
    assert f'id="{found.group(2)}"' in client.get(found.group(1)).content.decode()
