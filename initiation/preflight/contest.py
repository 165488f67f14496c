"""Whether ML wins, and from which volume and quality on: by the sums of ``initiation.costs``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from initiation.costs import RouteCosts, route_costs, task_errors
from initiation.facts import BOTH_ROUTES, TASKS, Facts, Place, folded
from initiation.money import ML, Ahead, Contest, Costed, Measure
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.ml import title
from initiation.preflight.money import volume_of
from initiation.preflight.wording import figure, money, numbers

DO_NOTHING = "do_nothing"


def _costs(facts: Facts) -> Iterator[tuple[Place, RouteCosts]]:
    """Yield the costed routes of each examination, with the place of their table."""
    for place in BOTH_ROUTES:
        if facts.asks(place) and facts.rows(place):
            yield place, route_costs(facts, place.set_code)


def _loses_unsaid(facts: Facts, on: date) -> Iterator[Found]:
    for place, costs in _costs(facts):
        fair, summary = costs.contest, replace(place, field="summary")
        text = facts.text(summary)
        if fair is None or fair.lead >= 0 or not text or _speaks_of(fair, text):
            continue
        lead = money(-fair.lead, "".join(costs.currencies))
        yield Found(
            summary,
            f"By the likely figures “{fair.other.route.name}” is {lead} ahead of "
            f"“{fair.ml.route.name}”, and the answer does not speak of it.",
            "Say first that it wins and by how much, and then why it is not proposed.",
        )


def _speaks_of(fair: Contest, text: str) -> bool:
    """Tell whether a text names the route that wins, what it is worth, or by how much it wins."""
    other = fair.other
    names = {other.route.name.split(":")[0].split(" (")[0]}
    if other.route.code == DO_NOTHING:
        names.add("doing nothing")
    worth = (other.route.effect.likely, other.likely.net, other.likely.npv, fair.lead)
    # Answers quote whole units, as the pages show them.
    figures = {abs(round(number)) for number in worth if number}
    return any(folded(name) in folded(text) for name in names) or not figures.isdisjoint(
        round(number) for number in numbers(text)
    )


def _break_even_above_volume(facts: Facts, on: date) -> Iterator[Found]:
    for place, costs in _costs(facts):
        for found in costs.costed:
            says = _volume_words(found, costs) if found.route.code == ML else ""
            if says:
                yield Found(
                    volume_of(place),
                    says,
                    "Find a cheaper way, a larger volume that is certain, or propose doing "
                    "nothing.",
                )


def _volume_words(found: Costed, costs: RouteCosts) -> str:
    """Say that a route is worth more than doing nothing only above the volume; empty if not."""
    turn, name = found.likely.break_even, found.route.name
    if turn is None or costs.volume is None:
        return ""
    volume = figure(costs.volume, costs.unit)
    if turn.ahead is Ahead.NEVER:
        return f"At no volume is “{name}” worth more than doing nothing, nor at {volume}."
    if turn.ahead is Ahead.ABOVE and turn.volume and turn.volume > costs.volume:
        least = figure(turn.volume.to_integral_value(), costs.unit)
        return (
            f"“{name}” is worth more than doing nothing only above {least}, and there are {volume}."
        )
    return ""


def _threshold_below_useful(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(TASKS):
        return
    for row, task in zip(facts.tasks, task_errors(facts), strict=True):
        least, threshold = task.least, row.number("threshold")
        if not task.is_ml or least is None or threshold is None:
            continue
        if least.hopeless:
            yield Found(
                row.at("threshold"),
                f"{title(row)}: not even a model without errors would pay for its running cost.",
                "Find a cheaper way to run it, or leave the task out.",
            )
        elif least.threshold is not None and least.met_by(threshold) is False:
            higher = least.measure is Measure.PRECISION
            useful = figure(least.threshold)
            yield Found(
                row.at("threshold"),
                f"{title(row)} would be used at {figure(threshold)}; by its own error costs it is "
                f"worth using only {f'from {useful} on' if higher else f'up to {useful}'}.",
                "Take the least useful quality as the threshold, or correct the costs of errors.",
            )


CONTEST = Subject(
    "Whether it pays",
    (
        Rule(
            "ml_loses_unsaid",
            Severity.WARNING,
            "Another route is worth more than ML by the likely figures, and the answer is silent "
            "about it.",
            "A director forgives a route that loses and not an answer that hides it.",
            _loses_unsaid,
        ),
        Rule(
            "break_even_above_volume",
            Severity.WARNING,
            "ML is worth more than doing nothing only above the stated volume.",
            "At the volume there is, the company is better off without it.",
            _break_even_above_volume,
        ),
        Rule(
            "threshold_below_useful",
            Severity.ERROR,
            "The threshold is worse than the least useful quality that follows from the error "
            "costs.",
            "Used at this quality the system costs more than it saves, by the team's own prices. "
            "See Elkan, “The foundations of cost-sensitive learning” (2001).",
            _threshold_below_useful,
        ),
    ),
)
