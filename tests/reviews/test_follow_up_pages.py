"""Follow-ups leave at once, are answered in their thread, and only who asked closes them."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event, Job
from initiation.models import Project
from initiation.workflow import Gate
from reviews.models import FollowUp, Outcome
from reviews.services.examining import ask_follow_up
from tests.factories import Cast, decided
from tests.reviews.examining import open_round
from tests.reviews.paging import Browser


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def asked(project: Project, cast: Cast, text: str = "Who counted this?") -> FollowUp:
    return ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="problem",
        text=text, blocking=True,
    )  # fmt: skip


def test_a_question_leaves_at_once_and_the_manager_reads_it(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    status, where = browser.post(
        cast.director, "ask-follow-up", project, "ml", 1, 1, text="Who counted?", blocking="on"
    )
    follow_up = FollowUp.objects.get()
    place = reverse("examine", args=[project.ref, "ml", 1, 1])
    assert (status, where) == (302, f"{place}#follow-up-{follow_up.pk}")
    assert follow_up.blocking
    _, html = browser.get(cast.manager, "examine-all", project, "ml", 1)
    assert "Who counted?" in html
    assert reverse("answer-follow-up", args=[project.ref, follow_up.pk]) in html
    assert Job.objects.filter(kind="mail", payload__to=cast.manager.email).exists()


def test_a_question_sent_twice_is_asked_once(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    for _ in range(2):
        place = (project, "ml", 1, 1)
        assert browser.post(cast.director, "ask-follow-up", *place, text="Who?")[0] == 302
    assert FollowUp.objects.count() == 1
    assert Event.objects.filter(verb="follow-up asked").count() == 1


def test_an_empty_question_is_not_asked_and_keeps_that_it_would_block(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    status, html = browser.post(
        cast.director, "ask-follow-up", project, "ml", 1, 1, text=" ", blocking="on"
    )
    assert status == 422
    assert 'href="#follow-up"' in html
    assert 'name="blocking"\n' in html
    assert "Write the question you want to ask." in html
    assert not FollowUp.objects.exists()


def test_nobody_but_the_director_asks_or_closes(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    follow_up = asked(project, cast)
    for person in (cast.manager, cast.sponsor, cast.auditor, cast.other_director):
        assert browser.post(person, "ask-follow-up", project, "ml", 1, 1, text="?")[0] == 403
        assert browser.post(person, "close-follow-up", project, follow_up.pk)[0] == 403
    assert browser.post(cast.stranger, "close-follow-up", project, follow_up.pk)[0] == 404
    follow_up.refresh_from_db()
    assert follow_up.closed_at is None


def test_the_manager_answers_once_and_nobody_else_does(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    follow_up = asked(project, cast)
    for person in (cast.director, cast.sponsor, cast.auditor, cast.contributor):
        assert browser.post(person, "answer-follow-up", project, follow_up.pk, text="I")[0] == 403
    for _ in range(2):
        status, where = browser.post(
            cast.manager, "answer-follow-up", project, follow_up.pk, text="Support did."
        )
        assert status == 302
        assert where.endswith(f"/exams/ml/rounds/1/all/#follow-up-{follow_up.pk}")
    follow_up.refresh_from_db()
    assert follow_up.answer == "Support did."
    assert Event.objects.filter(verb="follow-up answered").count() == 1
    _, html = browser.get(cast.director, "examine", project, "ml", 1, 1)
    assert "Support did." in html
    assert "Close this follow-up" in html


def test_another_answer_after_the_first_is_refused_with_its_words_kept(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    follow_up = asked(project, cast)
    browser.post(cast.manager, "answer-follow-up", project, follow_up.pk, text="Support did.")
    status, html = browser.post(
        cast.manager, "answer-follow-up", project, follow_up.pk, text="No, sales did."
    )
    assert status == 409
    assert "Support did." in html
    assert "No, sales did." in html


def test_an_empty_answer_is_asked_for_again(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    follow_up = asked(project, cast)
    status, html = browser.post(cast.manager, "answer-follow-up", project, follow_up.pk, text=" ")
    assert status == 422
    assert f'href="#follow-up-{follow_up.pk}"' in html


def test_closing_twice_is_closing_once(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    follow_up = asked(project, cast)
    for _ in range(2):
        assert browser.post(cast.director, "close-follow-up", project, follow_up.pk)[0] == 302
    assert Event.objects.filter(verb="follow-up closed").count() == 1
    status, html = browser.post(
        cast.manager, "answer-follow-up", project, follow_up.pk, text="Too late?"
    )
    assert status == 409
    assert "Too late?" in html


def test_nothing_is_asked_or_answered_once_the_round_is_decided(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    follow_up = ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="problem",
        text="By the way?", blocking=False,
    )  # fmt: skip
    decided(project, Gate.ML, Outcome.APPROVE)
    status, html = browser.post(
        cast.director, "ask-follow-up", project, "ml", 1, 1, text="One more thing"
    )
    assert status == 409
    assert "One more thing" in html
    status, html = browser.post(
        cast.manager, "answer-follow-up", project, follow_up.pk, text="Here it is."
    )
    assert status == 409
    assert "Here it is." in html
    assert FollowUp.objects.get().answer == ""


def test_a_follow_up_of_another_project_is_not_found(browser: Browser, cast: Cast) -> None:
    mine, other = open_round(cast).project, open_round(cast, "Another").project
    follow_up = asked(other, cast)
    for name in ("answer-follow-up", "close-follow-up"):
        person = cast.manager if name.startswith("answer") else cast.director
        assert browser.post(person, name, mine, follow_up.pk, text="?")[0] == 404
