"""Nobody opens or sends the pages of an examination of what they wrote, however promoted."""

from typing import Any

import pytest
from django.test import Client

from accounts.access import Role
from accounts.models import RoleGrant, User
from initiation.models import DataSource, Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from initiation.services.evidence import add_link
from initiation.workflow import Gate
from reviews.models import Decision, FollowUp, Verdict
from tests.factories import Cast, judged, make_project, submitted
from tests.reviews.paging import Browser
from tests.samples import sample_answer

WAYS = ("answer", "evidence", "data")


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def project_written_by(cast: Cast, way: str) -> Project:
    """Return a judged project to which the contributor gave one thing."""
    project = make_project(cast)
    person = cast.contributor
    if way == "answer":
        question = pinned(project)["problem"].questions[0]
        entry = Entry(question, sample_answer(question), 0)
        save_answers(
            actor=person, project=project, set_code="problem", entries=[entry], edit_session=""
        )
    elif way == "evidence":
        add_link(
            actor=person, project=project, title="Mine", note="", link="https://example.org/mine"
        )
    project = submitted(project)
    if way == "data":
        DataSource.objects.filter(project=project).update(added_by=person)
    judged(project, Gate.ML)
    return project


def promote(project: Project, person: User) -> None:
    """Make a person the project's director, as an administrator could."""
    RoleGrant.objects.create(user=person, role=Role.DIRECTOR)
    project.director = person
    project.save()


def decision_words(project: Project) -> dict[str, Any]:
    sha256 = project.rounds.get().case_file.sha256
    return {
        "outcome": "approve", "reasons": "Mine is good.", "seen_sha256": sha256, "confirm": "1"
    }  # fmt: skip


@pytest.mark.separation
@pytest.mark.parametrize("way", WAYS)
def test_whoever_wrote_any_part_cannot_examine_or_decide_even_as_its_director(
    browser: Browser, cast: Cast, way: str
) -> None:
    project = project_written_by(cast, way)
    promote(project, cast.contributor)
    verdicts = list(Verdict.objects.values_list("pk", "given_at"))
    place = (project, "ml", 1)
    for status, html in (
        browser.get(cast.contributor, "examine", *place, 1),
        browser.get(cast.contributor, "decide", *place),
        browser.post(cast.contributor, "examine", *place, 1, verdict="accepted"),
        browser.post(cast.contributor, "decide", *place, **decision_words(project)),
    ):
        assert status == 403
        assert "You wrote part of this project" in html
    assert not Decision.objects.exists()
    assert list(Verdict.objects.values_list("pk", "given_at")) == verdicts


@pytest.mark.separation
def test_somebody_who_wrote_nothing_decides_on_the_same_project(
    browser: Browser, cast: Cast
) -> None:
    project = project_written_by(cast, "answer")
    promote(project, cast.auditor)
    place = (project, "ml", 1)
    assert browser.get(cast.auditor, "examine", *place, 1)[0] == 200
    assert browser.post(cast.auditor, "decide", *place, **decision_words(project))[0] == 302
    assert Decision.objects.get().decided_by == cast.auditor


@pytest.mark.separation
def test_an_administrator_does_not_decide_by_being_one(browser: Browser, cast: Cast) -> None:
    project = project_written_by(cast, "answer")
    place = (project, "ml", 1)
    assert browser.get(cast.administrator, "decide", *place)[0] == 404
    assert browser.post(cast.administrator, "decide", *place, **decision_words(project))[0] == 404
    Member.objects.create(project=project, user=cast.administrator, part=Part.TEAM)
    status, html = browser.post(cast.administrator, "decide", *place, **decision_words(project))
    assert status == 403
    assert f"{cast.director.name} (IT director)" in html
    assert not Decision.objects.exists()


@pytest.mark.separation
def test_an_author_asks_no_follow_ups_as_a_director(browser: Browser, cast: Cast) -> None:
    project = project_written_by(cast, "answer")
    promote(project, cast.contributor)
    for text in ("Is it not good?", " "):  # blanks once showed the page with its drafts
        status, html = browser.post(
            cast.contributor, "ask-follow-up", project, "ml", 1, 1, text=text
        )
        assert status == 403
        assert "You wrote part of this project" in html
    assert not FollowUp.objects.exists()
