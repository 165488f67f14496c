"""The fit where the director judges it: drawn from the case file, beside the fourth answer only."""

from typing import Any

import pytest
from django.test import Client

from core.question_sets import QuestionSet
from initiation.content.fit import shows_fit
from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.workflow import EXAM_SET, Gate, State
from tests.factories import Cast, make_project, submitted
from tests.initiation.tracing import WHOLE, write
from tests.reviews.paging import MOST_QUERIES, Browser

FINDING = "2 goals reach no component: Useless visits; Net saving"


@pytest.fixture
def browser(client: Client) -> Browser:
    """A browser without JavaScript."""
    return Browser(client)


def opened(cast: Cast, goals: int = 2) -> Project:
    """Submit a project whose goals nothing serves."""
    names = ("Useless visits", "Net saving", "Days until payment")[:goals]
    cells = {"kind": "business", "threshold": "50%", "how_measured": "Extract"}
    rows = [{"id": f"r{n}", "measure": name} | cells for n, name in enumerate(names)]
    project = make_project(cast, f"Triage for {goals}")
    return submitted(project, **{"problem.success": {"criteria": rows}})


@pytest.mark.parametrize("gate", list(Gate))
def test_in_both_examinations_the_fit_belongs_to_the_fourth_question(
    cast: Cast, gate: Gate
) -> None:
    questions: QuestionSet = pinned(make_project(cast))[EXAM_SET[gate]]
    assert [q.number for q in questions.questions if shows_fit(q.stage_views)] == [4]


def test_the_director_sees_the_fit_beside_the_fourth_answer(browser: Browser, cast: Cast) -> None:
    project = opened(cast)
    _, fourth = browser.get(cast.director, "examine", project, "ml", 1, 4)
    assert f"<title>{FINDING}</title>" in fourth
    _, third = browser.get(cast.director, "examine", project, "ml", 1, 3)
    assert "gw-fit" not in third


def test_the_page_that_reads_all_holds_the_fit_once(browser: Browser, cast: Cast) -> None:
    _, html = browser.get(cast.director, "examine-all", opened(cast), "ml", 1)
    assert html.count(f"<title>{FINDING}</title>") == 1
    assert "Table from goal to component" in html.partition('id="q-fit"')[2]


def test_what_is_changed_after_submission_does_not_reach_the_examination(
    browser: Browser, cast: Cast
) -> None:
    project = opened(cast)
    Project.objects.filter(pk=project.pk).update(state=State.PREPARING)
    write(project, **WHOLE)
    Project.objects.filter(pk=project.pk).update(state=State.ML_EXAM)
    _, examined = browser.get(cast.director, "examine", project, "ml", 1, 4)
    _, live = browser.get(cast.director, "fit", project)
    assert f"<title>{FINDING}</title>" in examined
    assert "<title>Every goal reaches a component</title>" in live


@pytest.mark.parametrize(("name", "rest"), [("examine", (4,)), ("examine-all", ())])
def test_the_fit_costs_the_examination_no_query(
    browser: Browser, cast: Cast, name: str, rest: tuple[Any, ...]
) -> None:
    few, many = opened(cast, goals=1), opened(cast, goals=3)
    counts = [browser.queries(cast.director, name, p, "ml", 1, *rest) for p in (few, many)]
    assert counts[0] == counts[1] <= MOST_QUERIES, counts
