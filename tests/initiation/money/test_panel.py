"""The comparison of routes in words: for every figure that a form accepts, and never too much."""

from decimal import Decimal
from itertools import pairwise

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
