"""The last look before a submission, and the submission."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.services.evidence import add_link
from initiation.workflow import Gate, State
from reviews.models import Outcome, Round, Stance
from tests.factories import Cast, at, decided, fill, make_project, submitted, with_data
from tests.reviews.paging import MOST_QUERIES, Browser, says_first_that_it_is_stale
from tests.samples import sample_answer


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def ready(cast: Cast) -> Project:
    project = make_project(cast)
    add_link(
        actor=cast.manager, project=project, title="Log", note="", link="https://example.org/log"
    )
    with_data(project)
    fill(project, "problem", "architecture", "ml", "data", "rawdata", "exam")
    return project


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen|shown_at)" value="([^"]+)"', html))


def test_each_gap_leads_to_the_very_field(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    status, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    assert status == 200
    links = re.findall(rf'href="(/projects/{project.ref}/[^"]+#id_[^"]+)"', html)
    assert len(links) > 20
    path, _, anchor = links[0].partition("#")
    assert f'id="{anchor}"' in browser.client.get(path).content.decode()


def test_a_blocked_submission_says_why_and_changes_nothing(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    status, html = browser.post(
        cast.manager, "check-and-submit", project, "ml", declared="on", **hidden(html)
    )
    assert status == 422
    assert "These answers are not complete" in html
    assert "<title>Error: " in html.replace("\n", "").replace("> ", ">")
    assert not Round.objects.exists()


def test_without_the_declaration_nothing_is_submitted(browser: Browser, cast: Cast) -> None:
    project = ready(cast)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    status, html = browser.post(cast.manager, "check-and-submit", project, "ml", **hidden(html))
    assert status == 422
    assert "#id_declared" in html
    assert not Round.objects.exists()


def test_what_is_submitted_is_what_was_shown(browser: Browser, cast: Cast) -> None:
    project = ready(cast)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    seen = hidden(html)
    status, where = browser.post(
        cast.manager, "check-and-submit", project, "ml", declared="on", **seen
    )
    assert (status, where) == (302, reverse("submitted", args=[project.ref, "ml", 1]))
    assert Round.objects.get().case_file.sha256 == seen["seen"]
    status, html = browser.get(cast.manager, "submitted", project, "ml", 1)
    assert status == 200
    assert seen["seen"] in html


def test_a_submission_sent_twice_does_one_thing(browser: Browser, cast: Cast) -> None:
    project = ready(cast)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    answers = [
        browser.post(cast.manager, "check-and-submit", project, "ml", declared="on", **hidden(html))
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 302
    assert Round.objects.count() == 1


def test_a_project_changed_since_it_was_shown_is_not_submitted(
    browser: Browser, cast: Cast
) -> None:
    project = ready(cast)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    fill(project, "problem", changes={"problem.statement": {"statement": "Quite another one."}})
    status, html = browser.post(
        cast.manager, "check-and-submit", project, "ml", declared="on", **hidden(html)
    )
    assert status == 409
    assert "changed since you opened this page" in html
    assert says_first_that_it_is_stale(html)
    assert "saved by Mara Lind" in html
    assert not Round.objects.exists()


def test_the_next_round_shows_what_came_back_and_what_changed(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    assert "Not changed" in html
    assert "Say where the figure comes from." in html
    assert "Nothing changed." in html
    fill(project, "exam", changes={"exam.problem": {"summary": "Quite another answer."}})
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    assert "Changed since" in html
    assert "6 accepted answers stay accepted" in html
    assert "<ins>" in html
    assert browser.queries(cast.manager, "check-and-submit", project, "ml") <= MOST_QUERIES


def test_the_management_case_goes_to_its_signers(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_CASE)
    fill(project, "management", "exam_mlops")
    _, html = browser.get(cast.manager, "check-and-submit", project, "mlops")
    status, where = browser.post(
        cast.manager, "check-and-submit", project, "mlops", declared="on", **hidden(html)
    )
    assert (status, where) == (302, reverse("submitted", args=[project.ref, "mlops", 1]))
    again = browser.post(
        cast.manager, "check-and-submit", project, "mlops", declared="on", **hidden(html)
    )
    assert again == (status, where)
    status, html = browser.get(cast.manager, "submitted", project, "mlops", 1)
    assert status == 200
    assert "Simon Falk" in html
    assert "refuses with a reason" in html
    assert "decline" not in html


def test_only_the_manager_submits(browser: Browser, cast: Cast) -> None:
    project = ready(cast)
    for person in (cast.director, cast.contributor, cast.auditor):
        status, html = browser.get(person, "check-and-submit", project, "ml")
        assert status == 403
        assert "project manager" in html
    assert browser.get(cast.stranger, "check-and-submit", project, "ml")[0] == 404
    assert browser.get(cast.manager, "check-and-submit", project, "third")[0] == 404
    assert browser.get(cast.manager, "submitted", project, "ml", 1)[0] == 404


def test_what_preflight_holds_back_is_linked_and_said_at_the_button(
    browser: Browser, cast: Cast
) -> None:
    project = ready(cast)
    fill(project, "ml", changes={"ml.tasks": {"tasks": [sample_task(project)]}})
    html = browser.get(cast.manager, "check-and-submit", project, "ml")[1]
    assert "1 point above must be mended first" in " ".join(html.split())
    status, html = browser.post(
        cast.manager, "check-and-submit", project, "ml", declared="on", **hidden(html)
    )
    assert status == 422
    assert 'href="#objections"' in html
    assert 'id="objections"' in html
    assert not Round.objects.exists()


def sample_task(project: Project) -> dict[str, object]:
    """Return a whole task that is a prohibited practice."""
    (row,) = sample_answer(pinned(project)["ml"].question("tasks"))["tasks"]
    return {**row, "ai_act": "prohibited"}
