"""Time: whether things are known, ready and decided before they matter."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from initiation.facts import Facts, Place
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.ml import labels_of, learning, title
from initiation.preflight.money import routes_of
from initiation.preflight.wording import (
    dates,
    day,
    figure,
    has_date,
    has_number,
    says_nothing,
    stored_date,
)

DEADLINE = Place("problem", "timing", "deadline")
DAYS_A_MONTH = 30
RETRAINING_DAYS = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}


def _target_in_the_past(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.measures:
        due = stored_date(row.text("by_when"))
        if due and due <= on:
            yield Found(
                row.at("by_when"),
                f"The target of “{row.text('measure')}” was due on {day(due)}.",
                "Set a date that still lies ahead.",
            )


def _deadline_past(facts: Facts, on: date) -> Iterator[Found]:
    deadline = stored_date(facts.text(DEADLINE))
    if deadline and deadline < on:
        yield Found(
            DEADLINE,
            f"The date by which it matters, {day(deadline)}, has passed.",
            "Say what happened on that day, and which date counts now.",
        )


def _deadline_before_ready(facts: Facts, on: date) -> Iterator[Found]:
    deadline = stored_date(facts.text(DEADLINE))
    for route in routes_of(facts, "build_ml"):
        months = route.number("months")
        if deadline is None or deadline < on or months is None or months > 1200:
            continue
        ready = on + timedelta(days=int(months * 365 / 12))
        if ready > deadline:
            yield Found(
                route.at("months"),
                f"Begun today, the route works in {figure(months, 'months')}, about "
                f"{day(ready)}; it matters by {day(deadline)}.",
                "Say what happens between the two dates, or choose a route that is there in time.",
            )


def _stop_without_date(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        stop = task.text("stop")
        if not says_nothing(stop) and has_number(stop) and not has_date(stop):
            yield Found(
                task.at("stop"),
                f"The stop criterion of {title(task)} has no date.",
                "Write the day on which it is decided.",
            )


def _label_too_late(facts: Facts, on: date) -> Iterator[Found]:
    life = facts.number(Place("mlops", "kind_of_need", "life_months"))
    for task in learning(facts):
        days = task.number("known_after")
        labels = [need for need in labels_of(facts, task) if need.text("status") != "must_create"]
        # A history of 0 is that of a label which is still to be made.
        spans = [need.number("history") or None for need in labels] + [life]
        months = min((span for span in spans if span is not None), default=None)
        if days and months is not None and days >= months * DAYS_A_MONTH:
            yield Found(
                task.at("known_after"),
                f"The outcome of {title(task)} is known {figure(days, 'days')} after a prediction; "
                f"in {figure(months, 'months')} of data or use no case would have one.",
                "Take a longer history, or an outcome that is known sooner.",
            )


def _outcome_after_decision(facts: Facts, on: date) -> Iterator[Found]:
    deadline = stored_date(facts.text(DEADLINE))
    for task in learning(facts):
        days = task.number("known_after")
        ends = [end for end in (deadline, *dates(task.text("stop"))) if end and end > on]
        if days is None or not ends:
            continue
        left = (max(ends) - on) / timedelta(days=1)
        if days > left:
            yield Found(
                task.at("known_after"),
                f"The outcome of {title(task)} is known {figure(days, 'days')} after a prediction, "
                f"and the last date by which it matters, {day(max(ends))}, is in "
                f"{figure(Decimal(int(left)), 'days')}.",
                "Choose an outcome that is known sooner, or a later date.",
            )


def _retraining_outruns_labels(facts: Facts, on: date) -> Iterator[Found]:
    place = Place("mlops", "upkeep", "retraining")
    often = RETRAINING_DAYS.get(facts.text(place))
    waits = [days for task in learning(facts) if (days := task.number("known_after"))]
    if often and waits and min(waits) > often:
        yield Found(
            place,
            f"Models are retrained {facts.text(place)}, and no outcome is known before "
            f"{figure(min(waits), 'days')}: most trainings would learn nothing new.",
            "Retrain no more often than labels arrive.",
        )


TIMING = Subject(
    "Time",
    (
        Rule(
            "target_in_the_past",
            Severity.WARNING,
            "The target of a measure was due before today.",
            "Either the target was missed or the text is old.",
            _target_in_the_past,
        ),
        Rule(
            "deadline_past",
            Severity.WARNING,
            "The date by which it matters has passed.",
            "The reason for acting now may be gone.",
            _deadline_past,
        ),
        Rule(
            "deadline_before_ready",
            Severity.WARNING,
            "Begun today, the ML route works only after the date by which it matters.",
            "What comes too late does not serve the reason for acting now.",
            _deadline_before_ready,
        ),
        Rule(
            "stop_without_date",
            Severity.WARNING,
            "A stop criterion has no date.",
            "A result that may always come later never stops anything.",
            _stop_without_date,
        ),
        Rule(
            "label_too_late",
            Severity.ERROR,
            "The outcome becomes known later than the history of its label, or the use, is long.",
            "Not one case would carry its true outcome, so nothing can be learnt or checked.",
            _label_too_late,
        ),
        Rule(
            "outcome_after_decision",
            Severity.WARNING,
            "The outcome of a prediction made today is known after the deadline and the stop date.",
            "On the day that matters nobody could say whether the predictions were right.",
            _outcome_after_decision,
        ),
        Rule(
            "retraining_outruns_labels",
            Severity.WARNING,
            "Models are retrained more often than outcomes become known.",
            "Retraining without new labels costs work and learns nothing.",
            _retraining_outruns_labels,
        ),
    ),
)
