"""Routes costed side by side, as ready words: the finding first, then the table and the chart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from core.charts.ranges import Estimate, Ranges, ranges
from core.kinds.numerals import NO_BREAK, canonical, spaced
from initiation.content.spans import listed
from initiation.costs import RouteCosts
from initiation.money import ML, NOTHING, Ahead, BreakEven, Contest, Costed, Outcome

NONE, FROM, LATE = "–", "from ", "not in 3 years"
NO_RIVAL = "there is nothing to compare building with"
HOW = (
    "Three years are counted from the decision. The set-up cost is paid at once. Cost and effect a "
    "year begin in the month in which a route works, and fall at the end of each month. The low "
    "case takes the high costs and the low effect, the high case the low costs and the high "
    "effect. A break-even volume takes effects to grow in proportion to the volume, and costs not "
    "at all. A set-up cost that is “not in 3 years” earned back may be so later, or "
    "never."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one route: the likely case, and the low to the high one; its column."""

    column: str
    likely: str
    span: str


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route of the table."""

    name: str
    note: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class OptionsPanel:
    """The comparison of routes: ``finding`` comes first; ``missing`` by route.

    ``loses`` says that building ML is not the best route.
    """

    label: str
    finding: str
    loses: bool
    sentences: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[RouteRow, ...]
    chart: Ranges | None
    chart_caption: str
    how: str = HOW


def options_panel(costs: RouteCosts) -> OptionsPanel | None:
    """Return the comparison in words; None while no route is stated."""
    if not costs.costed and not costs.gaps and not costs.currencies:
        return None
    ranked = _ranked(costs.costed)
    finding = _finding(costs)
    currency = next(iter(costs.currencies), "")
    columns = tuple(name for name, _ in _columns(costs, currency))
    return OptionsPanel(
        label=costs.label,
        finding=finding,
        loses=costs.contest is not None and costs.contest.lead < 0,
        sentences=tuple(_sentences(costs, currency)),
        missing=_missing(costs),
        columns=columns,
        rows=tuple(_row(entry, costs, currency) for entry in ranked),
        chart=ranges(finding, [_estimate(entry) for entry in ranked]) if ranked else None,
        chart_caption=f"{_measure(costs)} after three years in {currency}: low to high, with a "
        "tick at the likely case",
    )


def _ranked(found: Sequence[Costed]) -> list[Costed]:
    """Return the routes best first; those done in any case come last."""
    return sorted(found, key=lambda entry: (entry.route.in_any_case, -entry.likely.worth))


def _finding(costs: RouteCosts) -> str:
    if len(costs.currencies) > 1:
        return (
            f"The amounts are in {listed(costs.currencies)}, so the routes are not compared. "
            "Enter all of them in one currency."
        )
    if costs.gaps:
        count = len(costs.gaps)
        figures = "1 figure is" if count == 1 else f"{count} figures are"
        return f"The routes cannot be compared yet: {figures} missing."
    if costs.contest is None:
        return _nothing_compared(costs.costed)
    return _verdict(costs, costs.contest)


def _nothing_compared(found: Sequence[Costed]) -> str:
    ml = [entry.route for entry in found if entry.route.code == ML]
    if not ml:
        return "Building is not among the routes, so nothing is compared with it."
    if all(route.in_any_case for route in ml):
        return "Building is done in any case, so nothing is compared with it."
    if len(found) > len(ml):
        return f"Every other route is done in any case, so {NO_RIVAL}."
    return f"No other route is costed, so {NO_RIVAL}."


def _verdict(costs: RouteCosts, found: Contest) -> str:
    ml, other = quoted(found.ml.route.name), quoted(found.other.route.name)
    lead = money(abs(found.lead), costs.currencies[0])
    when = "after three years"
    if costs.rate is not None:
        when += f", discounted at {percent(costs.rate)} a year"
    if found.lead < 0:
        return f"{ml} is not the best route: {other} is ahead by {lead} {when}."
    if found.lead == 0:
        return f"{ml} is not ahead: {other} is worth just as much {when}."
    return f"{ml} is the best route: it is ahead of {other} by {lead} {when}."


def _sentences(costs: RouteCosts, currency: str) -> Iterator[str]:
    if found := costs.contest:
        yield from _contest(costs, found, currency)
    if done := [quoted(e.route.name) for e in costs.costed if e.route.in_any_case]:
        yield f"Done in any case, and so not compared with the others: {listed(done)}."
    if costs.costed and costs.rate is None:
        yield (
            "No discount rate is given, so there is no net present value, and the routes are "
            "ranked by their net benefit."
        )
    if costs.costed and not costs.volume:
        yield "Without the volume behind the effects there is no break-even volume."


def _contest(costs: RouteCosts, found: Contest, currency: str) -> Iterator[str]:
    ml, other = found.ml, found.other
    best = ml if found.lead > 0 else other
    if best.likely.worth < 0:
        yield f"Even the best route loses {money(-best.likely.worth, currency)} on these figures."
    if found.lead > 0 > ml.low.worth - other.likely.worth:
        behind = money(other.likely.worth - ml.low.worth, currency)
        yield (
            f"In its low case {quoted(ml.route.name)} would be {behind} behind "
            f"{quoted(other.route.name)} in its likely case."
        )
    if found.break_even and costs.volume:
        yield _break_even_words(costs, found.break_even, found)


def _break_even_words(costs: RouteCosts, at: BreakEven, found: Contest) -> str:
    ml, other = quoted(found.ml.route.name), quoted(found.other.route.name)
    ahead = "is ahead" if found.lead > 0 else "would be ahead"
    stated = f"The effects are worked out for {volume(costs.volume)}{NO_BREAK}{costs.unit}."
    if at.ahead is Ahead.ABOVE:
        return f"{ml} {ahead} of {other} from {_at(at)}{NO_BREAK}{costs.unit} on. {stated}"
    if at.ahead is Ahead.BELOW:
        return f"{ml} {ahead} of {other} only below {_at(at)}{NO_BREAK}{costs.unit}. {stated}"
    if at.ahead is Ahead.ALWAYS:
        return f"{ml} is ahead of {other} at any volume. {stated}"
    return f"At no volume is {ml} ahead of {other}. {stated}"


def _missing(costs: RouteCosts) -> tuple[tuple[str, str], ...]:
    labels: dict[str, list[str]] = {}
    for gap in costs.gaps:
        labels.setdefault(gap.of, []).append(gap.label)
    return tuple((of, "; ".join(found)) for of, found in labels.items())


Get = Callable[[Outcome], str]


def _columns(
    costs: RouteCosts, currency: str, *, nothing: bool = False
) -> Iterator[tuple[str, Get]]:
    """Yield the head of each column and how a case is written in it.

    Doing ``nothing`` pays nothing back.
    """

    def months(found: int | None) -> str:
        return NONE if nothing else LATE if found is None else str(found)

    yield f"Cost in three years ({currency})", lambda case: whole(case.cost)
    yield f"Net benefit ({currency})", lambda case: whole(case.net)
    if costs.rate is not None:
        head = f"Net present value at {percent(costs.rate)} ({currency})"
        yield head, lambda case: NONE if case.npv is None else whole(case.npv)
    yield "Payback (months)", lambda case: months(case.payback)
    if costs.rate is not None:
        yield "Discounted payback (months)", lambda case: months(case.discounted_payback)
    if costs.volume:
        head = f"Break-even against doing nothing ({costs.unit})"
        yield head, lambda case: _break_even(case.break_even)


def _row(entry: Costed, costs: RouteCosts, currency: str) -> RouteRow:
    figures = []
    nothing = entry.route.code == NOTHING
    for number, (head, get) in enumerate(_columns(costs, currency, nothing=nothing)):
        low, likely, high = (get(case) for case in (entry.low, entry.likely, entry.high))
        first, last = (high, low) if number == 0 else (low, high)  # costs rise from high to low
        span = "" if low == high else f"{first} to {last.removeprefix(FROM)}"
        figures.append(Figure(head, likely, span))
    note = "Done in any case" if entry.route.in_any_case else ""
    return RouteRow(entry.route.name, note, tuple(figures))


def _estimate(entry: Costed) -> Estimate:
    low, likely, high = (case.worth for case in (entry.low, entry.likely, entry.high))
    words = f"likely {whole(likely)}"
    if low != high:
        words = f"{whole(low)} to {whole(high)}, {words}"
    name = f"{entry.route.name}, done in any case" if entry.route.in_any_case else entry.route.name
    return Estimate(name, low, likely, high, words, marked=entry.route.code == ML)


def _measure(costs: RouteCosts) -> str:
    if costs.rate is None:
        return "Net benefit"
    return f"Net present value at {percent(costs.rate)} a year"


def _break_even(found: BreakEven | None) -> str:
    if found is None:
        return NONE
    if found.volume is None:
        return "any" if found.ahead is Ahead.ALWAYS else "none"
    return f"{FROM}{_at(found)}" if found.ahead is Ahead.ABOVE else f"below {_at(found)}"


def _at(found: BreakEven) -> str:
    """Return a volume rounded to the side that is certainly ahead; tenths below a hundred."""
    at = found.volume or Decimal(0)
    side = ROUND_CEILING if found.ahead is Ahead.ABOVE else ROUND_FLOOR
    if at < 100:
        return volume(at.quantize(Decimal("0.1"), rounding=side))
    return volume(at.to_integral_value(side))  # no context bounds its digits


def volume(number: Decimal | None) -> str:
    """Return a volume as it is read."""
    return spaced(canonical(number)) if number is not None else NONE


def whole(amount: Decimal) -> str:
    """Return an amount in whole units of its currency."""
    return spaced(canonical(amount.to_integral_value(ROUND_HALF_EVEN)))


def money(amount: Decimal, currency: str) -> str:
    """Return an amount in whole units with its currency: "EUR 40 000"."""
    return f"{currency}{NO_BREAK}{whole(amount)}"


def percent(rate: Decimal) -> str:
    """Return a rate: "7%"."""
    return f"{canonical(rate)}%"


def quoted(name: str) -> str:
    """Return the name of a route or a task in quotation marks."""
    return f"“{name}”"
