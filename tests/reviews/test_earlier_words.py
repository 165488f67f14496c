"""A changed word is a new one: the earlier stays, with the reply it got and the name of the day."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.refused import Stale
from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.workflow import Gate, State
from reviews.models import Consultation, Decision, MlopsAssessment, Response, SignOff, TeamStance
from reviews.models.names import name_of, signature_of
from reviews.queries.work import waiting_for
from reviews.services.consulting import Word, objections, reply, respond
from tests.factories import Cast, at, make_project, respond_all
from tests.reviews.paging import Browser


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def say(project: Project, person: User, stance: TeamStance, text: str = "") -> str:
    """Say the same to every answer; return the code of the first."""
    codes = [question.code for question in pinned(project)["team"].questions]
    consultation = Consultation.objects.select_related("case_file").get(project=project)
    respond(
        actor=person, project=project, words={code: Word(stance, text) for code in codes},
        read=True, seen_sha256=consultation.case_file.sha256,
    )  # fmt: skip
    return codes[0]


def test_a_changed_word_leaves_the_earlier_one_as_it_was(cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    code = say(project, cast.team_member, TeamStance.CONCERN, "Who pays?")
    first = Response.objects.get(question_code=code)
    say(project, cast.team_member, TeamStance.UNCLEAR, "Who pays, and when?")
    said = list(Response.objects.filter(question_code=code).order_by("pk"))
    assert [(row.stance, row.text) for row in said] == [
        ("concern", "Who pays?"),
        ("unclear", "Who pays, and when?"),
    ]
    assert said[0].given_at == first.given_at
    assert said[1].replaces == first
    assert Response.objects.current().filter(question_code=code).get() == said[1]


def test_an_earlier_word_neither_holds_up_nor_calls_anybody(cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    say(project, cast.team_member, TeamStance.CONCERN, "Who pays?")
    assert project in waiting_for(cast.manager)
    say(project, cast.team_member, TeamStance.CLEAR)
    assert Response.objects.count() == 14
    assert objections(project, Consultation.objects.get(project=project)) == []
    assert project not in waiting_for(cast.manager)
    assert project in waiting_for(cast.director)


def test_the_database_holds_one_line_of_words_to_a_question(cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project)
    found = Response.objects.all()[0]
    same = {
        "consultation": found.consultation, "member": found.member, "stance": "clear",
        "question_code": found.question_code, "given_at": timezone.now(),
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(**same)
    Response.objects.create(**same, replaces=found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(**same, replaces=found)


def test_nobody_replies_to_a_word_that_was_changed_meanwhile(cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    code = say(project, cast.team_member, TeamStance.CONCERN, "Who pays?")
    first = Response.objects.get(question_code=code)
    say(project, cast.team_member, TeamStance.CONCERN, "Who pays, and when?")
    with pytest.raises(Stale, match="Tess Holm has changed this"):
        reply(actor=cast.manager, project=project, response=first, text="We do.")
    assert not Response.objects.exclude(reply="").exists()


@pytest.mark.parametrize("later", [TeamStance.CONCERN, TeamStance.CLEAR])
def test_a_reply_to_a_word_changed_meanwhile_comes_back_on_the_page(
    browser: Browser, cast: Cast, later: TeamStance
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    code = say(project, cast.team_member, TeamStance.CONCERN, "Who pays?")
    first = Response.objects.get(question_code=code)
    say(project, cast.team_member, later, "" if later == TeamStance.CLEAR else "And when?")
    status, html = browser.post(cast.manager, "concern", project, first.pk, reply="We do, always.")
    assert status == 409
    assert "Tess Holm has changed this" in html
    assert "We do, always." in html
    now = Response.objects.current().get(question_code=code)
    shown = first if later == TeamStance.CLEAR else now
    assert f'action="{reverse("concern", args=[project.ref, shown.pk])}"' in html
    assert shown.text in html


def test_an_old_address_leads_to_what_is_said_now(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    code = say(project, cast.team_member, TeamStance.CONCERN, "Who pays?")
    first = Response.objects.get(question_code=code)
    say(project, cast.team_member, TeamStance.CONCERN, "And when?")
    now = Response.objects.current().get(question_code=code)
    old = reverse("concern", args=[project.ref, first.pk])
    browser.client.force_login(cast.manager)
    leads_to = reverse("concern", args=[project.ref, now.pk])
    assert browser.client.get(old)["Location"] == leads_to
    say(project, cast.team_member, TeamStance.CLEAR)
    assert browser.client.get(old)["Location"] == reverse("team-case", args=[project.ref])


def test_names_and_titles_stay_as_they_were_when_something_was_said(
    browser: Browser, cast: Cast
) -> None:
    for person, title in ((cast.director, "Head of IT"), (cast.sponsor, "Head of Service")):
        person.title = title
        person.save()
    project = at(make_project(cast), State.INITIATED)
    User.objects.update(name="Somebody Else", title="Retired")
    decision = Decision.objects.get(round__gate=Gate.ML)
    assert signature_of(decision, "decided_by") == "Dora Weiss, Head of IT"
    assert signature_of(SignOff.objects.get(), "signer") == "Simon Falk, Head of Service"
    assert name_of(MlopsAssessment.objects.get(), "decided_by") == "Dora Weiss"
    assert {name_of(row, "member") for row in Response.objects.all()} == {"Tess Holm"}
    _, html = browser.get(cast.auditor, "decision", project, "ml", 1)
    assert "Dora Weiss, Head of IT" in html


def test_control_a_row_from_before_names_were_kept_reads_the_account(cast: Cast) -> None:
    at(make_project(cast), State.TEAM_CASE)
    signed = SignOff.objects.get()
    signed.signer_name = signed.signer_title = ""
    assert signature_of(signed, "signer") == "Simon Falk"


def test_the_migration_can_be_taken_back_and_done_again(committed: Cast) -> None:
    project = at(make_project(committed), State.TEAM_CONSULTATION)
    code = say(project, committed.team_member, TeamStance.CONCERN, "Who pays?")
    say(project, committed.team_member, TeamStance.CONCERN, "And when?")
    call_command("migrate", "reviews", "0001", verbosity=0)
    call_command("migrate", "reviews", verbosity=0)
    assert Response.objects.get(question_code=code).text == "And when?"
