"""The comparison of routes in words: for every figure that a form accepts, and never too much."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kinds.money import CEILING
from core.kinds.numerals import FRACTION_DIGITS, WHOLE_DIGITS
from initiation.content.money import OptionsPanel, options_panel
from initiation.costs import RouteCosts
from initiation.money import Route, Span, contest, costed

MOST_CENTS = int(CEILING) * 100 - 1
MOST_NUMBER = 10 ** (WHOLE_DIGITS + FRACTION_DIGITS) - 1

paid = st.integers(0, MOST_CENTS).map(lambda n: Decimal(n).scaleb(-2))
gained = st.integers(-MOST_CENTS, MOST_CENTS).map(lambda n: Decimal(n).scaleb(-2))
numbers = st.integers(0, MOST_NUMBER) | st.just(MOST_NUMBER) | st.integers(0, 10**12)
stated = numbers.map(lambda n: Decimal((0, tuple(map(int, str(n))), -FRACTION_DIGITS)))


def spans(amounts: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Span]:
    return st.lists(amounts, min_size=3, max_size=3).map(lambda three: Span(*sorted(three)))


def routes(code: str) -> st.SearchStrategy[Route]:
    waits = stated | st.integers(0, 40).map(Decimal)
    return st.builds(
        Route, st.just(code), st.just(code), spans(paid), spans(paid), spans(gained), waits,
        in_any_case=st.booleans(),
    )  # fmt: skip


def even(amount: str) -> Span:
    return Span(*[Decimal(amount)] * 3)


def route(code: str, setup: str, effect: str, *, always: bool = False) -> Route:
    return Route(code, code, even(setup), even("0"), even(effect), Decimal(0), in_any_case=always)


def panel(
    *found: Route, volume: Decimal | None = None, rate: Decimal | None = None
) -> OptionsPanel:
    """Return the comparison of these routes, all their amounts in EUR."""
    entries = costed(found, rate, volume)
    best = contest(entries, rate, volume)
    said = options_panel(RouteCosts("Routes", entries, best, (), ("EUR",), volume, "a month", rate))
    assert said is not None
    return said


def test_a_break_even_volume_of_many_digits_is_written_out() -> None:
    nothing, ml = route("do_nothing", "0", "0"), route("build_ml", "999999999999", "0.01")
    said = panel(nothing, ml, volume=Decimal(10**18 - 1))
    # 999999999999 / (3 * 0.01) times the volume, up to the next whole request.
    words = " ".join(said.sentences).replace("\u202f", "")
    assert f"from {-(-999999999999 * 100 * (10**18 - 1) // 3)}\u00a0a month on" in words


def test_what_pays_back_after_three_years_is_not_said_never_to() -> None:
    # 100 000 at 32 000 a year is earned back in month 38.
    said = panel(route("build_ml", "100000", "32000"), route("rules", "1", "1"))
    figures = {figure.column: figure.likely for row in said.rows[1:] for figure in row.figures}
    assert figures["Payback (months)"] == "not in 3 years"
    assert "“not in 3 years”" in said.how


@pytest.mark.parametrize(
    ("ml", "other", "finding"),
    [
        (True, False, "Building is done in any case, so nothing is compared with it."),
        (True, True, "Building is done in any case, so nothing is compared with it."),
        (
            False,
            True,
            "Every other route is done in any case, so there is nothing to compare building with.",
        ),
    ],
)
def test_routes_done_in_any_case_are_named_as_why_nothing_is_compared(
    ml: bool, other: bool, finding: str
) -> None:
    said = panel(
        route("build_ml", "9", "9", always=ml), route("do_nothing", "0", "0", always=other)
    )
    assert said.finding == finding


def test_control_building_alone_has_no_other_route_to_be_compared_with() -> None:
    alone = "No other route is costed, so there is nothing to compare building with."
    assert panel(route("build_ml", "9", "9")).finding == alone


@settings(deadline=None)
@given(
    routes("build_ml"), routes("rules"), routes("do_nothing"), stated | st.none(),
    stated | st.none(),
)  # fmt: skip
def test_whatever_a_form_accepts_is_put_into_words(
    ml: Route, rules: Route, nothing: Route, volume: Decimal | None, rate: Decimal | None
) -> None:
    said = panel(ml, rules, nothing, volume=volume, rate=rate)
    assert said.finding
    assert all(len(one.figures) == len(other.figures) for one, other in pairwise(said.rows))
