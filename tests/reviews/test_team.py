"""The consultation: words until they are answered, and no initiation over anybody's head."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event
from initiation.models import Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.workflow import State
from reviews.models import Consultation, Response, TeamStance
from reviews.services.consulting import reply
from tests.factories import Cast, at, make_person, make_project, respond_all
from tests.reviews.paging import MOST_QUERIES, Browser


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def codes(project: Project) -> list[str]:
    return [question.code for question in pinned(project)["team"].questions]


def seen(project: Project) -> str:
    found = Consultation.objects.select_related("case_file").get(project=project)
    return str(found.case_file.sha256)


def words(project: Project, stance: str, text: str = "") -> dict[str, str]:
    said: dict[str, str] = {"read": "on", "seen": seen(project)}
    for code in codes(project):
        said |= {f"stance.{code}": stance, f"text.{code}": text}
    return said


def test_everybody_of_the_project_reads_the_case_and_strangers_do_not(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    for person in (cast.manager, cast.director, cast.sponsor, cast.team_member, cast.auditor):
        assert browser.get(person, "team-case", project)[0] == 200
    for name in ("team-case", "respond", "submit-team"):
        for person in (cast.stranger, cast.other_manager, cast.other_sponsor):
            assert browser.get(person, name, project)[0] == 404
    assert browser.post(cast.stranger, "initiate", project, seen=seen(project))[0] == 404


@pytest.mark.parametrize("who", ["manager", "director", "sponsor", "auditor", "contributor"])
def test_only_the_team_responds(browser: Browser, cast: Cast, who: str) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    person = getattr(cast, who)
    for status, html in (
        browser.get(person, "respond", project),
        browser.post(person, "respond", project, **words(project, "clear")),
    ):
        assert status == 403
        assert "Tess Holm (team member)" in html
    assert not Response.objects.exists()


@pytest.mark.parametrize("stance", ["unclear", "concern"])
def test_what_is_not_clear_needs_words_and_each_gap_is_linked(
    browser: Browser, cast: Cast, stance: str
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    status, html = browser.post(
        cast.team_member, "respond", project, **words(project, stance, "  ")
    )
    assert status == 422
    for code in codes(project):
        assert f'href="#text-{code}"' in html
        assert f'id="text-{code}"' in html
    assert len(re.findall(rf'value="{stance}"\s+checked', html)) == 7
    assert not Response.objects.exists()


def test_every_answer_gets_a_word_and_the_reading_is_confirmed(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    said = words(project, "clear")
    first = codes(project)[0]
    del said["read"], said[f"stance.{first}"]
    status, html = browser.post(cast.team_member, "respond", project, **said)
    assert status == 422
    for anchor in (f"stance-{first}", "id_read"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html
    assert not Response.objects.exists()


def test_words_can_be_changed_until_they_are_answered(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    assert (
        browser.post(
            cast.team_member, "respond", project, **words(project, "concern", "Who pays?")
        )[0]
        == 302
    )
    first, second = codes(project)[:2]
    answered = Response.objects.get(question_code=first)
    reply(actor=cast.manager, project=project, response=answered, text="We do.")

    _, html = browser.get(cast.team_member, "respond", project)
    assert "We do." in html
    assert "Who pays?" in html
    changed = words(project, "unclear", "Who pays, and when?")
    assert browser.post(cast.team_member, "respond", project, **changed)[0] == 302

    said = {row.question_code: row for row in Response.objects.current()}
    assert len(said) == 7
    assert (said[first].stance, said[first].text) == ("concern", "Who pays?")
    assert (said[second].stance, said[second].text) == ("unclear", "Who pays, and when?")


def test_a_reply_needs_words_and_says_what_it_is_about(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    found = Response.objects.all()[0]
    _, html = browser.get(cast.manager, "concern", project, found.pk)
    assert "What about the night shift?" in html
    assert 'name="reply"' in html
    status, html = browser.post(cast.manager, "concern", project, found.pk, reply="  ")
    assert status == 422
    assert 'href="#id_reply"' in html
    assert 'id="id_reply"' in html
    found.refresh_from_db()
    assert found.replied_at is None


def test_another_reply_after_the_first_is_refused_and_both_are_shown(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    found = Response.objects.all()[0]
    assert browser.post(cast.manager, "concern", project, found.pk, reply="First.")[0] == 302
    status, html = browser.post(cast.manager, "concern", project, found.pk, reply="Second.")
    assert status == 409
    assert "This is answered already" in html
    assert "First." in html
    assert "Second." in html
    found.refresh_from_db()
    assert found.reply == "First."


def test_a_clear_word_has_no_page_and_readers_cannot_reply(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    found = Response.objects.all()[0]
    for person in (cast.director, cast.auditor, cast.team_member):
        status, html = browser.get(person, "concern", project, found.pk)
        assert status == 200
        assert 'name="reply"' not in html
        status, html = browser.post(person, "concern", project, found.pk, reply="No.")
        assert status == 403
        assert "Mara Lind (project manager)" in html
    assert browser.get(cast.stranger, "concern", project, found.pk)[0] == 404
    Response.objects.filter(pk=found.pk).update(stance=TeamStance.CLEAR)
    assert browser.get(cast.manager, "concern", project, found.pk)[0] == 404
    elsewhere = make_project(cast, name="Elsewhere")
    assert browser.get(cast.manager, "concern", elsewhere, found.pk)[0] == 404


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (0, "7 points unclear or of concern are not answered yet."),
        (6, "1 point unclear or of concern is not answered yet."),
    ],
)
def test_nothing_is_initiated_while_a_concern_is_open(
    browser: Browser, cast: Cast, answered: int, said: str
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    for found in Response.objects.all()[:answered]:
        reply(actor=cast.manager, project=project, response=found, text="Covered.")
    assert said in browser.get(cast.director, "team-case", project)[1]
    status, html = browser.post(cast.director, "initiate", project, seen=seen(project))
    assert status == 409
    assert said in html
    project.refresh_from_db()
    assert project.where is State.TEAM_CONSULTATION


def test_nothing_is_initiated_while_somebody_is_silent(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    Member.objects.create(project=project, user=make_person("Tove Blix"), part=Part.TEAM)
    project = at(project, State.TEAM_CONSULTATION)
    browser.post(cast.team_member, "respond", project, **words(project, "clear"))
    _, html = browser.get(cast.director, "team-case", project)
    assert "These people have not responded yet: Tove Blix." in html
    assert reverse("initiate", args=[project.ref]) not in html
    status, html = browser.post(cast.director, "initiate", project, seen=seen(project))
    assert status == 409
    assert "Tove Blix" in html
    project.refresh_from_db()
    assert project.where is State.TEAM_CONSULTATION


@pytest.mark.parametrize("told", ["0" * 64, "", "a\x00b"])
def test_another_case_than_the_one_read_is_not_initiated(
    browser: Browser, cast: Cast, told: str
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project)
    status, html = browser.post(cast.director, "initiate", project, seen=told)
    assert status == 409
    assert "not the one you read" in html
    project.refresh_from_db()
    assert project.where is State.TEAM_CONSULTATION


def test_only_the_director_of_the_project_initiates_and_once(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project)
    told = seen(project)
    for person in (cast.manager, cast.sponsor, cast.other_director, cast.team_member):
        status, html = browser.post(person, "initiate", project, seen=told)
        assert status == 403
        assert "Dora Weiss (IT director)" in html
        assert (
            reverse("initiate", args=[project.ref])
            not in browser.get(person, "team-case", project)[1]
        )
    for _ in range(2):
        assert browser.post(cast.director, "initiate", project, seen=told)[0] == 302
    assert Event.objects.filter(verb="initiate").count() == 1


def test_after_the_initiation_nobody_responds_or_replies(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project)
    browser.post(cast.director, "initiate", project, seen=seen(project))
    assert browser.get(cast.team_member, "respond", project)[0] == 302
    late = words(project, "concern", "Too late?")
    status, html = browser.post(cast.team_member, "respond", project, **late)
    assert status == 409
    assert html.count("Too late?") == 7
    assert not Response.objects.exclude(stance=TeamStance.CLEAR).exists()
    _, html = browser.get(cast.team_member, "team-case", project)
    assert reverse("respond", args=[project.ref]) not in html


def test_three_concerns_cost_as_many_queries_as_one(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    said = words(project, "clear")
    counts = []
    for much in (1, 3):
        for code in codes(project)[:much]:
            said |= {f"stance.{code}": "concern", f"text.{code}": "Why?"}
        assert browser.post(cast.team_member, "respond", project, **said)[0] == 302
        found = Response.objects.get(question_code=codes(project)[0])
        counts.append(
            [browser.queries(cast.manager, "concern", project, found.pk)]
            + [
                browser.queries(person, name, project)
                for person, name in (
                    (cast.director, "team-case"),
                    (cast.team_member, "team-case"),
                    (cast.team_member, "respond"),
                )
            ]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


def test_a_case_file_is_named_on_the_page_that_asks_for_words(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    _, html = browser.get(cast.team_member, "respond", project)
    named = re.search(r'name="seen" value="([^"]+)"', html)
    assert named
    assert named[1] == seen(project)
