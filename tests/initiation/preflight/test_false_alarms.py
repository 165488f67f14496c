"""What an honest case may say without being sent back, beside what a rule still finds."""

import re
from dataclasses import replace

import pytest

from initiation.casefile import CaseContent
from initiation.preflight import RULES, Severity
from tests.initiation.preflight.planting import (
    INVOICES,
    TICKETS,
    VANS,
    Edit,
    add,
    both,
    put,
    put_each,
    said,
)

TASKS, NEEDS = "ml.tasks.tasks", "data.needs.needs"


def severity(code: str) -> Severity:
    return next(rule.severity for rule in RULES if rule.code == code)


def test_ml_may_be_less_right_than_good_people_where_it_saves_their_hours() -> None:
    edit = both(put(f"{TASKS}.0.baseline_value", "0.99"), put(f"{TASKS}.0.threshold", "0.97"))
    assert said(INVOICES, "threshold_below_baseline", edit)
    assert severity("threshold_below_baseline") is Severity.WARNING


def test_a_threshold_below_the_baseline_is_still_held_against_the_costs_of_errors() -> None:
    """The harder of the two rules, so the softer one must not stand in for it."""
    edit = both(put(f"{TASKS}.0.baseline_value", "0.92"), put(f"{TASKS}.0.threshold", "0.915"))
    assert said(INVOICES, "threshold_below_baseline", edit)
    assert said(INVOICES, "threshold_below_useful", edit)


def test_two_sources_may_call_different_columns_by_one_name() -> None:
    shared = put("data.requirements.requirements.3.column", "final_team")
    assert said(TICKETS, "label_column_shared", shared)
    elsewhere = put(f"{NEEDS}.2.raw_source", "Product list")
    assert not said(TICKETS, "label_column_shared", both(shared, elsewhere))


def test_a_source_is_the_same_by_its_name_and_by_its_reference() -> None:
    shared = put("data.requirements.requirements.3.column", "final_team")
    assert said(TICKETS, "label_column_shared", both(shared, put(f"{NEEDS}.2.raw_source", "D-1")))


def test_a_forecast_may_learn_from_past_values_of_its_label() -> None:
    shared = put("data.requirements.requirements.3.column", "final_team")
    forecast = put(f"{TASKS}.0.task_type", "forecast")
    assert not said(TICKETS, "label_column_shared", both(shared, forecast))
    assert not said(TICKETS, "target_leak", both(shared, forecast))


def test_a_column_shared_with_the_label_is_asked_about_and_not_sent_back() -> None:
    assert severity("label_column_shared") is Severity.WARNING
    assert severity("target_leak") is Severity.ERROR


def _another_source(content: CaseContent) -> CaseContent:
    """Add a measured source B, whose file has far more rows and other columns."""
    second = replace(
        content.sources[0], ref="D-2", name="B", profile={"rows": 900000, "columns": []}
    )
    return replace(content, sources=(*content.sources, second))


TOO_MANY = put("data.requirements.requirements.2.threshold", ">= 60000")
TOO_WHOLE = put("data.requirements.requirements.6.threshold", ">= 99.9 %")


@pytest.mark.parametrize("name", ["B", "", "Ledger of another department"])
def test_a_check_is_not_held_against_a_source_that_its_need_does_not_name(name: str) -> None:
    elsewhere = put_each([f"{NEEDS}.0.raw_source", f"{NEEDS}.0.source_system"], name)
    assert said(TICKETS, "check_failed", TOO_MANY)
    assert not said(TICKETS, "check_failed", both(TOO_MANY, elsewhere))
    assert not said(TICKETS, "check_failed", both(TOO_MANY, elsewhere, _another_source))


def test_a_check_is_held_against_its_own_source_where_several_are_measured() -> None:
    assert said(TICKETS, "check_failed", both(TOO_MANY, _another_source))


def test_a_column_is_looked_up_in_the_source_of_its_need() -> None:
    assert said(VANS, "check_failed", TOO_WHOLE)
    elsewhere = put(f"{NEEDS}.4.raw_source", "B")
    assert not said(VANS, "check_failed", both(TOO_WHOLE, elsewhere, _another_source))


def test_needs_of_one_name_in_two_sources_are_not_measured() -> None:
    twice = add(NEEDS, {"name": "Final team", "raw_source": "B"})
    assert not said(TICKETS, "check_failed", both(TOO_MANY, _another_source, twice))


def test_the_smallest_useful_quality_is_worded_by_the_direction_of_the_metric() -> None:
    (lower,) = said(VANS, "threshold_below_useful", put(f"{TASKS}.0.threshold", "17.2"))
    assert "worth using only up to 17.15." in lower
    (higher,) = said(INVOICES, "threshold_below_useful", put(f"{TASKS}.0.threshold", "0.915"))
    assert re.search(r"worth using only from 0\.\d+ on\.", higher)


@pytest.mark.parametrize(
    "made",
    [put(f"{NEEDS}.0.history", "0"), put(f"{NEEDS}.0.status", "must_create")],
    ids=["history-0", "must-create"],
)
def test_a_label_that_is_still_to_be_made_has_no_history_to_be_too_short(made: Edit) -> None:
    short = put(f"{NEEDS}.0.history", "3")
    late = both(short, put(f"{TASKS}.0.known_after", "100"))
    assert said(INVOICES, "label_too_late", late)
    assert not said(INVOICES, "label_too_late", both(late, made))
