"""What the answers of a project say about money, read for ``initiation.money``.

Pages and the preflight ask here, so that both reckon with the same figures. Amounts of different
currencies are never put together: nothing is worked out then, and ``currencies`` names them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.kinds import FieldSpec
from initiation.facts import RUNNING_COST, TASKS, Facts, Place, Row, amount, rows_at
from initiation.money import (
    Contest,
    Costed,
    ErrorCosts,
    LeastUseful,
    Route,
    Span,
    contest,
    costed,
    least_useful,
    share_of_running,
)

CASES = ("low", "likely", "high")
SPANS = ("setup", "yearly", "effect")
NOT_ML = "not_ml"


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that is not stated: of which route or task, its column in words, its place."""

    of: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class RouteCosts:
    """The routes of one examination, costed as far as their figures are stated.

    ``volume`` is a month and counted in ``unit``; ``rate`` is in percent a year.
    """

    costed: tuple[Costed, ...]
    contest: Contest | None
    gaps: tuple[Gap, ...]
    currencies: tuple[str, ...]
    volume: Decimal | None
    unit: str
    rate: Decimal | None


def route_costs(facts: Facts, set_code: str) -> RouteCosts:
    """Return the routes of the examination whose answers are the set ``set_code``."""
    answer = facts.content.question_set(set_code).answer("why_ml")
    return routes_in(set_code, answer.fields, answer.value)


def routes_in(set_code: str, fields: Sequence[FieldSpec], value: Mapping[str, Any]) -> RouteCosts:
    """Return the routes in one answer to the question why_ml, whose wording is ``fields``."""
    specs = {spec.code: spec for spec in fields}
    rows = rows_at(value.get("options"), Place(set_code, "why_ml", "options"))
    names = _names(rows, specs["options"])
    gaps = tuple(gap for row in rows for gap in _gaps(row, names[row.place], specs["options"]))
    currencies = _currencies(row.cells.get(code) for row in rows for code in _money_columns())
    rate, volume = amount(value.get("discount_rate")), amount(value.get("volume"))
    lacking = {gap.place.where.split(".")[1] for gap in gaps}
    whole = [row for row in rows if row.place.where.removeprefix(".") not in lacking]
    routes = [_route(row, names[row.place]) for row in whole] if len(currencies) < 2 else []
    found = costed(routes, rate, volume)
    fair = None if gaps else contest(found, rate, volume)
    unit = specs["volume"].unit if "volume" in specs else ""
    return RouteCosts(found, fair, gaps, currencies, volume, unit, rate)


def _money_columns() -> Iterable[str]:
    return (f"{span}_{case}" for span in SPANS for case in CASES)


def _names(rows: Sequence[Row], table: FieldSpec) -> dict[Place, str]:
    """Return what each row is called: its route in words, numbered where it stands twice."""
    choices = {code: label for spec in table.columns for code, label in spec.choices}
    seen: dict[str, int] = {}
    names = {}
    for number, row in enumerate(rows, 1):
        label = choices.get(row.text("alternative"), f"Row {number}")
        seen[label] = seen.get(label, 0) + 1
        names[row.place] = f"{label} ({seen[label]})" if seen[label] > 1 else label
    return names


def _gaps(row: Row, name: str, table: FieldSpec) -> Iterable[Gap]:
    labels = {spec.code: spec.label for spec in table.columns}
    for code in ("alternative", *_money_columns(), "months"):
        if row.cells.get(code) is None:
            yield Gap(name, labels.get(code, code), row.at(code))


def _route(row: Row, name: str) -> Route:
    setup, yearly, effect = (_span(row, span) for span in SPANS)
    return Route(
        code=row.text("alternative"),
        name=name,
        setup=setup,
        yearly=yearly,
        effect=effect,
        months=row.number("months") or Decimal(0),
        people=row.number("people"),
        in_any_case=bool(row.yes("in_any_case")),
    )


def _span(row: Row, span: str) -> Span:
    low, likely, high = (row.number(f"{span}_{case}") or Decimal(0) for case in CASES)
    return Span(low, likely, high)


def _currencies(values: Iterable[Any]) -> tuple[str, ...]:
    found = (value["currency"] for value in values if isinstance(value, Mapping))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class TaskErrors:
    """One ML task of stage 3 with what its errors cost and what follows.

    ``threshold`` is what was entered. ``costs`` is None while a price of an error is not stated,
    for a task that is no ML problem, and for prices in different currencies.
    """

    name: str
    place: Place
    is_ml: bool
    metric: str
    costs: ErrorCosts | None
    least: LeastUseful | None
    threshold: Decimal | None
    gaps: tuple[Gap, ...]
    currencies: tuple[str, ...]


def task_errors(facts: Facts) -> tuple[TaskErrors, ...]:
    """Return every ML task of a project with the cost of its errors."""
    tasks = facts.content.question_set(TASKS.set_code).answer(TASKS.question_code)
    running = facts.value(RUNNING_COST)
    return errors_in(tasks.fields, tasks.value, running)


def errors_in(
    fields: Sequence[FieldSpec], value: Mapping[str, Any], running: Mapping[str, Any] | None
) -> tuple[TaskErrors, ...]:
    """Return the tasks in one answer whose wording is ``fields``.

    ``running`` is the range that stage 2 states for the running cost a month; each task bears of
    its likely figure what its share of the events is.
    """
    table = next(spec for spec in fields if spec.code == TASKS.field)
    rows = rows_at(value.get(TASKS.field), TASKS)
    events = [row.number("events") or Decimal(0) for row in rows if _is_ml(row)]
    total = sum(events, Decimal(0))
    return tuple(
        _task(row, table, running or {}, total, number) for number, row in enumerate(rows, 1)
    )


def _task(
    row: Row, table: FieldSpec, running: Mapping[str, Any], total: Decimal, number: int
) -> TaskErrors:
    name = row.text("name") or f"Task {number}"
    specs = {spec.code: spec for spec in table.columns}
    prices = ("false_positive_cost", "false_negative_cost")
    gaps = tuple(
        Gap(name, specs[code].label, row.at(code))
        for code in ("metric", *prices)
        if _is_ml(row) and row.cells.get(code) is None
    )
    share = share_of_running(amount(running.get("likely")), row.number("events"), total)
    currencies = _currencies([*(row.cells.get(code) for code in prices), share and running])
    costs = None
    if _is_ml(row) and not gaps and len(currencies) < 2:
        costs = ErrorCosts(
            metric=row.text("metric"),
            false_positive=row.number(prices[0]) or Decimal(0),
            false_negative=row.number(prices[1]) or Decimal(0),
            events=row.number("events"),
            baseline=row.number("baseline_value"),
            running=share,
        )
    labels = dict(specs["metric"].choices)
    return TaskErrors(
        name=name,
        place=row.place,
        is_ml=_is_ml(row),
        metric=labels.get(row.text("metric"), ""),
        costs=costs,
        least=least_useful(costs) if costs else None,
        threshold=row.number("threshold"),
        gaps=gaps,
        currencies=currencies,
    )


def _is_ml(row: Row) -> bool:
    return row.text("task_type") != NOT_ML
