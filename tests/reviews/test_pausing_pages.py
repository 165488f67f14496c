"""Side steps: hold, resume, withdraw, and the way back after a rejection."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from initiation.models import Project
from initiation.workflow import Gate, State
from reviews.models import Outcome, Stance
from tests.factories import Cast, decided, make_project, submitted
from tests.reviews.paging import MOST_QUERIES, Browser


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


@pytest.mark.parametrize(
    ("step", "state"), [("hold", State.ON_HOLD), ("withdraw", State.WITHDRAWN)]
)
def test_a_side_step_is_taken_once_with_its_reason(
    browser: Browser, cast: Cast, step: str, state: State
) -> None:
    project = submitted(make_project(cast))
    assert browser.get(cast.manager, step, project)[0] == 200
    for _ in range(2):
        answer = browser.post(cast.manager, step, project, reason="The owner left.")
        assert answer == (302, reverse("project", args=[project.ref]))
    project.refresh_from_db()
    assert project.where is state
    assert Event.objects.filter(verb=step).count() == 1
    assert "The owner left." in browser.get(cast.manager, "project", project)[1]


def test_without_a_reason_nothing_stops(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    status, html = browser.post(cast.manager, "hold", project, reason="  ")
    assert status == 422
    assert 'href="#id_reason"' in html
    project.refresh_from_db()
    assert project.where is State.PREPARING


def test_a_held_project_resumes_where_it_was(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    browser.post(cast.manager, "hold", project, reason="Holidays.")
    assert browser.get(cast.manager, "resume", project)[0] == 200
    assert browser.post(cast.manager, "resume", project)[0] == 302
    project.refresh_from_db()
    assert project.where is State.ML_EXAM


def test_a_rejected_project_comes_back_once_as_a_new_version(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REJECT, problem=Stance.REJECTED)
    places = {browser.post(cast.manager, "new-version", project) for _ in range(2)}
    new = Project.objects.get(supersedes=project)
    assert places == {(302, reverse("project", args=[new.ref]))}


@pytest.mark.parametrize("name", ["hold", "resume", "withdraw", "new-version"])
def test_only_the_manager_steps_aside(browser: Browser, cast: Cast, name: str) -> None:
    project = make_project(cast)
    for person in (cast.director, cast.contributor, cast.auditor):
        status, html = browser.post(person, name, project, reason="Because.")
        assert status == 403
        assert "Mara Lind (project manager)" in html
    assert browser.post(cast.stranger, name, project, reason="Because.")[0] == 404


def test_the_page_asks_few_queries(browser: Browser, cast: Cast) -> None:
    assert browser.queries(cast.manager, "hold", make_project(cast)) <= MOST_QUERIES


def test_a_reason_that_comes_too_late_is_still_in_the_form(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    assert browser.post(cast.manager, "withdraw", project, reason="It is over.")[0] == 302
    status, html = browser.post(cast.manager, "hold", project, reason="The owner is away.")
    assert status == 409
    assert "This cannot be done now" in html
    assert "The owner is away.</textarea>" in html
