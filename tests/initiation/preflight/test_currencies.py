"""Amounts of different currencies are never compared, and each is printed in its own."""

import pytest

from tests.initiation.preflight.planting import (
    TICKETS,
    VANS,
    Edit,
    both,
    eur,
    put,
    put_each,
    said,
    spread,
    usd,
)

ROUTES, SAVINGS = "exam.why_ml.options", "management.money.savings"
TASKS = "ml.tasks.tasks"
RUNNING = "architecture.running.running_cost"
DEAR = both(
    put(f"{ROUTES}.5.effect_likely", eur("430000")), put(f"{ROUTES}.5.effect_high", eur("450000"))
)
CHEAP = spread("1900000", "2100000", "2300000")
GREAT_SAVING = both(
    put(f"{SAVINGS}.1.likely", eur("520000")), put(f"{SAVINGS}.1.high", eur("600000"))
)
UNWATCHED = put(f"{TASKS}.0.human_role", "informed")
IDLE = both(put(f"{ROUTES}.0.effect_likely", eur("99000")))

CASES: tuple[tuple[str, str, Edit, Edit], ...] = (
    (
        TICKETS,
        "effect_above_problem",
        DEAR,
        put_each([f"{ROUTES}.5.effect_{case}.currency" for case in ("likely", "high")], "USD"),
    ),
    (TICKETS, "effect_above_problem", DEAR, put("problem.cost.today.currency", "CZK")),
    (
        TICKETS,
        "running_above_route",
        both(put(f"{RUNNING}.likely", "7500"), put(f"{RUNNING}.high", "9000")),
        put(f"{RUNNING}.currency", "CZK"),
    ),
    (
        VANS,
        "figures_out_of_order",
        put(f"{SAVINGS}.0.low", eur("290000")),
        put(f"{SAVINGS}.0.low.currency", "CZK"),
    ),
    (
        VANS,
        "doing_nothing_cheaper",
        put("problem.cost.doing_nothing", CHEAP),
        put("problem.cost.doing_nothing.currency", "GBP"),
    ),
    (
        TICKETS,
        "doing_nothing_contradicts",
        IDLE,
        put(f"{ROUTES}.0.effect_likely.currency", "CZK"),
    ),
    (VANS, "savings_above_route", GREAT_SAVING, put(f"{SAVINGS}.1.likely.currency", "CZK")),
    (VANS, "unwatched_and_dear", UNWATCHED, put("problem.cost.today.currency", "USD")),
    (
        TICKETS,
        "accuracy_misleads",
        both(
            put(f"{TASKS}.0.metric", "accuracy"),
            put(f"{TASKS}.0.false_positive_cost", eur("1")),
            put(f"{TASKS}.0.false_negative_cost", eur("90")),
        ),
        put(f"{TASKS}.0.false_negative_cost.currency", "CZK"),
    ),
)


@pytest.mark.parametrize(("slug", "code", "same", "other"), CASES)
def test_a_rule_is_silent_where_the_currencies_differ(
    slug: str, code: str, same: Edit, other: Edit
) -> None:
    assert said(slug, code, same)
    assert not said(slug, code, both(same, other))


def test_an_amount_is_printed_in_the_currency_it_was_entered_in() -> None:
    in_dollars = put_each([f"{SAVINGS}.0.{case}.currency" for case in ("likely", "high")], "USD")
    edit = both(put(f"{SAVINGS}.0.low", usd("290000")), in_dollars)
    (text,) = said(VANS, "figures_out_of_order", edit)
    assert "USD" in text
    assert "EUR" not in text


def test_the_running_cost_is_held_against_the_dearest_of_the_ml_routes() -> None:
    """Or a second, smaller ML route could never be shown beside the proposed one."""
    above_one = both(
        put(f"{RUNNING}.likely", "3000"),
        put(f"{RUNNING}.high", "4000"),
        put(f"{ROUTES}.5.yearly_high", eur("40000")),
        put(f"{ROUTES}.4.alternative", "build_ml"),
        put(f"{ROUTES}.4.yearly_high", eur("20000")),
    )
    assert not said(TICKETS, "running_above_route", above_one)
    above_both = both(above_one, put(f"{RUNNING}.likely", "3500"))
    assert len(said(TICKETS, "running_above_route", above_both)) == 1
