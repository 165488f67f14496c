"""Between the stages: figures and names that contradict each other."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from initiation.facts import Facts, Place, Row, folded, one_currency
from initiation.preflight.estimates import REQUESTS, ROLES, RUNNING, SAVINGS, TODAY, part
from initiation.preflight.evidence import money_cells
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.ml import learning, title
from initiation.preflight.money import VOLUME, routes_of
from initiation.preflight.problem import IMPROVEMENT
from initiation.preflight.wording import figure, money, numbers

PEOPLE = Place("architecture", "running", "people")
NEEDED = Place("architecture", "needs", "needs")

VOLUME_TOLERANCE = Decimal("1.1")
PEOPLE_TOLERANCE = Decimal("0.25")
DEAREST_HOUR = Decimal(250)
PRICED = frozenset({"EUR", "USD", "GBP", "CHF"})
WORKING_DAYS, CALENDAR_DAYS = 20, 31


def _busiest(facts: Facts) -> Decimal | None:
    """Return the volume a month of the busiest step of the process."""
    return max((step for row in facts.steps if (step := row.number("volume"))), default=None)


def _events_above_process(facts: Facts, on: date) -> Iterator[Found]:
    busiest = _busiest(facts)
    if busiest is None:
        return
    stated = [(task.at("events"), task.number("events"), title(task)) for task in learning(facts)]
    stated.append((VOLUME, facts.number(VOLUME), "Question 2"))
    for place, events, who in stated:
        if events and events > busiest * VOLUME_TOLERANCE:
            yield Found(
                place,
                f"{who} counts {figure(events)} cases a month; the busiest step of the process in "
                f"stage 1 has {figure(busiest)}.",
                "Use the volume that was counted in stage 1, or say where the others come from.",
            )


def _requests_contradict(facts: Facts, on: date) -> Iterator[Found]:
    likely = facts.estimate(REQUESTS).likely
    events = [count for task in learning(facts) if (count := task.number("events"))]
    if not likely or not events:
        return
    few, many = likely * WORKING_DAYS, likely * CALENDAR_DAYS
    if many * 2 < max(events) or few > sum(events) * 2:
        yield Found(
            part(REQUESTS, "likely"),
            f"{figure(likely)} requests a day are {figure(few)} to {figure(many)} a month; stage 3 "
            f"counts {figure(sum(events, Decimal(0)))}.",
            "Count once, and use that figure in both places.",
        )


def _running_above_route(facts: Facts, on: date) -> Iterator[Found]:
    running, routes = facts.estimate(RUNNING), routes_of(facts, "build_ml")
    stated = [(most, row) for row in routes if (most := row.number("yearly_high")) is not None]
    if running.likely is None or not stated:
        return
    most, route = max(stated, key=lambda entry: entry[0])
    currencies = [row.currency("yearly_high") for _, row in stated]
    if running.likely * 12 > most and one_currency(running.currency, *currencies):
        yield Found(
            route.at("yearly_high"),
            f"Stage 2 puts the running cost at {money(running.likely * 12, running.currency)} a "
            f"year without people; the route has at most {money(most, running.currency)} with "
            "them.",
            "Put the running cost of stage 2, and the people, into the cost of the route.",
        )


def _people_contradict(facts: Facts, on: date) -> Iterator[Found]:
    running = facts.number(PEOPLE)
    for route in routes_of(facts, "build_ml"):
        people = route.number("people")
        if running is None or people is None:
            continue
        if abs(running - people) > max(PEOPLE_TOLERANCE, max(running, people) / 2):
            yield Found(
                route.at("people"),
                f"The route needs {figure(people, 'FTE')}, and stage 2 says that "
                f"{figure(running, 'FTE')} run the system.",
                "Count the people once, and use that figure in both places.",
            )


def _staff_too_few(facts: Facts, on: date) -> Iterator[Found]:
    running = facts.number(PEOPLE)
    shares = [share for row in facts.rows(ROLES) if (share := row.number("fte")) is not None]
    if running and shares and sum(shares) < running / 2:
        yield Found(
            ROLES,
            f"The management case has {figure(Decimal(sum(shares)), 'FTE')} of staff, and stage 2 "
            f"says that {figure(running, 'FTE')} run the system.",
            "List everybody whose time it takes, those who already work here included.",
        )


def _cost_cap_exceeded(facts: Facts, on: date) -> Iterator[Found]:
    running = facts.estimate(RUNNING)
    likely = running.likely
    for row in facts.rows(NEEDED):
        caps = numbers(row.text("value"))
        if row.text("need") == "cost_cap" and len(caps) == 1 and likely and likely > caps[0]:
            yield Found(
                part(RUNNING, "likely"),
                f"It is likely to cost {money(likely, running.currency)} a month to run, and the "
                f"cap of stage 2 is {row.text('value')} {row.text('unit')}".rstrip()
                + ".",
                "Bring the cost below the cap, or have the cap raised by whoever set it.",
            )


def _cost_above_labour(facts: Facts, on: date) -> Iterator[Found]:
    today = facts.estimate(TODAY)
    yearly, currency = today.likely, today.currency
    minutes = [
        (row.number("volume") or Decimal(0)) * (row.number("minutes") or Decimal(0))
        for row in facts.steps
    ]
    hours = sum(minutes, Decimal(0)) / 60 * 12
    if yearly is None or hours <= 0 or currency not in PRICED:
        return
    if yearly / hours > DEAREST_HOUR:
        yield Found(
            part(TODAY, "likely"),
            f"The whole process of stage 1 takes {figure(hours, 'hours')} a year, and the problem "
            f"is to cost {money(yearly, currency)}: {money(yearly / hours, currency)} for each "
            "hour of work.",
            "Say in the formula which part is not work, or check volumes and minutes.",
        )


def _measure_contradicts(facts: Facts, on: date) -> Iterator[Found]:
    known = {folded(row.text("measure")): row for row in facts.measures if row.text("measure")}
    for row in facts.rows(IMPROVEMENT):
        first = known.get(folded(row.text("measure")))
        if first is None or folded(first.text("unit")) != folded(row.text("unit")):
            continue
        for column, other, words in (
            ("now", "today", "today"),
            ("then", "target", "as the target"),
        ):
            yield from _differs(row, column, first.number(other), words)


def _differs(row: Row, column: str, wanted: Decimal | None, words: str) -> Iterator[Found]:
    said = row.number(column)
    if said is not None and wanted is not None and said != wanted:
        yield Found(
            row.at(column),
            f"“{row.text('measure')}” is {figure(said)} here, and stage 1 has {figure(wanted)} "
            f"{words}.",
            "Use the figure of stage 1, or say what has changed since.",
        )


def _savings_above_route(facts: Facts, on: date) -> Iterator[Found]:
    savings = [
        (saved, row.currency("likely"))
        for row in facts.rows(SAVINGS)
        if (saved := row.number("likely"))
    ]
    effects = [
        (most, route.currency("effect_high"))
        for route in routes_of(facts, "build_ml")
        if (most := route.number("effect_high")) is not None
    ]
    if not (savings and effects) or not one_currency(*(other for _, other in savings + effects)):
        return
    saved, (most, currency) = sum((saved for saved, _ in savings), Decimal(0)), max(effects)
    if saved > most:
        yield Found(
            SAVINGS,
            f"The savings come to {money(saved, currency)} a year; at the examination the route "
            f"had at most {money(most, currency)}.",
            "Say what was added since the examination, or take out what is counted twice.",
        )


def _foreign_currency(facts: Facts, on: date) -> Iterator[Found]:
    own = facts.content.currency
    for place, currency in money_cells(facts):
        if currency != own:
            yield Found(
                place,
                f"The amount is in {currency}, and the project reckons in {own}.",
                f"Convert it to {own}, and write the rate into the formula.",
            )


ACROSS = Subject(
    "Between the stages",
    (
        Rule(
            "events_above_process",
            Severity.WARNING,
            "More cases a month are counted than the busiest step of the process has.",
            "The benefit grows with the volume; it must be the one that was counted.",
            _events_above_process,
        ),
        Rule(
            "requests_contradict",
            Severity.WARNING,
            "The requests a day and the events a month differ by a factor of two or more.",
            "Whether a platform is needed depends on the volume, so it must be one and the same.",
            _requests_contradict,
        ),
        Rule(
            "running_above_route",
            Severity.ERROR,
            "The running cost of stage 2 is above the highest yearly cost of every ML route.",
            "The comparison of routes then favours ML by what it leaves out.",
            _running_above_route,
        ),
        Rule(
            "people_contradict",
            Severity.WARNING,
            "The people who run the system differ between stage 2 and the ML route.",
            "People are the dearest part of most systems and must be counted once.",
            _people_contradict,
        ),
        Rule(
            "staff_too_few",
            Severity.WARNING,
            "The management case has less than half of the people that stage 2 needs.",
            "Work does not disappear when a team that is already there does it.",
            _staff_too_few,
        ),
        Rule(
            "cost_cap_exceeded",
            Severity.WARNING,
            "The likely running cost is above the cost cap of the same stage.",
            "The design breaks a limit that was set for it.",
            _cost_cap_exceeded,
        ),
        Rule(
            "cost_above_labour",
            Severity.WARNING,
            f"The problem costs more than {DEAREST_HOUR} for each hour of the whole process "
            f"(only in {', '.join(sorted(PRICED))}).",
            "Rule of thumb: dearer than a consultant's hour, so it is not labour, or a volume is "
            "wrong.",
            _cost_above_labour,
        ),
        Rule(
            "measure_contradicts",
            Severity.WARNING,
            "A measure of the management case has other figures than in stage 1.",
            "Management signs for what the director has examined.",
            _measure_contradicts,
        ),
        Rule(
            "savings_above_route",
            Severity.WARNING,
            "The savings of the management case exceed the best case of the ML route.",
            "What grew between the examination and the signature needs an explanation.",
            _savings_above_route,
        ),
        Rule(
            "foreign_currency",
            Severity.WARNING,
            "An amount is in another currency than the project.",
            "Sums across currencies are wrong without a rate and a date.",
            _foreign_currency,
        ),
    ),
)
