"""Side steps where they do not fit, who hears of them, and what a new version brings along."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from initiation.models import Project
from initiation.workflow import Gate, State
from reviews.models import Outcome, Round, Stance
from tests.factories import Cast, at, decided, make_project, submitted
from tests.reviews.paging import MOST_QUERIES, Browser

STEPS = ("hold", "resume", "withdraw", "new-version")


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


@pytest.mark.parametrize("name", STEPS)
def test_strangers_find_no_project_to_stop(browser: Browser, cast: Cast, name: str) -> None:
    project = make_project(cast)
    for person in (cast.stranger, cast.other_manager, cast.other_sponsor, cast.administrator):
        if name != "new-version":
            assert browser.get(person, name, project)[0] == 404
        assert browser.post(person, name, project, reason="Because.")[0] == 404
    project.refresh_from_db()
    assert project.where is State.PREPARING


@pytest.mark.parametrize("name", ["hold", "withdraw"])
def test_a_reason_that_is_too_long_is_kept(browser: Browser, cast: Cast, name: str) -> None:
    project = make_project(cast)
    long = "because " * 600
    status, html = browser.post(cast.manager, name, project, reason=long)
    assert status == 422
    assert html.count("because because") > 100
    assert 'href="#id_reason"' in html
    assert 'id="id_reason"' in html
    project.refresh_from_db()
    assert project.where is State.PREPARING


@pytest.mark.parametrize("name", ["hold", "resume", "withdraw"])
def test_a_step_that_does_not_fit_is_refused_in_words(
    browser: Browser, cast: Cast, name: str
) -> None:
    project = at(make_project(cast), State.INITIATED)
    assert browser.get(cast.manager, name, project)[0] == 302
    status, html = browser.post(cast.manager, name, project, reason="Too late.")
    assert status == 409
    assert "This cannot be done now" in html
    project.refresh_from_db()
    assert project.where is State.INITIATED


def test_resuming_twice_is_resuming_once(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    browser.post(cast.manager, "hold", project, reason="Holidays.")
    assert browser.post(cast.manager, "resume", project)[0] == 302
    status, _ = browser.post(cast.manager, "resume", project)
    assert status in {302, 409}
    project.refresh_from_db()
    assert project.where is State.ML_EXAM
    assert Event.objects.filter(verb="resume").count() == 1


def test_a_held_project_can_be_withdrawn_and_its_round_ends(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    browser.post(cast.manager, "hold", project, reason="Holidays.")
    assert browser.get(cast.manager, "withdraw", project)[0] == 200
    assert browser.post(cast.manager, "withdraw", project, reason="Bought instead.")[0] == 302
    project.refresh_from_db()
    assert project.where is State.WITHDRAWN
    assert not Round.objects.filter(closed_at=None).exists()


def test_a_new_version_begins_with_the_answers_of_the_old(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REJECT, problem=Stance.REJECTED)
    status, where = browser.post(cast.manager, "new-version", project)
    new = Project.objects.get(supersedes=project)
    assert (status, where) == (302, reverse("project", args=[new.ref]))
    assert new.where is State.PREPARING
    assert new.answers.filter(set_code="problem").exists()
    _, html = browser.get(cast.manager, "project", project)
    assert new.ref in html


@pytest.mark.parametrize("state", [State.PREPARING, State.ML_EXAM, State.INITIATED])
def test_only_a_rejected_project_comes_back(browser: Browser, cast: Cast, state: State) -> None:
    project = at(make_project(cast), state)
    status, html = browser.post(cast.manager, "new-version", project)
    assert status == 409
    assert "Only a rejected project can come back" in html
    assert not Project.objects.filter(supersedes=project).exists()


@pytest.mark.parametrize("name", ["hold", "withdraw"])
def test_three_rounds_cost_as_many_queries_as_one(browser: Browser, cast: Cast, name: str) -> None:
    project = submitted(make_project(cast))
    at_one = browser.queries(cast.manager, name, project)
    for _ in range(2):
        decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
        project = submitted(project)
    assert Round.objects.count() == 3
    assert browser.queries(cast.manager, name, project) == at_one <= MOST_QUERIES
