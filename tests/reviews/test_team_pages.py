"""The team case: written, responded to, answered, and the initiation confirmed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from core.refused import Refused
from initiation.models import Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.workflow import State
from reviews.models import Consultation, Response, TeamStance
from reviews.services.pausing import hold, withdraw
from tests.factories import Cast, at, fill, make_person, make_project, respond_all
from tests.reviews.paging import MOST_QUERIES, Browser, says_first_that_it_is_stale


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def words(project: Project, stance: str, text: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for question in pinned(project)["team"].questions:
        found |= {f"stance.{question.code}": stance, f"text.{question.code}": text}
    consultation = Consultation.objects.select_related("case_file").get(project=project)
    return found | {"read": "on", "seen": consultation.case_file.sha256}


def test_the_team_is_asked_once_about_what_was_shown(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CASE)
    fill(project, "team")
    _, html = browser.get(cast.manager, "submit-team", project)
    seen = dict(re.findall(r'name="(seen|shown_at)" value="([^"]+)"', html))
    for _ in range(2):
        status, where = browser.post(cast.manager, "submit-team", project, declared="on", **seen)
        assert (status, where) == (302, reverse("team-case", args=[project.ref]))
    assert Consultation.objects.count() == 1


def test_a_member_responds_once_however_often_it_is_sent(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    assert browser.get(cast.team_member, "respond", project)[0] == 200
    typed = words(project, "unclear", "Which shift?")
    for _ in range(2):
        assert browser.post(cast.team_member, "respond", project, **typed)[0] == 302
    assert Response.objects.count() == 7
    assert Event.objects.filter(verb="team case read").count() == 1


def test_a_concern_without_words_keeps_everything_typed(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    typed = words(project, "clear")
    codes = [question.code for question in pinned(project)["team"].questions]
    typed |= {f"stance.{codes[1]}": "concern", f"text.{codes[0]}": "Kept as it was typed."}
    status, html = browser.post(cast.team_member, "respond", project, **typed)
    assert status == 422
    assert f'href="#text-{codes[1]}"' in html
    assert "Kept as it was typed." in html
    assert not Response.objects.exists()


def test_a_case_that_is_not_the_one_read_is_not_responded_to(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    typed = words(project, "clear") | {"seen": "0" * 64}
    status, html = browser.post(cast.team_member, "respond", project, **typed)
    assert status == 409
    assert "Nothing was recorded" in html
    assert says_first_that_it_is_stale(html)


def test_a_concern_is_answered_once_and_the_initiation_confirmed(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    for response in Response.objects.all():
        for _ in range(2):
            answer = {"reply": "The night shift is not touched."}
            status, _ = browser.post(cast.manager, "concern", project, response.pk, **answer)
            assert status == 302
    assert Event.objects.filter(verb="concern answered").count() == 7
    _, html = browser.get(cast.director, "team-case", project)
    seen = re.findall(r'name="seen" value="([^"]+)"', html)[0]
    for _ in range(2):
        status, where = browser.post(cast.director, "initiate", project, seen=seen)
        assert (status, where) == (302, reverse("project", args=[project.ref]))
    project.refresh_from_db()
    assert project.where is State.INITIATED


def test_nothing_is_initiated_over_an_open_concern(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    seen = words(project, "clear")["seen"]
    status, html = browser.post(cast.director, "initiate", project, seen=seen)
    assert status == 409
    assert "not answered yet" in html


def test_a_member_does_not_read_what_others_said(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    other = make_person("Tove Blix")
    Member.objects.create(project=project, user=other, part=Part.TEAM)
    project = at(project, State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    theirs = Response.objects.filter(member=cast.team_member).first()
    assert theirs is not None
    assert browser.get(other, "concern", project, theirs.pk)[0] == 404
    assert browser.get(cast.team_member, "concern", project, theirs.pk)[0] == 200
    assert "Tess Holm" not in _concerns(browser.get(other, "team-case", project)[1])


def _concerns(html: str) -> str:
    return html[html.index("Unclear, and concerns") : html.index("What the team was told")]


def test_who_may_do_what_is_said(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    found = Response.objects.first()
    assert found is not None
    status, html = browser.get(cast.manager, "respond", project)
    assert status == 403
    assert "team member" in html
    assert browser.post(cast.director, "concern", project, found.pk, reply="No.")[0] == 403
    assert browser.post(cast.manager, "initiate", project, seen="x")[0] == 403
    for name in ("team-case", "respond"):
        assert browser.get(cast.stranger, name, project)[0] == 404


def test_three_members_cost_as_many_queries_as_one(browser: Browser, cast: Cast) -> None:
    counts = []
    for more in (0, 2):
        project = make_project(cast, name=f"Routing {more}")
        for number in range(more):
            person = make_person(f"Team {number} of {more}")
            Member.objects.create(project=project, user=person, part=Part.TEAM)
        project = at(project, State.TEAM_CONSULTATION)
        respond_all(project, TeamStance.CONCERN)
        readers = ((cast.manager, "team-case"), (cast.director, "team-case"),
                   (cast.team_member, "respond"), (cast.manager, "project"))  # fmt: skip
        counts.append([browser.queries(person, name, project) for person, name in readers])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


def test_words_sent_after_the_consultation_paused_or_ended_come_back_on_the_page(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    typed = words(project, TeamStance.CONCERN, "Who covers the nights?")
    held = hold(actor=cast.manager, project=project, reason="Budget is frozen.")
    for _ in range(2):
        status, html = browser.post(cast.team_member, "respond", project, **typed)
        assert status == 409
        assert says_first_that_it_is_stale(html)
        assert "The team is not being asked" in html
        assert html.count("Who covers the nights?") == 7
        assert "Send my response" not in html
        typed.pop("read", None)  # incomplete, too
    assert not Response.objects.exists()
    withdraw(actor=cast.manager, project=held, reason="The vendor does it now.")
    assert browser.post(cast.team_member, "respond", project, **typed)[0] == 409
    assert browser.get(cast.team_member, "respond", project)[0] == 302


def test_a_refusal_that_comes_while_words_are_recorded_keeps_them_too(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)

    def refuse(**_: object) -> None:
        raise Refused("Somebody was quicker.")

    monkeypatch.setattr("reviews.views.team.respond", refuse)
    typed = words(project, TeamStance.CONCERN, "Who covers the nights?")
    status, html = browser.post(cast.team_member, "respond", project, **typed)
    assert status == 409
    assert "Somebody was quicker." in html
    assert html.count("Who covers the nights?") == 7
