"""Totals, present value and payback: by hand, against numpy-financial, and as properties."""

from decimal import Decimal

import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiation.money import Flow, cost, payback, present_value
from initiation.money.flows import cents

amounts = st.integers(0, 10**13).map(lambda n: Decimal(n) / 100)
effects = st.integers(-(10**13), 10**13).map(lambda n: Decimal(n) / 100)
waits = st.integers(0, 480).map(lambda n: Decimal(n) / 10)
rates = st.integers(0, 5000).map(lambda n: Decimal(n) / 100)
flows = st.builds(Flow, amounts, amounts, effects, waits)
investments = st.builds(
    lambda setup, yearly, gain, months: Flow(setup, yearly, yearly + gain, months),
    *(amounts, amounts, amounts, waits),
)


def flow(setup: str, yearly: str, effect: str, months: str = "0") -> Flow:
    return Flow(*(Decimal(text) for text in (setup, yearly, effect, months)))


def monthly(found: Flow) -> list[float]:
    """Return the cash flows of 36 months for a library that knows only numbers."""
    shares = [min(max(Decimal(k) - found.months, Decimal(0)), Decimal(1)) for k in range(1, 37)]
    net = found.effect - found.yearly
    return [float(-found.setup), *(float(net * share / 12) for share in shares)]


def test_a_route_that_works_at_once_is_three_years_less_its_set_up() -> None:
    # 3 * (128 000 - 45 000) - 110 000, and 110 000 / 83 000 of a year is in the 16th month.
    ml = flow("110000", "45000", "128000")
    assert cost(ml) == Decimal("245000.00")
    assert present_value(ml) == Decimal("139000.00")
    assert payback(ml) == 16


def test_a_route_that_works_late_earns_and_costs_only_from_then_on() -> None:
    # 28 of 36 months: 110 000 + 45 000 * 28 / 12, and 83 000 * 28 / 12 - 110 000.
    late = flow("110000", "45000", "128000", "8")
    assert cost(late) == Decimal("215000.00")
    assert present_value(late) == Decimal("83666.67")
    assert payback(late) == 24


def test_a_month_in_which_it_works_for_half_counts_half() -> None:
    assert present_value(flow("0", "0", "12000", "2.5")) == Decimal("33500.00")


def test_a_present_value_worked_by_hand() -> None:
    # 1 000 at the end of every month at 12.682503013 % a year, which is 1 % a month, for a year:
    # the annuity factor (1 - 1.01 ** -12) / 0.01 is 11.2550774735.
    year = flow("10000", "0", "12000")
    assert present_value(year, Decimal("12.682503013196972"), 1) == Decimal("1255.08")


def test_it_never_pays_back_what_it_does_not_earn_within_three_years() -> None:
    assert payback(flow("36000", "0", "12000")) == 36
    assert payback(flow("36000.01", "0", "12000")) is None
    assert payback(flow("36000", "0", "12000"), Decimal("0.01")) is None
    assert payback(flow("1", "5", "5")) is None
    assert payback(flow("1", "0", "12000", "36")) is None


def test_what_costs_nothing_to_set_up_has_nothing_to_pay_back_unless_it_loses() -> None:
    assert payback(flow("0", "0", "1")) == 0
    assert payback(flow("0", "0", "0")) == 0
    assert payback(flow("0", "1", "0")) is None


@given(flows, rates)
def test_the_present_value_is_that_of_the_library(found: Flow, rate: Decimal) -> None:
    a_month = (1 + float(rate) / 100) ** (1 / 12) - 1
    theirs = npf.npv(a_month, monthly(found))
    scale = float(found.setup + found.yearly * 3 + abs(found.effect) * 3)
    assert float(present_value(found, rate)) == pytest.approx(
        theirs, rel=1e-9, abs=1e-11 * scale + 0.006
    )


@given(investments.filter(lambda found: found.setup > 0 and found.months < 30))
def test_at_the_librarys_internal_rate_of_return_it_is_worth_nothing(found: Flow) -> None:
    a_month = npf.irr(monthly(found))
    if not (0 < a_month < 0.1):  # nan where it never earns back what it cost
        return
    rate = Decimal(repr(float(((1 + a_month) ** 12 - 1) * 100)))
    assert abs(present_value(found, rate)) <= Decimal("0.01") + found.setup / 10**6


@given(flows)
def test_at_a_rate_of_zero_it_is_the_plain_sum(found: Flow) -> None:
    worked = max(36 - found.months, Decimal(0))
    assert present_value(found) == cents((found.effect - found.yearly) * worked / 12 - found.setup)


@given(flows)
def test_what_it_brings_is_the_net_benefit_and_the_cost(found: Flow) -> None:
    worked = max(36 - found.months, Decimal(0))
    brought = found.effect * worked / 12
    assert abs(present_value(found) + cost(found) - brought) <= Decimal("0.01")


@given(investments, rates, rates)
def test_of_an_investment_it_falls_with_the_rate(found: Flow, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert present_value(found, high) <= present_value(found, low)


@given(investments, amounts, rates)
def test_more_set_up_never_pays_back_sooner(found: Flow, more: Decimal, rate: Decimal) -> None:
    dearer = Flow(found.setup + more, found.yearly, found.effect, found.months)
    months, longer = payback(found, rate), payback(dearer, rate)
    assert longer is None or (months is not None and months <= longer)


@given(investments, rates)
def test_discounting_never_pays_back_sooner(found: Flow, rate: Decimal) -> None:
    simple, discounted = payback(found), payback(found, rate)
    assert discounted is None or (simple is not None and simple <= discounted)


@given(investments)
def test_it_is_paid_back_exactly_when_its_net_benefit_is_not_negative(found: Flow) -> None:
    # The last month of payback is the month from which the plain sum is not below zero.
    assert (payback(found) is not None) == (
        (found.effect - found.yearly) * max(36 - found.months, Decimal(0)) >= 12 * found.setup
    )


@given(flows)
def test_money_stays_exact_in_cents(found: Flow) -> None:
    for amount in (cost(found), present_value(found), present_value(found, Decimal(7))):
        assert amount.as_tuple().exponent == -2
