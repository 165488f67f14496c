"""The routes of question 2, costed side by side: totals, present value, payback, break-even.

Each route is costed in three cases:

- low (pessimistic): high set-up, high yearly cost, low effect;
- likely: the likely figure of each;
- high (optimistic): low set-up, low yearly cost, high effect.

Break-even assumes that effects grow in proportion to the monthly volume and costs do not change
with it. Two routes have one volume at which they are worth the same, since each is worth
``effect * share of the volume * time - cost``, a straight line (break-even analysis of two
alternatives: Brealey, Myers and Allen, Principles of Corporate Finance, chapter 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum

from initiation.money.flows import (
    EXACT,
    MONTHS_A_YEAR,
    ZERO,
    Flow,
    cost,
    payback,
    present_value,
    working_months,
)

YEARS = 3
NOTHING, ML = "do_nothing", "build_ml"


@dataclass(frozen=True, slots=True)
class Span:
    """A stated estimate, ``low <= likely <= high``."""

    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Route:
    """One way to solve the problem: amounts in one currency, ``yearly`` and ``effect`` a year.

    ``months`` is the time until it works, ``people`` full-time equivalents. A route that is
    ``in_any_case`` done whatever is decided is costed, but competes with no other.
    """

    code: str
    name: str
    setup: Span
    yearly: Span
    effect: Span
    months: Decimal
    people: Decimal | None = None
    in_any_case: bool = False

    @property
    def low(self) -> Flow:
        """The pessimistic case."""
        return Flow(self.setup.high, self.yearly.high, self.effect.low, self.months)

    @property
    def likely(self) -> Flow:
        """The likely case."""
        return Flow(self.setup.likely, self.yearly.likely, self.effect.likely, self.months)

    @property
    def high(self) -> Flow:
        """The optimistic case."""
        return Flow(self.setup.low, self.yearly.low, self.effect.high, self.months)


class Ahead(Enum):
    """At which volumes one route is worth more than another."""

    ABOVE = "above"  # the volume of the break-even
    BELOW = "below"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where one route overtakes another; ``volume`` a month only for ABOVE and BELOW."""

    ahead: Ahead
    volume: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case of a route comes to, in cents; see ``costed``."""

    cost: Decimal
    net: Decimal
    npv: Decimal | None
    payback: int | None
    discounted_payback: int | None
    break_even: BreakEven | None

    @property
    def worth(self) -> Decimal:
        """What routes are ranked by: the net present value, or the net benefit without a rate."""
        return self.net if self.npv is None else self.npv


@dataclass(frozen=True, slots=True)
class Costed:
    """One route with its three cases."""

    route: Route
    low: Outcome
    likely: Outcome
    high: Outcome


def costed(
    routes: Sequence[Route], rate: Decimal | None, volume: Decimal | None, years: int = YEARS
) -> tuple[Costed, ...]:
    """Return every route, in the order given, with what its three cases come to.

    ``rate`` is the discount rate in percent a year; without it there is neither a present value
    nor a discounted payback. ``volume`` is the monthly one behind the stated effects; without it,
    or at 0, there is no break-even. It is the break-even against doing nothing, taken at the
    likely figures of the route ``do_nothing``, or at zero where no such route is stated.
    """
    nothing = next((route.likely for route in routes if route.code == NOTHING), IDLE)

    def outcome(route: Route, flow: Flow) -> Outcome:
        against = None
        if volume and route.code != NOTHING:
            against = break_even(flow, nothing, volume, rate, years)
        return Outcome(
            cost=cost(flow, years),
            net=present_value(flow, years=years),
            npv=None if rate is None else present_value(flow, rate, years),
            payback=payback(flow, years=years),
            discounted_payback=None if rate is None else payback(flow, rate, years),
            break_even=against,
        )

    return tuple(
        Costed(route, *(outcome(route, flow) for flow in (route.low, route.likely, route.high)))
        for route in routes
    )


IDLE = Flow(ZERO, ZERO, ZERO, ZERO)


def break_even(
    one: Flow, other: Flow, volume: Decimal, rate: Decimal | None = None, years: int = YEARS
) -> BreakEven:
    """Return at which monthly volumes ``one`` is worth more than ``other``.

    ``volume`` is the one behind the stated effects, above 0. With T the discounted years in which
    a flow works, S its set-up, Y its yearly cost and E its effect, both are worth the same at

        volume * (S1 + Y1 T1 - S2 - Y2 T2) / (E1 T1 - E2 T2)
    """
    with localcontext(EXACT):
        time, other_time = (working_months(f.months, rate or ZERO, years) for f in (one, other))
        gained = one.effect * time - other.effect * other_time
        paid = (one.setup - other.setup) * MONTHS_A_YEAR
        paid += one.yearly * time - other.yearly * other_time
        if gained == 0:
            return BreakEven(Ahead.ALWAYS if paid < 0 else Ahead.NEVER)
        at = volume * paid / gained
        if gained > 0:
            return BreakEven(Ahead.ABOVE, at) if at > 0 else BreakEven(Ahead.ALWAYS)
        return BreakEven(Ahead.BELOW, at) if at > 0 else BreakEven(Ahead.NEVER)


@dataclass(frozen=True, slots=True)
class Contest:
    """Building ML against the best other route, both by their likely figures.

    ``lead`` is how much more ML is worth, in cents; negative when it loses. ``break_even`` says at
    which volumes ML is worth more.
    """

    ml: Costed
    other: Costed
    lead: Decimal
    break_even: BreakEven | None


def contest(
    found: Sequence[Costed], rate: Decimal | None, volume: Decimal | None, years: int = YEARS
) -> Contest | None:
    """Return how ML fares against the best other route; None unless both are there.

    What is done in any case competes with nothing. Of equal routes the first stated counts.
    """
    rivals = [entry for entry in found if not entry.route.in_any_case]
    ml = _best([entry for entry in rivals if entry.route.code == ML])
    other = _best([entry for entry in rivals if entry.route.code != ML])
    if ml is None or other is None:
        return None
    flows = (ml.route.likely, other.route.likely)
    lead = ml.likely.worth - other.likely.worth
    against = break_even(*flows, volume, rate, years) if volume else None
    return Contest(ml, other, lead, against)


def _best(found: Sequence[Costed]) -> Costed | None:
    return max(found, key=lambda entry: entry.likely.worth, default=None)
