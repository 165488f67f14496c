"""Is MLOps needed: the facts, the rule, and the director's word."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from initiation.mlops import Need
from initiation.models import Answer
from initiation.workflow import State
from reviews.models import MlopsAssessment
from tests.factories import Cast, assessed, at, fill, make_project
from tests.reviews.paging import MOST_QUERIES, Browser, says_first_that_it_is_stale

SERVICE = {"mlops.kind_of_need": {"kind": "service"}}
PILOT = {"mlops.kind_of_need": {"kind": "pilot"}}


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def test_the_rule_says_what_it_still_needs(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    status, html = browser.get(cast.manager, "mlops-need", project)
    assert status == 200
    assert "The rule cannot answer yet" in html
    assert "how requests arrive" in html


def test_the_rule_answers_while_the_facts_are_written(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    fill(project, "mlops", changes=SERVICE)
    status, html = browser.post(
        cast.manager, "mlops-need-autosave", project, edit_session="a", version__kind_of_need="1"
    )
    assert status == 200
    assert 'id="rule-result" hx-swap-oob="true"' in html


def test_the_facts_are_put_once_however_often_the_button_is_pressed(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    fill(project, "mlops", changes=SERVICE)
    for _ in range(2):
        assert browser.post(cast.manager, "put-mlops-need", project)[0] == 302
    assert MlopsAssessment.objects.count() == 1


@pytest.mark.parametrize("kind", ["one_time", "poc"])
def test_what_needs_no_platform_is_put_with_its_bounds_or_not_at_all(
    kind: str, browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    facts = {"mlops.kind_of_need": {"kind": kind}}
    fill(project, "mlops", changes=facts | {"mlops.poc": {"cap": None, "success_test": ""}})
    html = browser.get(cast.manager, "mlops-need", project)[1]
    assert "#id_poc-cap" in html
    assert "#id_poc-end_date" not in html
    status, html = browser.post(cast.manager, "put-mlops-need", project)
    assert status == 409
    assert "a budget cap and a success test must be given" in html
    assert not MlopsAssessment.objects.exists()

    put = assessed(project, kind=kind)
    word = {"decided": put.result, "reason": "", "seen": put.case_file.sha256}
    assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] == 302
    project.refresh_from_db()
    assert (project.where, project.outcome) == (State.INITIATED, "poc")


BOUNDS = 'name="poc.cap.amount"'


def test_bounds_are_asked_only_for_what_is_tried_without_a_platform(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    assert BOUNDS in browser.get(cast.manager, "mlops-need", project)[1]
    unbounded = {"mlops.poc": {"cap": None, "end_date": None, "success_test": None}}
    fill(project, "mlops", changes=SERVICE | unbounded)
    Answer.objects.filter(project=project, question_code="poc").update(value={})
    html = browser.get(cast.manager, "mlops-need", project)[1]
    assert BOUNDS not in html
    assert "?bounds=asked#question-poc" in html
    url = reverse("mlops-need", args=[project.ref])
    assert BOUNDS in browser.client.get(f"{url}?bounds=asked").content.decode()
    fill(project, "mlops", changes={"mlops.kind_of_need": {"kind": "poc"}} | unbounded)
    Answer.objects.filter(project=project, question_code="poc").update(value={})
    assert BOUNDS in browser.get(cast.manager, "mlops-need", project)[1]


def test_bounds_that_were_written_stay_to_be_seen(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    fill(project, "mlops", changes=SERVICE)
    assert BOUNDS in browser.get(cast.manager, "mlops-need", project)[1]


def test_the_director_confirms_what_the_rule_says(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    status, html = browser.get(cast.director, "mlops-need", project)
    assert status == 200
    assert "(what the rule says)" in html
    word = {"decided": put.result, "reason": "", "seen": put.case_file.sha256}
    for _ in range(2):
        status, where = browser.post(cast.director, "confirm-mlops-need", project, **word)
        assert (status, where) == (302, reverse("project", args=[project.ref]))
    project.refresh_from_db()
    assert project.where is not State.NEED_CONFIRMED
    assert "This confirms the rule." in browser.get(cast.auditor, "mlops-need", project)[1]


def test_an_override_without_a_reason_keeps_what_was_chosen(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    other = next(need for need in (Need.FULL, Need.LIGHT) if need != put.result)
    status, html = browser.post(
        cast.director, "confirm-mlops-need", project,
        decided=other, reason=" ", seen=put.case_file.sha256,
    )  # fmt: skip
    assert status == 422
    assert "An override needs a reason." in html
    named = re.search(r'id="id_reason"[^>]*aria-describedby="([^"]+)"', html) or re.search(
        r'aria-describedby="([^"]+)"[^>]*id="id_reason"', html
    )
    assert named
    assert all(f'id="{name}"' in html for name in named[1].split())
    chosen = html[html.index(f'value="{other.value}"') :]
    assert "checked" in chosen[: chosen.index(">")]


def test_facts_changed_after_they_were_put_cannot_be_confirmed(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    fill(project, "mlops", changes=PILOT)
    assert "changed after they were put" in browser.get(cast.director, "mlops-need", project)[1]
    word = {"decided": put.result, "reason": "Kept as typed.", "seen": put.case_file.sha256}
    status, html = browser.post(cast.director, "confirm-mlops-need", project, **word)
    assert status == 409
    assert "changed the facts after putting them before you" in html
    assert says_first_that_it_is_stale(html)
    assert "Kept as typed." in html
    project.refresh_from_db()
    assert project.where is State.NEED_CONFIRMED
    again = assessed(project, kind="pilot")
    word = {"decided": again.result, "reason": "", "seen": again.case_file.sha256}
    assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] == 302


def test_who_may_do_what_is_said(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    word = {"decided": put.result, "reason": "", "seen": put.case_file.sha256}
    status, html = browser.post(cast.manager, "confirm-mlops-need", project, **word)
    assert status == 403
    assert "Dora Weiss (IT director)" in html
    assert browser.post(cast.director, "put-mlops-need", project)[0] == 403
    assert browser.post(cast.other_director, "confirm-mlops-need", project, **word)[0] == 403
    assert browser.get(cast.stranger, "mlops-need", project)[0] == 404


def test_the_page_asks_few_queries(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    assessed(project)
    for person in (cast.manager, cast.director, cast.auditor):
        assert browser.queries(person, "mlops-need", project) <= MOST_QUERIES
