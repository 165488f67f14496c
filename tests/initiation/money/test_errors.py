"""The least quality at which a model is worth using, from what its errors cost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiation.money import ErrorCosts, Measure, least_useful, share_of_running

prices = st.integers(0, 10**8).map(lambda n: Decimal(n) / 100)


def costs(metric: str, fp: str, fn: str, **more: str) -> ErrorCosts:
    return ErrorCosts(
        metric, Decimal(fp), Decimal(fn), **{code: Decimal(text) for code, text in more.items()}
    )


def test_the_worked_example_of_the_question_loses_money_below_a_precision_of_0917() -> None:
    # A wrong match costs 85 EUR and a right one saves 7.70: 85 / 92.70 = 0.91694.
    found = least_useful(costs("precision_at_recall", "85", "7.70"))
    assert found is not None
    assert found.threshold == Decimal("0.917")
    assert found.met_by(Decimal("0.97"))
    assert not found.met_by(Decimal("0.91"))


def test_of_texts_that_are_used_at_most_the_other_share_may_be_wrong() -> None:
    found = least_useful(costs("error_share", "30", "10"))
    assert found is not None
    assert found.threshold == Decimal("0.25")
    assert found.met_by(Decimal("0.2"))
    assert not found.met_by(Decimal("0.3"))


def test_an_expected_cost_must_undercut_the_baseline_by_what_running_costs() -> None:
    # 2 000 EUR a month over 12 600 visits is 0.1587 a visit; 17.31 less that, to the safe side.
    found = least_useful(
        costs("expected_cost", "0.9", "62", events="12600", baseline="17.31", running="2000")
    )
    assert found is not None
    assert found.threshold == Decimal("17.15")


def test_an_error_size_must_undercut_the_baseline_by_the_share_that_running_takes() -> None:
    # The usual error costs 38 on average, 380 000 a month; running takes a tenth of that.
    found = least_useful(
        costs("wape", "21", "55", events="10000", baseline="0.41", running="38000")
    )
    assert found is not None
    assert found.threshold == Decimal("0.369")
    assert found.met_by(Decimal("0.30"))


def test_where_running_costs_more_than_all_errors_nothing_is_good_enough() -> None:
    found = least_useful(costs("mae", "1", "1", events="100", baseline="5", running="101"))
    assert found is not None
    assert found.hopeless
    assert found.threshold is None
    assert found.met_by(Decimal(0)) is None


@pytest.mark.parametrize("lacking", ["events", "baseline", "running"])
def test_a_figure_that_is_not_stated_leaves_the_threshold_open(lacking: str) -> None:
    stated = {"events": "10", "baseline": "5", "running": "1"}
    del stated[lacking]
    found = least_useful(costs("expected_cost", "1", "3", **stated))
    assert found is not None
    assert found.threshold is None
    assert found.act_from == Decimal("0.25")


def test_a_metric_of_order_gives_the_probability_to_act_from_and_no_threshold() -> None:
    found = least_useful(costs("roc_auc", "145", "620"))
    assert found is not None
    assert (found.measure, found.threshold) == (Measure.ORDER, None)
    assert round(found.act_from, 4) == Decimal("0.1895")


def test_a_quantile_to_aim_at_follows_from_what_being_too_low_costs() -> None:
    found = least_useful(costs("pinball", "1", "3"))
    assert found is not None
    assert found.quantile == Decimal("0.75")


def test_errors_that_cost_nothing_set_no_threshold() -> None:
    assert least_useful(costs("precision_at_k", "0", "0")) is None


def test_running_cost_falls_on_tasks_by_their_events() -> None:
    assert share_of_running(Decimal(100), Decimal(1), Decimal(4)) == Decimal(25)
    assert share_of_running(None, Decimal(1), Decimal(4)) is None
    assert share_of_running(Decimal(100), Decimal(0), Decimal(0)) is None


@given(prices, prices.filter(bool), st.integers(0, 1000))
def test_acting_is_cheaper_than_not_acting_exactly_from_the_break_even_precision(
    fp: Decimal, fn: Decimal, thousandths: int
) -> None:
    precision = Decimal(thousandths) / 1000
    found = least_useful(ErrorCosts("precision_at_k", fp, fn))
    assert found is not None
    acting, leaving = (1 - precision) * fp, precision * fn
    assert (acting <= leaving) == bool(found.met_by(precision))
