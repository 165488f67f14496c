"""Is MLOps needed: who reads and writes the facts, what stands in between, what is said again."""

import re

import pytest
from django.test import Client

from initiation.mlops import Need
from initiation.models import Answer
from initiation.workflow import State
from reviews.models import MlopsAssessment
from tests.factories import Cast, assessed, at, fill, make_project
from tests.initiation.browsing import opened
from tests.reviews.paging import MOST_QUERIES, Browser

HERE = "/projects/{}/mlops-need/"


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def test_every_reader_reads_the_facts_and_only_the_manager_writes_them(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    for person in (cast.director, cast.sponsor, cast.contributor, cast.auditor):
        status, html = browser.get(person, "mlops-need", project)
        assert status == 200
        assert 'id="sheet"' not in html
        for name in ("mlops-need", "mlops-need-autosave", "put-mlops-need"):
            status, html = browser.post(person, name, project, **{"kind_of_need.kind": "poc"})
            assert status == 403
            assert "project manager" in html
    for person in (cast.stranger, cast.other_manager, cast.other_sponsor):
        for name in ("mlops-need", "mlops-need-autosave", "put-mlops-need", "confirm-mlops-need"):
            assert browser.post(person, name, project)[0] == 404
    assert not Answer.objects.filter(project=project, set_code="mlops").exists()


def test_a_fact_that_is_no_number_is_kept_and_linked(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    sent = opened(client, cast.manager, HERE.format(project.ref))
    sent |= {"upkeep.models": "three or four", "kind_of_need.kind": "service"}
    response = client.post(HERE.format(project.ref), sent | {"then": "stay"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="three or four"' in html
    assert 'href="#id_upkeep-models"' in html
    assert 'id="id_upkeep-models"' in html
    autosaved = client.post(f"{HERE.format(project.ref)}autosave/", sent)
    assert autosaved["X-Saved"] == "no"
    assert 'id="rule-result" hx-swap-oob="true"' in autosaved.content.decode()


def test_facts_saved_in_another_window_are_shown_beside_mine(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    fill(project, "mlops")
    sent = opened(client, cast.manager, HERE.format(project.ref))
    fill(project, "mlops", changes={"mlops.upkeep": {"models": "5"}})
    sent["upkeep.models"] = "9"
    response = client.post(HERE.format(project.ref), sent | {"then": "stay"})
    html = response.content.decode()
    assert response.status_code == 409
    assert 'name="keep.upkeep"' in html
    version = re.search(r'id="version-upkeep"\s+value="(\d+)"', html)
    assert version
    chosen = {"version.upkeep": version[1], "keep.upkeep": "mine", "then": "stay"}
    assert client.post(HERE.format(project.ref), sent | chosen).status_code == 302
    row = Answer.objects.get(project=project, set_code="mlops", question_code="upkeep")
    assert row.value["models"] == "9"


def test_facts_put_again_while_the_director_read_are_confirmed_from_the_page_that_says_so(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    first = assessed(project)
    second = assessed(project, kind="pilot")
    assert first.pk != second.pk
    old = {"decided": first.result, "reason": "", "seen": first.case_file.sha256}
    status, html = browser.post(cast.director, "confirm-mlops-need", project, **old)
    assert status == 409
    assert "Nothing was confirmed" in html
    project.refresh_from_db()
    assert project.where is State.NEED_CONFIRMED
    seen = re.search(r'name="seen" value="([^"]+)"', html)
    assert seen
    assert seen[1] == second.case_file.sha256
    word = {"decided": second.result, "reason": "", "seen": seen[1]}
    assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] == 302


def test_an_override_with_its_reason_is_recorded_with_both_words(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    other = next(need for need in (Need.FULL, Need.LIGHT) if need != put.result)
    word = {"decided": other, "reason": "The platform is shared.", "seen": put.case_file.sha256}
    for _ in range(2):
        assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] == 302
    put.refresh_from_db()
    assert (put.decided, put.override_reason) == (other, "The platform is shared.")
    _, html = browser.get(cast.auditor, "mlops-need", project)
    assert "This overrides the rule" in html
    assert "The platform is shared." in html


def test_another_word_after_the_first_changes_nothing(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    word = {"decided": put.result, "reason": "", "seen": put.case_file.sha256}
    assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] == 302
    other = next(need for need in Need if need != put.result)
    word |= {"decided": other, "reason": "On second thought."}
    assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] in {409, 422}
    put.refresh_from_db()
    assert put.decided == put.result


@pytest.mark.parametrize("decided", ["", "plenty"])
def test_a_word_that_is_none_is_asked_for_again(browser: Browser, cast: Cast, decided: str) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    put = assessed(project)
    word = {"decided": decided, "reason": "Kept.", "seen": put.case_file.sha256}
    status, html = browser.post(cast.director, "confirm-mlops-need", project, **word)
    assert status == 422
    assert 'href="#id_decided_0"' in html
    assert 'id="id_decided_0"' in html
    assert ">\nKept.</textarea>" in html or ">Kept.</textarea>" in html


def test_nothing_can_be_put_or_confirmed_before_its_time(browser: Browser, cast: Cast) -> None:
    early = make_project(cast)
    assert browser.post(cast.manager, "put-mlops-need", early)[0] == 409
    project = at(make_project(cast, name="Later"), State.NEED_CONFIRMED)
    status, html = browser.post(cast.manager, "put-mlops-need", project)
    assert status == 409
    assert "These facts are missing" in html
    word = {"decided": "full", "reason": "", "seen": ""}
    assert browser.post(cast.director, "confirm-mlops-need", project, **word)[0] in {409, 422}
    assert not MlopsAssessment.objects.exists()


def test_facts_put_three_times_cost_as_many_queries_as_once(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    assessed(project)
    readers = (cast.manager, cast.director, cast.auditor)
    at_one = [browser.queries(person, "mlops-need", project) for person in readers]
    for kind in ("pilot", "service"):
        assessed(project, kind=kind)
    assert MlopsAssessment.objects.count() == 3
    assert [browser.queries(person, "mlops-need", project) for person in readers] == at_one
    assert max(at_one) <= MOST_QUERIES
