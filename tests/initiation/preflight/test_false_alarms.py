"""What an honest case may say without being sent back, beside what a rule still finds."""

from initiation.preflight import RULES, Severity
from tests.initiation.preflight.planting import INVOICES, both, put, said

TASKS = "ml.tasks.tasks"


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
