"""The last look before a submission: who has it, the team's own, and requests out of place."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from initiation.models import Answer, Member, Part, Project
from initiation.services.evidence import add_link
from initiation.workflow import State
from reviews.models import Consultation, Round
from tests.factories import Cast, at, fill, make_project, submitted, with_data
from tests.reviews.paging import MOST_QUERIES, Browser

CHECKS = pytest.mark.parametrize(
    ("state", "name", "rest"),
    [
        (State.PREPARING, "check-and-submit", ("ml",)),
        (State.MANAGEMENT_CASE, "check-and-submit", ("mlops",)),
        (State.TEAM_CASE, "submit-team", ()),
    ],
    ids=["ml", "mlops", "team"],
)
FILLED = {
    State.PREPARING: ("problem", "architecture", "ml", "data", "rawdata", "exam"),
    State.MANAGEMENT_CASE: ("management", "exam_mlops"),
    State.TEAM_CASE: ("team",),
}


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen|shown_at)" value="([^"]+)"', html))


def filled(cast: Cast, state: State) -> Project:
    project = at(make_project(cast), state)
    if state is State.PREPARING:
        with_data(project)
        link = "https://example.org/log"
        add_link(actor=cast.manager, project=project, title="Log", note="", link=link)
    fill(project, *FILLED[state])
    return project


@CHECKS
def test_only_the_manager_looks_and_everybody_else_is_told_so(
    browser: Browser, cast: Cast, state: State, name: str, rest: tuple[str, ...]
) -> None:
    project = filled(cast, state)
    assert browser.get(cast.manager, name, project, *rest)[0] == 200
    for person in (cast.director, cast.sponsor, cast.contributor, cast.auditor, cast.team_member):
        for act in (browser.get, browser.post):
            status, html = act(person, name, project, *rest)
            assert status == 403
            assert "Mara Lind (project manager)" in html
    for person in (cast.stranger, cast.other_manager, cast.other_sponsor, cast.administrator):
        assert browser.get(person, name, project, *rest)[0] == 404
        assert browser.post(person, name, project, *rest)[0] == 404


@CHECKS
def test_gaps_lead_to_their_fields_and_keep_the_project_where_it_is(
    browser: Browser, cast: Cast, state: State, name: str, rest: tuple[str, ...]
) -> None:
    project = at(make_project(cast), state)
    status, html = browser.get(cast.manager, name, project, *rest)
    links = re.findall(rf'href="(/projects/{project.ref}/[^"]+#id_[^"]+)"', html)
    assert status == 200
    assert links
    for link in {links[0], links[-1]}:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in browser.client.get(path).content.decode()
    status, html = browser.post(cast.manager, name, project, *rest, declared="on", **hidden(html))
    assert status == 422
    assert 'href="#gaps"' in html
    assert 'id="gaps"' in html
    project.refresh_from_db()
    assert project.where is state


@CHECKS
def test_an_answer_saved_meanwhile_stops_the_submission_until_it_is_read(
    browser: Browser, cast: Cast, state: State, name: str, rest: tuple[str, ...]
) -> None:
    project = filled(cast, state)
    _, html = browser.get(cast.manager, name, project, *rest)
    first = hidden(html)
    row = Answer.objects.filter(project=project, set_code=FILLED[state][-1]).latest("saved_at")
    prose = next(code for code, value in row.value.items() if isinstance(value, (str, list)))
    changed = "Changed meanwhile." if isinstance(row.value[prose], str) else row.value[prose] * 2
    fill(
        project, row.set_code, changes={f"{row.set_code}.{row.question_code}": {prose: changed}}
    )  # fmt: skip
    status, html = browser.post(cast.manager, name, project, *rest, declared="on", **first)
    assert status == 409
    assert "nothing was submitted" in html
    assert "checked" not in html[html.index('id="id_declared"') - 200 :][:400]
    project.refresh_from_db()
    assert project.where is state
    again = hidden(html)
    assert again["seen"] != first["seen"]
    assert browser.post(cast.manager, name, project, *rest, declared="on", **again)[0] == 302
    project.refresh_from_db()
    assert project.where is not state


@CHECKS
def test_the_last_look_stays_within_its_queries(
    browser: Browser, cast: Cast, state: State, name: str, rest: tuple[str, ...]
) -> None:
    project = filled(cast, state)
    at_one = browser.queries(cast.manager, name, project, *rest)
    assert at_one <= MOST_QUERIES
    for number in range(2):
        if state is State.PREPARING:
            with_data(project)
        Member.objects.create(
            project=project,
            user=(cast.other_manager, cast.other_sponsor)[number],
            part=Part.TEAM,
        )
    assert browser.queries(cast.manager, name, project, *rest) == at_one


def test_an_old_page_sent_from_elsewhere_is_refused_in_words(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    for seen in ("0" * 64, "", "a\x00b"):
        status, html = browser.post(
            cast.manager, "check-and-submit", project, "ml", declared="on", seen=seen
        )
        assert status == 409
        assert "There is nothing to submit" in html
    assert browser.get(cast.manager, "check-and-submit", project, "ml")[0] == 302
    assert Round.objects.count() == 1


def test_a_moment_that_is_none_is_no_server_error(browser: Browser, cast: Cast) -> None:
    project = filled(cast, State.PREPARING)
    for moment in ("yesterday", "2026-13-45T99:99", "2026-01-01T00:00:00"):
        status, _ = browser.post(
            cast.manager, "check-and-submit", project, "ml",
            declared="on", seen="0" * 64, shown_at=moment,
        )  # fmt: skip
        assert status == 409
    assert not Round.objects.exists()


def test_what_was_shown_must_be_said(browser: Browser, cast: Cast) -> None:
    project = filled(cast, State.PREPARING)
    status, html = browser.post(cast.manager, "check-and-submit", project, "ml", declared="on")
    assert status == 409
    assert "nothing was submitted" in html
    assert not Round.objects.exists()


def test_nobody_is_asked_while_the_team_is_empty(browser: Browser, cast: Cast) -> None:
    project = filled(cast, State.TEAM_CASE)
    Member.objects.filter(project=project, part=Part.TEAM).delete()
    _, html = browser.get(cast.manager, "submit-team", project)
    status, refused = browser.post(
        cast.manager, "submit-team", project, declared="on", **hidden(html)
    )
    assert status == 422
    assert 'id="gaps"' in refused
    assert not Consultation.objects.exists()


def test_the_page_after_a_submission_is_for_every_reader(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    for person in (cast.manager, cast.director, cast.auditor, cast.contributor, cast.sponsor):
        assert browser.get(person, "submitted", project, "ml", 1)[0] == 200
        assert browser.queries(person, "submitted", project, "ml", 1) <= MOST_QUERIES
    status, html = browser.get(cast.team_member, "submitted", project, "ml", 1)
    assert status == 403
    assert "project manager" in html
    assert browser.get(cast.stranger, "submitted", project, "ml", 1)[0] == 404
    assert browser.get(cast.manager, "submitted", project, "ml", 2)[0] == 404
    assert reverse("submitted", args=[project.ref, "ml", 1]).endswith("/submitted/")
