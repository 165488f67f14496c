"""Routes side by side: three cases, break-even volumes, and building ML against the best other."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from initiation.money import (
    Ahead,
    BreakEven,
    Flow,
    Route,
    Span,
    break_even,
    contest,
    costed,
    present_value,
)
from tests.initiation.money.test_flows import amounts, effects, flow, rates, waits

VOLUME, RATE = Decimal(6200), Decimal(7)


def span(low: int, likely: int, high: int) -> Span:
    return Span(Decimal(low), Decimal(likely), Decimal(high))


def route(code: str, setup: Span, yearly: Span, effect: Span, *, always: bool = False) -> Route:
    return Route(code, code, setup, yearly, effect, Decimal(0), in_any_case=always)


NOTHING = route("do_nothing", span(0, 0, 0), span(0, 0, 0), span(-46000, -34000, -22000))
RULES = route("rules", span(9000, 12000, 16000), span(6000, 8000, 12000), span(22000, 30000, 37000))
ML = route(
    "build_ml", span(88000, 110000, 140000), span(36000, 45000, 58000), span(92000, 128000, 150000)
)
FORM = route(
    "change_process", span(14000, 18000, 25000), span(0, 1500, 3000), span(90000, 122000, 150000)
)


def test_the_low_case_is_dear_and_little_and_the_high_case_cheap_and_much() -> None:
    (found,) = costed([RULES], None, None)
    cases = (found.low, found.likely, found.high)
    assert [case.cost for case in cases] == [Decimal(52000), Decimal(36000), Decimal(27000)]
    assert [case.net for case in cases] == [Decimal(14000), Decimal(54000), Decimal(84000)]


def test_without_a_rate_there_is_no_present_value_and_without_a_volume_no_break_even() -> None:
    (found,) = costed([RULES], None, Decimal(0))
    assert found.likely.npv is None
    assert found.likely.discounted_payback is None
    assert found.likely.break_even is None
    assert found.likely.worth == found.likely.net


def test_the_worked_example_of_the_question_overtakes_the_rules_at_4400_tickets() -> None:
    # 384 s - 245 = 90 s - 36 in thousands, s being the share of 6 200: s = 209 / 294.
    found = break_even(ML.likely, RULES.likely, VOLUME)
    assert found.ahead is Ahead.ABOVE
    assert found.volume is not None
    assert round(found.volume) == 4407


def test_against_doing_nothing_its_own_losses_count() -> None:
    # 90 s - 36 = -102 s: s = 36 / 192 of 6 200. Without a stated route "do nothing": 36 / 90.
    _, rules = costed([NOTHING, RULES], None, VOLUME)
    assert rules.likely.break_even == BreakEven(Ahead.ABOVE, Decimal("1162.5"))
    (alone,) = costed([RULES], None, VOLUME)
    assert alone.likely.break_even == BreakEven(Ahead.ABOVE, Decimal(2480))


def test_what_doing_nothing_breaks_even_with_is_not_asked() -> None:
    assert costed([NOTHING], RATE, VOLUME)[0].likely.break_even is None


def test_one_route_may_be_ahead_always_never_or_only_below_a_volume() -> None:
    better, dearer = flow("1", "0", "10"), flow("5", "0", "10")
    assert break_even(better, dearer, VOLUME) == BreakEven(Ahead.ALWAYS)
    assert break_even(dearer, better, VOLUME) == BreakEven(Ahead.NEVER)
    assert break_even(better, better, VOLUME) == BreakEven(Ahead.NEVER)
    assert break_even(flow("0", "0", "1"), flow("30", "0", "21"), VOLUME) == BreakEven(
        Ahead.BELOW, VOLUME / 2
    )
    assert break_even(flow("9", "0", "1"), flow("3", "0", "2"), VOLUME).ahead is Ahead.NEVER
    assert break_even(flow("3", "0", "2"), flow("9", "0", "1"), VOLUME).ahead is Ahead.ALWAYS


def test_ml_is_set_against_the_best_other_route_by_likely_figures() -> None:
    found = contest(costed([NOTHING, RULES, ML], None, VOLUME), None, VOLUME)
    assert found is not None
    assert found.other.route is RULES
    assert found.lead == Decimal("85000.00")


def test_a_better_route_beats_ml_unless_it_is_done_in_any_case() -> None:
    beaten = contest(costed([FORM, RULES, ML], None, VOLUME), None, VOLUME)
    assert beaten is not None
    assert beaten.lead == Decimal("-204500.00")
    done = route("change_process", FORM.setup, FORM.yearly, FORM.effect, always=True)
    left = contest(costed([done, RULES, ML], None, VOLUME), None, VOLUME)
    assert left is not None
    assert left.other.route is RULES


def test_without_ml_or_without_another_route_nothing_is_compared() -> None:
    assert contest(costed([ML], None, VOLUME), None, VOLUME) is None
    assert contest(costed([RULES, NOTHING], None, VOLUME), None, VOLUME) is None


moderate = st.builds(Flow, amounts, amounts, effects, waits.filter(lambda months: months < 36))


@given(moderate, moderate, st.integers(1, 10**6).map(Decimal), rates)
def test_at_the_break_even_volume_both_are_worth_the_same_within_a_cent(
    one: Flow, other: Flow, volume: Decimal, rate: Decimal
) -> None:
    found = break_even(one, other, volume, rate)
    if found.volume is None:
        return
    factor = found.volume / volume
    values = [present_value(each.at_volume(factor), rate) for each in (one, other)]
    # The quotient above has 28 digits, so a value of 10**14 may be off by far less than a cent.
    assert abs(values[0] - values[1]) <= Decimal("0.01") + abs(values[0]) / 10**16


@given(moderate, moderate, rates, st.integers(0, 400).map(lambda n: Decimal(n) / 100))
def test_who_is_ahead_at_a_volume_is_what_the_break_even_says(
    one: Flow, other: Flow, rate: Decimal, factor: Decimal
) -> None:
    found = break_even(one, other, Decimal(100), rate)
    here = Decimal(100) * factor
    gain = present_value(one.at_volume(factor), rate) - present_value(other.at_volume(factor), rate)
    if abs(gain) <= Decimal("0.02"):
        return
    said = {
        Ahead.ALWAYS: True,
        Ahead.NEVER: False,
        Ahead.ABOVE: found.volume is not None and here > found.volume,
        Ahead.BELOW: found.volume is not None and here < found.volume,
    }[found.ahead]
    assert said == (gain > 0)
