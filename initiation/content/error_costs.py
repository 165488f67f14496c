"""The least useful quality of each ML task, as ready words: what follows, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.kinds.numerals import NO_BREAK, canonical, spaced
from initiation.content.money import quoted
from initiation.content.spans import listed
from initiation.costs import TaskErrors
from initiation.money import ErrorCosts, LeastUseful, Measure


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task: what its errors ask of it, how that follows, and how the entered value stands."""

    name: str
    finding: str
    how: str
    entered: str
    variant: str


@dataclass(frozen=True, slots=True)
class ErrorsPanel:
    """Every task of stage 3 with its least useful quality."""

    tasks: tuple[TaskLine, ...]


def errors_panel(found: Sequence[TaskErrors]) -> ErrorsPanel | None:
    """Return the least useful quality of each task; None while no task is stated."""
    return ErrorsPanel(tuple(_task(task) for task in found)) if found else None


def _task(task: TaskErrors) -> TaskLine:
    if not task.is_ml:
        return TaskLine(task.name, "This is not an ML problem, so errors set no threshold.", *EMPTY)
    if len(task.currencies) > 1:
        words = (
            f"The amounts are in {listed(task.currencies)}, so no threshold is worked out. Enter "
            "all of them, the running cost of stage 2 included, in one currency."
        )
        return TaskLine(task.name, words, *EMPTY)
    if task.costs is None:
        labels = listed([quoted(gap.label) for gap in task.gaps])
        return TaskLine(
            task.name, f"No threshold can be worked out yet. Missing: {labels}.", *EMPTY
        )
    if task.least is None:
        words = "Both errors are said to cost nothing, so they set no threshold."
        return TaskLine(task.name, words, *EMPTY)
    entered, variant = _entered(task, task.least)
    currency = next(iter(task.currencies), "")
    return TaskLine(
        name=task.name,
        finding=_finding(task, task.costs, task.least, currency),
        how=_how(task.costs, task.least, currency),
        entered=entered,
        variant=variant,
    )


EMPTY = ("", "", "")


def _finding(task: TaskErrors, costs: ErrorCosts, least: LeastUseful, currency: str) -> str:
    if least.hopeless:
        return "Not even a model without errors would pay for its running."
    if least.measure is Measure.QUANTILE:
        return f"Aim at the quantile {share(least.quantile)}; no threshold follows from the costs."
    if least.measure is Measure.ORDER:
        return _order(costs, least)
    if least.threshold is None:
        lacking = listed(_lacking(costs))
        return f"No threshold can be worked out yet. Missing: {lacking}."
    value = canonical(least.threshold)
    if least.measure is Measure.EXPECTED_COST:
        value = money(least.threshold, currency)
    if least.measure is Measure.PRECISION:
        return f"Useful from {value} on. Enter {value} or more as the threshold."
    return f"Useful up to {value}. Enter {value} or less as the threshold."


def _order(costs: ErrorCosts, least: LeastUseful) -> str:
    at = share(least.act_from)
    if costs.metric == "recall_at_precision":
        return f"Fix the precision at {at} or more: below it, acting costs more than it saves."
    return f"Act from a probability of {at}; no threshold follows from the costs for this metric."


def _lacking(costs: ErrorCosts) -> list[str]:
    named = (
        ("“Events”", costs.events),
        ("“Baseline value”", costs.baseline),
        ("the running cost of stage 2", costs.running),
    )
    return [words for words, figure in named if not figure and figure != 0] or ["“Events”"]


def _how(costs: ErrorCosts, least: LeastUseful, currency: str) -> str:
    fp, fn = (money(price, currency) for price in (costs.false_positive, costs.false_negative))
    prices = f"A false positive costs {fp} and a false negative {fn}."
    if least.measure is Measure.PRECISION or least.measure is Measure.ORDER:
        return (
            f"{prices} Acting on a case that is real with probability p costs (1 − p) × {fp} on "
            f"average, leaving it p × {fn}: acting is cheaper from {fp} / ({fp} + {fn}) = "
            f"{share(least.act_from)} on."
        )
    if least.measure is Measure.ERROR_SHARE:
        return (
            f"{prices} Using what is wrong in a share e of cases costs e × {fp} on average, using "
            f"none of it (1 − e) × {fn}: using it is cheaper up to {fn} / ({fp} + {fn}) = "
            f"{share(least.quantile)}."
        )
    if least.measure is Measure.QUANTILE:
        return (
            f"Being too high costs {fp} and being too low {fn}: the cheapest forecast is the one "
            f"that the outcome stays below in {fn} / ({fp} + {fn}) = {share(least.quantile)} of "
            "cases."
        )
    return _against_running(costs, least, currency, fp, fn)


def _against_running(costs: ErrorCosts, least: LeastUseful, currency: str, fp: str, fn: str) -> str:
    """Say how the running cost sets the threshold of an expected cost or of an error's size."""
    if not costs.events or costs.baseline is None or costs.running is None:
        return ""
    running = f"running it {money(costs.running, currency)} a month"
    events = f"{spaced(canonical(costs.events))} events"
    if least.measure is Measure.EXPECTED_COST:
        return (
            f"The baseline costs {money(costs.baseline, currency)} an event in errors, and "
            f"{running} for {events}, that is {money(costs.running / costs.events, currency)} an "
            "event. The model must be cheaper than the baseline by that."
        )
    usual = (costs.false_positive + costs.false_negative) / 2
    return (
        f"At the baseline's error of {canonical(costs.baseline)} an event costs {fp} or {fn}, half "
        f"of the time each: {money(usual * costs.events, currency)} a month for {events}. With "
        f"errors that cost in proportion to their size, and {running}, the error must be smaller "
        "by the same share."
    )


def _entered(task: TaskErrors, least: LeastUseful) -> tuple[str, str]:
    """Say how the threshold that was entered stands to the least useful quality."""
    if task.threshold is None or least.threshold is None:
        return "", ""
    value = canonical(task.threshold)
    if least.met_by(task.threshold):
        return f"The threshold entered, {value}, is good enough.", "accepted"
    return f"The threshold entered, {value}, is not good enough to be worth using.", "needs_work"


def share(number: Decimal) -> str:
    """Return a share to three digits."""
    return canonical(number.quantize(Decimal("0.001")))


def money(amount: Decimal, currency: str) -> str:
    """Return an amount in cents with its currency: "EUR 17.31"."""
    return f"{currency}{NO_BREAK}{spaced(f'{amount:.2f}')}"
