"""Question 2 and the management case: whether the figures are whole and agree."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from initiation.facts import BOTH_ROUTES, Facts, Place, Row, one_currency
from initiation.preflight.estimates import DOING_NOTHING, ROLES, SAVINGS, TODAY
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.ml import choice_words
from initiation.preflight.problem import repeated
from initiation.preflight.wording import money

VOLUME = Place("exam", "why_ml", "volume")
IDLE_TOLERANCE = Decimal("0.25")


def routes_of(facts: Facts, code: str) -> tuple[Row, ...]:
    """Return the routes of one kind in question 2 of the first examination."""
    return tuple(row for row in facts.routes if row.text("alternative") == code)


def volume_of(routes: Place) -> Place:
    """Return where the volume behind some routes is stated."""
    return replace(routes, field=VOLUME.field)


def _do_nothing_missing(facts: Facts, on: date) -> Iterator[Found]:
    for place, count, words in _without(facts, "do_nothing"):
        yield Found(
            place,
            f"{count} routes are costed, and doing nothing is not among them.",
            f"Add the route “{words}”; its effect is zero, or negative if matters get worse.",
        )


def _ml_route_missing(facts: Facts, on: date) -> Iterator[Found]:
    for place, count, words in _without(facts, "build_ml"):
        yield Found(
            place,
            f"{count} routes are costed, and what is proposed is not among them.",
            f"Add the route “{words}” with its own figures.",
        )


def _without(facts: Facts, code: str) -> Iterator[tuple[Place, int, str]]:
    """Yield each table of routes that lacks a kind, with its length and the words of the kind."""
    for place in BOTH_ROUTES:
        rows = facts.rows(place)
        if rows and all(row.text("alternative") != code for row in rows):
            yield place, len(rows), choice_words(facts, place, "alternative", code)


def _volume_missing(facts: Facts, on: date) -> Iterator[Found]:
    for routes in BOTH_ROUTES:
        volume = volume_of(routes)
        if facts.rows(routes) and facts.asks(volume) and not facts.number(volume):
            yield Found(
                volume,
                "The effects are worked out for no stated volume, so no break-even can be given.",
                "Enter the volume a month behind the effects.",
            )


def _saving_twice(facts: Facts, on: date) -> Iterator[Found]:
    for row in repeated(facts.rows(SAVINGS), "what"):
        amount = row.number("likely")
        yield Found(
            row.at("what"),
            f"“{row.text('what')}” is counted in two lines"
            + (
                f", the second time with {money(amount, row.currency('likely'))} a year."
                if amount
                else "."
            ),
            "Keep one line, or name what makes the two different.",
        )


def _saving_unsigned(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(SAVINGS):
        amount = row.number("likely")
        if row.text("kind") == "cash" and row.yes("signed") is False and amount:
            yield Found(
                row.at("signed"),
                f"{row.text('owner') or 'The owner'} has not signed for "
                f"{money(amount, row.currency('likely'))} a year of “{row.text('what')}”.",
                "Have the owner of the budget sign, or count it as something other than cash.",
            )


def _moved_without_stop(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(ROLES, "stops"):
        return
    for row in facts.rows(ROLES):
        if row.text("route") == "move" and not row.text("stops"):
            yield Found(
                row.at("stops"),
                f"{row.text('role') or 'Somebody'} is moved from other work, and none of it stops.",
                "Name the work that stops, and who has agreed to that.",
            )


def _effect_above_problem(facts: Facts, on: date) -> Iterator[Found]:
    stated = [facts.estimate(place) for place in (TODAY, DOING_NOTHING)]
    highest = [(found.high, found.currency) for found in stated if found.high is not None]
    most = max((high for high, _ in highest), default=None)
    for row in facts.routes:
        effect, currency = row.number("effect_likely"), row.currency("effect_likely")
        if effect is None or most is None:
            continue
        if effect > most and one_currency(currency, *(other for _, other in highest)):
            yield Found(
                row.at("effect_likely"),
                f"The route is likely to bring {money(effect, currency)} a year, more than the "
                f"{money(most, currency)} that the problem costs at the most.",
                "Correct the effect, or add to stage 1 what else the route earns.",
            )


def _doing_nothing_contradicts(facts: Facts, on: date) -> Iterator[Found]:
    first, second = facts.estimate(TODAY), facts.estimate(DOING_NOTHING)
    today, idle, currency = first.likely, second.likely, first.currency
    if today is None or idle is None:
        return
    for row in routes_of(facts, "do_nothing"):
        effect = row.number("effect_likely")
        same = one_currency(row.currency("effect_likely"), currency, second.currency)
        if effect is None or not same:
            continue
        apart, scale = abs(effect - (today - idle)), max(abs(effect), abs(today - idle))
        if apart > scale * IDLE_TOLERANCE and apart > today / 100:
            yield Found(
                row.at("effect_likely"),
                f"Doing nothing is worth {money(effect, currency)} a year here, and "
                f"{money(today - idle, currency)} by the two costs of stage 1.",
                "Use the difference between the cost today and the cost of doing nothing.",
            )


MONEY = Subject(
    "Money",
    (
        Rule(
            "do_nothing_missing",
            Severity.ERROR,
            "Doing nothing is not among the routes.",
            "It is the one route that is always open, and what every other is compared with.",
            _do_nothing_missing,
        ),
        Rule(
            "ml_route_missing",
            Severity.WARNING,
            "Building ML is not among the routes.",
            "What is proposed must stand beside the others with its own figures.",
            _ml_route_missing,
        ),
        Rule(
            "volume_missing",
            Severity.WARNING,
            "The volume behind the effects is not stated.",
            "Without it nobody can say at which volume the decision would turn.",
            _volume_missing,
        ),
        Rule(
            "saving_twice",
            Severity.ERROR,
            "The same saving stands in two lines of the management case.",
            "It is added up twice.",
            _saving_twice,
        ),
        Rule(
            "saving_unsigned",
            Severity.WARNING,
            "The owner of a budget has not signed for a saving in cash.",
            "A saving that nobody gives up does not happen.",
            _saving_unsigned,
        ),
        Rule(
            "moved_without_stop",
            Severity.WARNING,
            "Somebody is moved from other work, and no work stops.",
            "Work does not disappear because its people are given more.",
            _moved_without_stop,
        ),
        Rule(
            "effect_above_problem",
            Severity.ERROR,
            "A route brings more than the problem costs at the most.",
            "One of the two figures is wrong, or part of the benefit is not about this problem.",
            _effect_above_problem,
        ),
        Rule(
            "doing_nothing_contradicts",
            Severity.WARNING,
            "What doing nothing is worth differs by more than a quarter between stage 1 and "
            "question 2.",
            "The same thing is estimated twice with different results.",
            _doing_nothing_contradicts,
        ),
    ),
)
