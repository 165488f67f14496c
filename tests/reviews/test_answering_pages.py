"""Writing the seven answers."""

import pytest
from django.test import Client
from django.urls import reverse

from initiation.models import Answer
from initiation.workflow import Gate, State
from reviews.models import FollowUp, Outcome, Round, Stance
from reviews.services.examining import ask_follow_up
from tests.factories import Cast, at, decided, make_project, submitted
from tests.reviews.paging import MOST_QUERIES, Browser


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def typed(summary: str, version: int = 0, session: str = "a", **more: str) -> dict[str, str]:
    return {
        "problem.summary": summary, "version.problem": str(version), "edit_session": session,
    } | more  # fmt: skip


def test_the_seven_are_listed_with_how_far_each_is(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    status, html = browser.get(cast.manager, "exam-answers", project, "ml")
    assert status == 200
    assert html.count("Not started") == 7
    assert reverse("exam-answer", args=[project.ref, "ml", 7]) in html


def test_an_answer_is_saved_and_leads_to_the_next(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    data = typed("It costs 40 000 EUR a month.", then="continue")
    status, where = browser.post(cast.manager, "exam-answer", project, "ml", 1, **data)
    assert (status, where) == (302, reverse("exam-answer", args=[project.ref, "ml", 2]))
    assert "40 000" in browser.get(cast.manager, "exam-answer", project, "ml", 1)[1]


def test_an_answer_stands_beside_guidance_and_what_the_stages_say(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    _, html = browser.get(cast.manager, "exam-answer", project, "ml", 1)
    assert "What a good answer contains" in html
    assert "The director will probe" in html
    assert "What the stages say" in html


def test_typing_is_saved_by_itself_and_a_stale_save_keeps_both_texts(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    data = typed("First words.")
    assert browser.post(cast.manager, "exam-answer-autosave", project, "ml", 1, **data)[0] == 200
    data = typed("Other words.", 0, "another window")
    status, html = browser.post(cast.manager, "exam-answer", project, "ml", 1, **data)
    assert status == 409
    assert "First words." in html
    assert "Other words." in html
    assert Answer.objects.get(set_code="exam").value["summary"] == "First words."


def test_too_many_words_are_kept_and_named(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    data = typed("word " * 201)
    status, html = browser.post(cast.manager, "exam-answer", project, "ml", 1, **data)
    assert status == 422
    assert html.count("word word") > 50
    assert 'href="#id_problem-summary"' in html


def test_notes_of_the_last_round_stand_at_the_answer_that_came_back(
    browser: Browser, cast: Cast
) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    _, html = browser.get(cast.manager, "exam-answer", project, "ml", 1)
    assert "Say where the figure comes from." in html
    assert "came back" not in browser.get(cast.manager, "exam-answer", project, "ml", 2)[1]
    assert "Needs work" in browser.get(cast.manager, "exam-answers", project, "ml")[1]
    assert "Needs work" not in browser.get(cast.contributor, "exam-answers", project, "ml")[1]


def test_a_follow_up_can_be_answered_where_it_was_asked(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1,
        question_code="problem", text="Who counted this?", blocking=True,
    )  # fmt: skip
    _, html = browser.get(cast.manager, "exam-answer", project, "ml", 1)
    assert "Who counted this?" in html
    assert reverse("answer-follow-up", args=[project.ref, FollowUp.objects.get().pk]) in html
    assert "answer/" not in browser.get(cast.auditor, "exam-answer", project, "ml", 1)[1].replace(
        "/exams/", ""
    )


def test_what_is_examined_cannot_be_written(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    data = typed("Changed behind the director's back.", 1)
    status, html = browser.post(cast.manager, "exam-answer", project, "ml", 1, **data)
    assert status == 409
    assert "locked" in html


def test_who_may_write_is_said(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    status, html = browser.post(cast.director, "exam-answer", project, "ml", 1, **typed("No."))
    assert status == 403
    assert "Mara Lind (project manager)" in html
    assert browser.get(cast.stranger, "exam-answers", project, "ml")[0] == 404
    assert browser.get(cast.manager, "exam-answer", project, "ml", 8)[0] == 404


def test_rounds_do_not_cost_queries(browser: Browser, cast: Cast) -> None:
    project = submitted(make_project(cast))
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    pages = (("exam-answers", "ml"), ("exam-answer", "ml", 1))
    at_one = [browser.queries(cast.manager, page[0], project, *page[1:]) for page in pages]
    for _ in range(2):
        project = submitted(project)
        decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    assert Round.objects.count() == 3
    after = [browser.queries(cast.manager, page[0], project, *page[1:]) for page in pages]
    assert after == at_one
    assert max(at_one) <= MOST_QUERIES
