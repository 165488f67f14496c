"""Bars from low to high: on one scale with zero, always inside the drawing, never invisible."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.ranges import Estimate, Ranges, ranges


def estimate(low: Decimal, likely: Decimal, high: Decimal) -> Estimate:
    return Estimate("Route", low, likely, high, "in words")


amounts = st.integers(-(10**14), 10**14).map(lambda n: Decimal(n) / 100)
estimates = st.lists(amounts, min_size=3, max_size=3).map(lambda three: estimate(*sorted(three)))


def drawn(low: int, likely: int, high: int) -> Ranges:
    return ranges("Title", [estimate(Decimal(low), Decimal(likely), Decimal(high))])


def number(percent: str) -> Decimal:
    return Decimal(percent.removesuffix("%"))


def test_a_gain_starts_at_its_share_of_the_way_from_zero() -> None:
    (bar,) = drawn(25, 50, 100).bars
    assert (bar.left, bar.width, bar.tick) == ("25.00%", "75.00%", "50.00%")


def test_losses_stand_left_of_zero_and_gains_right_of_it() -> None:
    chart = drawn(-50, 0, 150)
    assert (chart.zero, chart.bars[0].left, chart.bars[0].tick) == ("25.00%", "0.00%", "25.00%")


def test_a_drawing_of_nothing_but_zero_is_still_drawn() -> None:
    chart = drawn(0, 0, 0)
    assert (chart.zero, chart.bars[0].width) == ("0.00%", "0.40%")


@settings(deadline=None)
@given(st.lists(estimates, min_size=1, max_size=8))
def test_every_bar_lies_inside_with_its_tick_in_order(found: list[Estimate]) -> None:
    chart = ranges("Title", found)
    for bar in chart.bars:
        left, width, tick = (number(text) for text in (bar.left, bar.width, bar.tick))
        assert left >= 0
        assert width >= Decimal("0.40")
        assert left + width <= Decimal("100.01")
        assert left - Decimal("0.41") <= tick <= left + width + Decimal("0.41")
    assert [bar.name_y for bar in chart.bars] == sorted({bar.name_y for bar in chart.bars})
    assert all(bar.words_y < chart.height for bar in chart.bars)
