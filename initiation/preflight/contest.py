"""Whether ML wins, and from which volume and quality on: by the sums of ``initiation.costs``."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from initiation.costs import RouteCosts, route_costs, task_errors
from initiation.facts import ROUTES, TASKS, Facts, Place
from initiation.money import ML, Ahead, Costed, Measure
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.ml import title
from initiation.preflight.money import VOLUME
from initiation.preflight.wording import figure, money, numbers

SUMMARY = Place("exam", "why_ml", "summary")


def _costs(facts: Facts) -> RouteCosts | None:
    return route_costs(facts, ROUTES.set_code) if facts.asks(ROUTES) and facts.routes else None


def _loses_unsaid(facts: Facts, on: date) -> Iterator[Found]:
    costs = _costs(facts)
    fair = costs.contest if costs else None
    text = facts.text(SUMMARY)
    if fair is None or fair.lead >= 0 or not text or _figures(fair.other) & set(numbers(text)):
        return
    worth = money(-fair.lead, "".join(costs.currencies if costs else ()))
    yield Found(
        SUMMARY,
        f"By the likely figures “{fair.other.route.name}” is {worth} ahead of building "
        "ML, and the answer does not say what that route is worth.",
        "Say first that it wins and by how much, and then why ML is proposed all the same.",
    )


def _figures(found: Costed) -> set[Decimal]:
    """Return the likely figures that say what a route is worth."""
    worth = (found.route.effect.likely, found.likely.net, found.likely.npv)
    return {abs(number) for number in worth if number}


def _break_even_above_volume(facts: Facts, on: date) -> Iterator[Found]:
    costs = _costs(facts)
    for found in costs.costed if costs else ():
        turn = found.likely.break_even
        if found.route.code != ML or costs is None or turn is None or costs.volume is None:
            continue
        volume = figure(costs.volume, costs.unit)
        if turn.ahead is Ahead.NEVER:
            says = f"At no volume is building ML worth more than doing nothing, nor at {volume}."
        elif turn.ahead is Ahead.ABOVE and turn.volume and turn.volume > costs.volume:
            says = (
                f"Building ML is worth more than doing nothing only above "
                f"{figure(turn.volume.to_integral_value(), costs.unit)}, and there are {volume}."
            )
        else:
            continue
        yield Found(
            VOLUME,
            says,
            "Find a cheaper way, a larger volume that is certain, or propose doing nothing.",
        )


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
