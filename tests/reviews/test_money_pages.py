"""What the routes come to and what errors ask of a model, on every page that shows an answer."""

from typing import Any

import pytest
from django.test import Client

from initiation.workflow import State
from reviews.models import Round
from tests.factories import Cast, at, make_project, submitted
from tests.reviews.costing import DEAR, FORM, ML, NOTHING, RULES, answered, money, row, task, why_ml
from tests.reviews.paging import MOST_QUERIES, Browser

WINS = "“Build ML” is the best route: it is ahead of “Write rules” by EUR\u00a085\u202f000"
LOSES = (
    "“Build ML” is not the best route: “Change the process” is ahead by EUR\u00a0204\u202f500 "
    "after three years, discounted at 0% a year."
)


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def page_with(browser: Browser, cast: Cast, value: dict[str, Any]) -> str:
    """Return the page of question 2 after this answer was saved."""
    project = make_project(cast)
    answered(project, "exam", "why_ml", value)
    return browser.get(cast.manager, "exam-answer", project, "ml", 2)[1]


def test_an_answer_without_routes_shows_no_comparison(browser: Browser, cast: Cast) -> None:
    html = browser.get(cast.manager, "exam-answer", make_project(cast), "ml", 2)[1]
    assert "What the figures come to" not in html


def test_routes_stand_side_by_side_with_the_best_first(browser: Browser, cast: Cast) -> None:
    html = page_with(browser, cast, why_ml(RULES, ML, rate="7"))
    assert "“Build ML” is the best route" in html
    table = html[html.index("gw-routes") :]
    assert table.index("Build ML") < table.index("Write rules")
    for head in ("Cost in three years (EUR)", "Net benefit (EUR)", "Net present value at 7% (EUR)"):
        assert head in table
    assert "Break-even against doing nothing (requests a month)" in table
    assert "“Build ML” is ahead of “Write rules” from" in html
    assert "The effects are worked out for 6\u202f200\u00a0requests a month." in html


def test_if_ml_loses_the_page_says_so_before_the_form_and_first_in_the_panel(
    browser: Browser, cast: Cast
) -> None:
    html = page_with(browser, cast, why_ml(RULES, ML, FORM))
    assert html.index(LOSES) < html.index('id="sheet"')
    panel = html[html.index("gw-figures") :]
    assert panel.index(LOSES) < panel.index("<svg")
    assert f"<title>{LOSES}</title>" in panel


def test_control_if_ml_wins_nothing_stands_before_the_form(browser: Browser, cast: Cast) -> None:
    html = page_with(browser, cast, why_ml(RULES, ML))
    assert html.index(WINS) > html.index('id="sheet"')


def test_what_is_done_in_any_case_competes_with_nothing(browser: Browser, cast: Cast) -> None:
    html = page_with(browser, cast, why_ml(RULES, ML, FORM | {"in_any_case": True}))
    assert WINS in html
    assert "Done in any case, and so not compared with the others: “Change the process”." in html


def test_figures_that_are_missing_are_named_by_route(browser: Browser, cast: Cast) -> None:
    open_ml = row(2, "build_ml", 1, 1, 1, setup_likely=None, months=None)
    html = page_with(browser, cast, why_ml(RULES, open_ml))
    assert "The routes cannot be compared yet: 2 figures are missing." in html
    panel = html[html.index("gw-figures") :]
    assert "Build ML:</strong> Set-up cost, likely; Months until it works" in panel
    assert "is the best route" not in html


def test_amounts_of_two_currencies_are_not_put_together(browser: Browser, cast: Cast) -> None:
    dollars = RULES | {"effect_high": money(30000, "USD")}
    html = page_with(browser, cast, why_ml(dollars, ML))
    assert "The amounts are in EUR and USD, so the routes are not compared." in html
    assert "gw-routes" not in html


def test_without_rate_and_volume_the_page_says_what_it_cannot_work_out(
    browser: Browser, cast: Cast
) -> None:
    html = page_with(browser, cast, {"options": [RULES, ML]})
    assert "No discount rate is given" in html
    assert "Without the volume behind the effects there is no break-even volume." in html
    assert "Net present value at" not in html


def test_a_low_above_likely_is_refused_at_its_field_and_stays_typed(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    typed = {
        "why_ml.options.0.setup_low.amount": "900",
        "why_ml.options.0.setup_likely.amount": "100",
        "version.why_ml": "0",
        "edit_session": "a",
    }
    status, html = browser.post(cast.manager, "exam-answer", project, "ml", 2, **typed)
    assert status == 422
    assert 'href="#id_why_ml-options-0-setup_likely-amount"' in html
    assert "This must be at least the low value, 900.00." in html
    assert 'value="900"' in html
    assert not project.answers.exists()


def test_the_director_and_the_check_page_read_the_same_comparison(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    answered(project, "exam", "why_ml", why_ml(RULES, ML, FORM))
    checked = browser.get(cast.manager, "check-and-submit", project, "ml")[1]
    assert LOSES in checked
    routes = why_ml(RULES, ML, FORM, NOTHING)
    project = submitted(project, **{"exam.why_ml": routes}, **DEAR)
    assert Round.objects.get().number == 1
    for page in (("examine", "ml", 1, 2), ("examine-all", "ml", 1)):
        html = browser.get(cast.director, page[0], project, *page[1:])[1]
        assert LOSES in html
        assert html.index(LOSES) < html.index("Alternatives, costed side by side")
        assert "gw-routes" in html


def test_the_second_examination_compares_its_ways_in_its_own_words(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_CASE)
    answered(project, "exam_mlops", "why_ml", why_ml(RULES, ML, FORM, volume="3"))
    html = browser.get(cast.manager, "exam-answer", project, "mlops", 2)[1]
    assert "“Build the platform” is not the best route" in html
    assert "releases a month" in html[html.index("gw-figures") :]


def test_the_least_useful_quality_stands_below_the_tasks_and_beside_question_five(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    answered(project, "ml", "tasks", {"tasks": [task(project)]})
    html = browser.get(cast.manager, "stage", project, "ml")[1]
    assert "Useful from 0.917 on. Enter 0.917 or more as the threshold." in html
    assert "85.00 / (EUR\u00a085.00 + EUR\u00a07.70) = 0.917" in html
    assert "The threshold entered, 0.97, is good enough." in html
    project = submitted(project, **{"ml.tasks": {"tasks": [task(project)]}})
    html = browser.get(cast.director, "examine", project, "ml", 1, 5)[1]
    assert "Useful from 0.917 on." in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"threshold": "0.9"}, "The threshold entered, 0.9, is not good enough"),
        ({"false_negative_cost": None}, "Missing: “Cost of a false negative”."),
        ({"false_negative_cost": money(7, "USD")}, "The amounts are in EUR and USD"),
        ({"task_type": "not_ml"}, "This is not an ML problem"),
        ({"metric": "expected_cost"}, "Missing: the running cost of stage 2."),
        ({"metric": "roc_auc"}, "Act from a probability of 0.917"),
        ({"metric": "recall_at_precision"}, "Fix the precision at 0.917 or more"),
        ({"metric": "pinball", "task_type": "forecast"}, "Aim at the quantile 0.083"),
        (
            {"metric": "error_share", "task_type": "generate"},
            "Useful up to 0.083. Enter 0.083 or less as the threshold.",
        ),
        (
            {"false_positive_cost": money(0), "false_negative_cost": money(0)},
            "Both errors are said to cost nothing",
        ),
    ],
)
def test_what_a_task_says_decides_what_its_errors_ask(
    browser: Browser, cast: Cast, changes: dict[str, Any], words: str
) -> None:
    project = make_project(cast)
    answered(project, "ml", "tasks", {"tasks": [task(project, **changes)]})
    assert words in browser.get(cast.manager, "stage", project, "ml")[1]


def test_the_running_cost_of_stage_2_sets_the_threshold_of_an_expected_cost(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    costs = {"metric": "expected_cost", "baseline_value": "17.31", "events": "12600"}
    answered(project, "ml", "tasks", {"tasks": [task(project, **costs)]})
    running = {"low": "1", "likely": "2000", "high": "3000", "basis": "", "currency": "EUR"}
    answered(project, "architecture", "running", {"running_cost": running})
    html = browser.get(cast.manager, "stage", project, "ml")[1]
    assert "Useful up to EUR\u00a017.15. Enter EUR\u00a017.15 or less as the threshold." in html


def test_rows_cost_no_queries(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    counts = []
    for more in (1, 3):
        answered(project, "exam", "why_ml", why_ml(RULES, *[ML] * more))
        answered(project, "ml", "tasks", {"tasks": [task(project)] * more})
        pages = (("exam-answer", "ml", 2), ("stage", "ml"), ("check-and-submit", "ml"))
        counts.append([browser.queries(cast.manager, p[0], project, *p[1:]) for p in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES
