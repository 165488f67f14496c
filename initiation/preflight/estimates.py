"""Estimates: whether ranges are ranges, in order, and rest on something."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from initiation.facts import BOTH_ROUTES, Estimate, Facts, Place, one_currency
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.wording import has_number, money

TODAY = Place("problem", "cost", "today")
DOING_NOTHING = Place("problem", "cost", "doing_nothing")
RUNNING = Place("architecture", "running", "running_cost")
REQUESTS = Place("mlops", "volume_and_operation", "requests_a_day")
SAVINGS = Place("management", "money", "savings")
ROLES = Place("management", "staff", "roles")
CASES = ("low", "likely", "high")


def part(place: Place, name: str) -> Place:
    """Return the place of one part of a range."""
    return Place(place.set_code, place.question_code, place.field, f".{name}")


def estimates(facts: Facts) -> tuple[tuple[str, Estimate], ...]:
    """Return the ranges of the case, each with its name in a sentence."""
    return (
        ("The cost of the problem today", facts.estimate(TODAY)),
        ("The cost of doing nothing", facts.estimate(DOING_NOTHING)),
        (
            "The running cost",
            facts.estimate(RUNNING),
        ),
        (
            "The number of requests a day",
            facts.estimate(REQUESTS),
        ),
    )


def _doing_nothing_missing(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(DOING_NOTHING):
        return
    today, idle = facts.estimate(TODAY), facts.estimate(DOING_NOTHING)
    if today.likely is not None and idle.likely is None:
        yield Found(
            part(DOING_NOTHING, "likely"),
            f"The problem costs {money(today.likely, today.currency)} a year today; what doing "
            "nothing would cost is not said.",
            "Estimate a year in which nobody acts: volumes, prices and rules change by themselves.",
        )


def _doing_nothing_cheaper(facts: Facts, on: date) -> Iterator[Found]:
    today, idle = facts.estimate(TODAY), facts.estimate(DOING_NOTHING)
    if today.likely is None or idle.likely is None or idle.basis.strip():
        return
    if one_currency(today.currency, idle.currency) and idle.likely < today.likely:
        yield Found(
            part(DOING_NOTHING, "likely"),
            f"Doing nothing would cost {money(idle.likely, idle.currency)} a year, less than the "
            f"{money(today.likely, today.currency)} of today, and no reason is given.",
            "Write into the formula what makes the problem smaller by itself, or correct the sum.",
        )


def _range_without_spread(facts: Facts, on: date) -> Iterator[Found]:
    for name, estimate in estimates(facts):
        if estimate.likely and estimate.low == estimate.likely == estimate.high:
            yield Found(
                part(estimate.place, "low"),
                f"{name} has the same low, likely and high value, as if nothing about it were "
                "uncertain.",
                "Give the value it could fall to and the one it could rise to.",
            )


def _sum_without_formula(facts: Facts, on: date) -> Iterator[Found]:
    for name, estimate in estimates(facts):
        if estimate.likely and not has_number(estimate.basis):
            yield Found(
                part(estimate.place, "basis"),
                f"{name} is a sum without the figures it was worked out from.",
                "Write the formula with its numbers, so that a reader can redo it.",
            )


def _figures_out_of_order(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(SAVINGS):
        stated = [(case, row.number(case)) for case in CASES]
        known = [(case, number) for case, number in stated if number is not None]
        for (lower, less), (upper, more) in pairwise(known):
            if one_currency(row.currency(lower), row.currency(upper)) and less > more:
                yield Found(
                    row.at(lower),
                    f"The {lower} figure of {money(less, row.currency(lower))} is above the "
                    f"{upper} one of {money(more, row.currency(upper))}.",
                    "Put the figures in order.",
                )


def _effect_without_spread(facts: Facts, on: date) -> Iterator[Found]:
    prefixes = {**dict.fromkeys(BOTH_ROUTES, "effect_"), SAVINGS: ""}
    for place, prefix in prefixes.items():
        for row in facts.rows(place):
            codes = [prefix + case for case in CASES]
            figures = {(row.number(code), row.currency(code)) for code in codes}
            likely = row.number(f"{prefix}likely")
            if likely and len(figures) == 1:
                yield Found(
                    row.at(f"{prefix}low"),
                    f"The benefit of {money(likely, row.currency(f'{prefix}likely'))} a year is "
                    "the same in the worst and in the best case.",
                    "Give what it could fall to and what it could rise to.",
                )


ESTIMATES = Subject(
    "Estimates",
    (
        Rule(
            "doing_nothing_missing",
            Severity.ERROR,
            "The cost of the problem is given, and the cost of doing nothing is not.",
            "Every proposal is compared with doing nothing; without it there is no comparison.",
            _doing_nothing_missing,
        ),
        Rule(
            "doing_nothing_cheaper",
            Severity.WARNING,
            "Doing nothing costs less than today, and no reason is given.",
            "A problem that shrinks by itself may need no project.",
            _doing_nothing_cheaper,
        ),
        Rule(
            "range_without_spread",
            Severity.WARNING,
            "Low, likely and high are one and the same number.",
            "An estimate without a width hides what is not known.",
            _range_without_spread,
        ),
        Rule(
            "sum_without_formula",
            Severity.WARNING,
            "A range has no figures behind it.",
            "A round sum with no formula does not survive the second question.",
            _sum_without_formula,
        ),
        Rule(
            "figures_out_of_order",
            Severity.ERROR,
            "Low, likely and high of a saving are not in order.",
            "A low figure above the high one is a slip, and every sum that uses it is wrong.",
            _figures_out_of_order,
        ),
        Rule(
            "effect_without_spread",
            Severity.WARNING,
            "A benefit is the same in the worst, the likely and the best case.",
            "A benefit that cannot be missed has not been thought through.",
            _effect_without_spread,
        ),
    ),
)
