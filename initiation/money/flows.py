"""What one route costs and brings, month by month, as exact sums of Decimal money.

A route is a set-up cost paid on the day of the decision, and from the month in which it works a
cost and an effect, both stated for a year and spread evenly over its months. All routes are looked
at over the same months, counted from the decision, so one that works late has less time to earn.

Cash flows of a month fall at its end (the set-up cost at month 0). A flow at the end of month
``k`` is discounted by ``(1 + r) ** -(k / 12)``, where ``r`` is the effective yearly rate: Brealey,
Myers and Allen, Principles of Corporate Finance, chapter 2 ("How to calculate present values",
compounding within the year).
"""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache

MONTHS_A_YEAR = 12
CENT = Decimal("0.01")
# Enough digits that no sum of stated amounts is ever rounded before it is shown in cents.
EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@dataclass(frozen=True, slots=True)
class Flow:
    """One case of one route: amounts in one currency, ``yearly`` and ``effect`` for a year.

    ``months`` is how long after the decision the route begins to work; fractions are allowed.
    """

    setup: Decimal
    yearly: Decimal
    effect: Decimal
    months: Decimal

    def at_volume(self, factor: Decimal) -> "Flow":
        """Return the flow when the volume is ``factor`` times the stated one.

        Effects are taken to grow in proportion to the volume, and costs not at all.
        """
        with localcontext(EXACT):
            return replace(self, effect=self.effect * factor)


def cost(flow: Flow, years: int = 3) -> Decimal:
    """Return what is paid in ``years`` years, in cents: set-up, then yearly cost while it works."""
    with localcontext(EXACT):
        paid = flow.yearly * working_months(flow.months, ZERO, years) / MONTHS_A_YEAR
        return cents(flow.setup + paid)


def present_value(flow: Flow, rate: Decimal = ZERO, years: int = 3) -> Decimal:
    """Return the net present value in cents at ``rate`` percent a year.

    NPV = -setup + sum over the months k of (effect - yearly) / 12 / (1 + r) ** (k / 12), where
    only the part of a month counts in which the route works. At a rate of 0 it is the net benefit:
    everything it brings less everything it costs. Source: as for the module, chapter 5.
    """
    with localcontext(EXACT):
        earned = (flow.effect - flow.yearly) * working_months(flow.months, rate, years)
        return cents(earned / MONTHS_A_YEAR - flow.setup)


def payback(flow: Flow, rate: Decimal = ZERO, years: int = 3) -> int | None:
    """Return the first month at whose end the set-up cost has been earned back.

    None if that is not within ``years`` years, though it may be later. The waiting before the
    route works counts. 0 means that nothing has to be earned back. With a
    ``rate`` in percent a year every month is discounted first (discounted payback). Source: as for
    the module, chapter 5 ("Payback").
    """
    with localcontext(EXACT):
        yearly = flow.effect - flow.yearly
        if flow.setup == 0:
            return 0 if yearly >= 0 else None
        for month in range(1, years * MONTHS_A_YEAR + 1):
            if yearly * _worked(flow.months, rate, month) >= flow.setup * MONTHS_A_YEAR:
                return month
    return None


def working_months(months: Decimal, rate: Decimal, years: int) -> Decimal:
    """Return the months in which a route works within ``years`` years, each discounted.

    It is the present value of one unit of money a month, paid while the route works.
    """
    return _worked(months, rate, years * MONTHS_A_YEAR)


def cents(amount: Decimal) -> Decimal:
    """Return an amount rounded to cents, halves to the even one."""
    return amount.quantize(CENT, context=EXACT)


@lru_cache(maxsize=4096)
def _worked(months: Decimal, rate: Decimal, until: int) -> Decimal:
    """Return the same up to the end of month ``until``."""
    with localcontext(EXACT):
        if until <= 0:
            return ZERO
        part = min(max(until - months, ZERO), ONE)
        factor = _monthly(rate) ** until if rate else ONE
        return _worked(months, rate, until - 1) + part * factor


@lru_cache(maxsize=64)
def _monthly(rate: Decimal) -> Decimal:
    """Return what one unit of money, due in a month, is worth today."""
    return (1 + rate / HUNDRED) ** (-ONE / MONTHS_A_YEAR)
