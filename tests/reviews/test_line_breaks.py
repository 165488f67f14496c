"""What the director writes on two lines is read on two lines, on every page that shows it."""

import re

import pytest
from django.test import Client

from accounts.models import User
from initiation.models import Project
from initiation.workflow import Gate, State
from reviews.models import Outcome, Stance
from reviews.services.deciding import decide
from reviews.services.examining import give_verdict
from tests.factories import Cast, judged, submitted
from tests.reviews.examining import open_round
from tests.reviews.paging import Browser

COMMENT = "Say who counted it.\nSay when it was counted."


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def shown_in_lines(html: str) -> bool:
    """Whether the comment stands in an element that keeps line breaks, as .gw-text does."""
    return bool(re.search(rf'class="[^"]*\bgw-text\b[^"]*">{re.escape(COMMENT)}<', html))


def commented(cast: Cast) -> Project:
    project = open_round(cast).project
    judged(project, Gate.ML, problem=Stance.NEEDS_WORK)
    give_verdict(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="problem",
        stance=Stance.NEEDS_WORK, comment=COMMENT,
    )  # fmt: skip
    return project


def test_a_comment_keeps_its_lines_where_the_round_is_decided(browser: Browser, cast: Cast) -> None:
    project = commented(cast)
    assert shown_in_lines(browser.get(cast.director, "decide", project, "ml", 1)[1])
    sha256 = project.rounds.get().case_file.sha256
    typed = {"outcome": "request_changes", "reasons": "See below.", "seen_sha256": sha256}
    assert shown_in_lines(browser.post(cast.director, "decide", project, "ml", 1, **typed)[1])


def test_a_comment_keeps_its_lines_in_the_record_and_where_the_answer_is_written_again(
    browser: Browser, cast: Cast
) -> None:
    project = commented(cast)
    end_round(cast.director, project)
    assert project.where is State.PREPARING
    assert shown_in_lines(browser.get(cast.manager, "decision", project, "ml", 1)[1])
    assert shown_in_lines(browser.get(cast.manager, "exam-answer", project, "ml", 1)[1])
    submitted(project)
    assert shown_in_lines(browser.get(cast.director, "examine", project, "ml", 2, 1)[1])


def end_round(director: User, project: Project) -> None:
    decide(
        actor=director, project=project, gate=Gate.ML, number=1, outcome=Outcome.REQUEST_CHANGES,
        reasons="See the comments.", seen_sha256=project.rounds.get().case_file.sha256,
    )  # fmt: skip
    project.refresh_from_db()
