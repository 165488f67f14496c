"""A route that beats ML must be spoken of, in figures or by name, at both examinations."""

import pytest

from core.kinds.numerals import spaced
from initiation.costs import route_costs
from initiation.facts import Facts
from initiation.preflight import findings
from tests.initiation.preflight.cases import case
from tests.initiation.preflight.planting import (
    INVOICES,
    ON,
    VANS,
    Edit,
    both,
    drop,
    eur,
    put,
    put_each,
    said,
)

ROUTES, SUMMARY = "exam.why_ml.options", "exam.why_ml.summary"
AGAIN = "exam_mlops.why_ml.options"
SILENT = "ML learns from data and pays for itself, and it is what the company wants. " * 4
CASES = ("low", "likely", "high")
NOTHING_WINS = both(
    drop(f"{ROUTES}.3"),
    drop(f"{ROUTES}.2"),
    drop(f"{ROUTES}.1"),
    put_each([f"{ROUTES}.0.effect_{case}" for case in CASES], eur("0")),
    put_each([f"{ROUTES}.1.setup_{case}" for case in CASES], eur("500000")),
    put(SUMMARY, SILENT),
)
RULES_WIN = both(
    put(f"{ROUTES}.4.effect_likely", eur("920000")),
    put(f"{ROUTES}.4.effect_high", eur("990000")),
    put(SUMMARY, SILENT),
)


def lead(slug: str, edit: Edit) -> str:
    """Return by how much the best other route is ahead, in whole units as the pages show it."""
    fair = route_costs(Facts(edit(case(slug))), "exam").contest
    assert fair
    return spaced(str(round(-fair.lead)))


def worth(slug: str, edit: Edit) -> str:
    fair = route_costs(Facts(edit(case(slug))), "exam").contest
    assert fair
    assert fair.other.likely.npv
    return spaced(str(round(fair.other.likely.npv)))


def test_doing_nothing_at_no_cost_can_win_and_be_spoken_of() -> None:
    assert said(INVOICES, "ml_loses_unsaid", NOTHING_WINS)
    ahead = put(SUMMARY, f"{SILENT} It is {lead(INVOICES, NOTHING_WINS)} EUR behind.")
    assert not said(INVOICES, "ml_loses_unsaid", both(NOTHING_WINS, ahead))


@pytest.mark.parametrize("words", ["Doing nothing wins.", "“Do  nothing” is worth more."])
def test_a_route_that_wins_may_be_spoken_of_by_name(words: str) -> None:
    named = put(SUMMARY, f"{SILENT} {words}")
    assert not said(INVOICES, "ml_loses_unsaid", both(NOTHING_WINS, named))


def test_a_figure_is_recognised_in_the_whole_units_that_the_pages_show() -> None:
    assert said(VANS, "ml_loses_unsaid", RULES_WIN)
    figure = put(SUMMARY, f"{SILENT} Another way is worth {worth(VANS, RULES_WIN)} EUR.")
    assert not said(VANS, "ml_loses_unsaid", both(RULES_WIN, figure))


def test_a_figure_of_something_else_does_not_speak_of_the_route() -> None:
    figure = put(SUMMARY, f"{SILENT} We waited 12 months for it.")
    assert said(VANS, "ml_loses_unsaid", both(RULES_WIN, figure))


def test_the_routes_of_the_second_examination_are_not_held_against_stage_1() -> None:
    """They run the models that were approved; the problem of stage 1 is not theirs."""
    great = put_each([f"{AGAIN}.2.effect_{case}" for case in ("likely", "high")], eur("90000000"))
    there = findings(great(case(VANS)), on=ON)
    stage_1 = {"effect_above_problem", "doing_nothing_contradicts", "events_above_process"}
    assert not stage_1 & {finding.code for finding in there}


def test_the_routes_of_the_second_examination_are_named_in_its_own_words() -> None:
    (text,) = said(VANS, "ml_loses_unsaid", put("exam_mlops.why_ml.summary", SILENT))
    assert "“Scripts and a schedule”" in text
    assert "“Build the platform”" in text
