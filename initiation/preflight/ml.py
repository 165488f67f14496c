"""Stage 3: whether each task can be tested, stopped and answered for."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from initiation.facts import TASKS, Facts, Place, Row, one_currency, same_name
from initiation.preflight.estimates import TODAY
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.metrics import METRICS
from initiation.preflight.wording import (
    figure,
    has_number,
    money,
    says_nothing,
)

UNWATCHED = frozenset({"informed", "none"})
UNEQUAL = 5  # how many times dearer one kind of error is before a count of errors misleads


def learning(facts: Facts) -> tuple[Row, ...]:
    """Return the tasks that are ML problems."""
    return tuple(task for task in facts.tasks if task.text("task_type") not in ("", "not_ml"))


def title(row: Row) -> str:
    """Return the name of a task or a need for a sentence."""
    return f"“{row.text('name')}”" if row.text("name") else "A row without a name"


def _no_baseline(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        if task.number("baseline_value") is None:
            yield Found(
                task.at("baseline_value"),
                f"{title(task)} has no baseline value.",
                "Measure what is done today, or the best simple rule, in the same metric on the "
                "same cases.",
            )
        elif says_nothing(task.text("baseline")):
            yield Found(
                task.at("baseline"),
                f"{title(task)} names no baseline; work done by hand is one.",
                "Describe what is done today, or the best simple rule.",
            )


def _metric_unfit(facts: Facts, on: date) -> Iterator[Found]:
    for task in facts.tasks:
        metric = METRICS.get(task.text("metric"))
        kind = task.text("task_type")
        if metric and kind and kind not in metric.fits:
            yield Found(
                task.at("metric"),
                f"{title(task)} is of the type “{chosen(facts, task, 'task_type')}”, which "
                f"“{chosen(facts, task, 'metric')}” does not measure.",
                "Choose a metric that fits the task type.",
            )


def chosen(facts: Facts, row: Row, column: str) -> str:
    """Return the words of a choice in a row as the question set has them."""
    place = Place(row.place.set_code, row.place.question_code, row.place.field)
    return choice_words(facts, place, column, row.text(column))


def choice_words(facts: Facts, table: Place, column: str, code: str) -> str:
    """Return the words of one choice in a column of a table as the question set has them."""
    spec = facts.spec(table)
    for inner in spec.columns if spec else ():
        if inner.code == column:
            return dict(inner.choices).get(code, code)
    return code


def _threshold_below_baseline(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        baseline, threshold = task.number("baseline_value"), task.number("threshold")
        if baseline is not None and threshold is not None and _gains_nothing(task):
            yield Found(
                task.at("threshold"),
                f"{title(task)} would be used at {figure(threshold)}, which is no better than the "
                f"{figure(baseline)} that the baseline reaches without ML.",
                "Say what else ML brings, such as hours of work, set a higher demand, or check "
                "both figures.",
            )


def _gains_nothing(task: Row) -> bool:
    """Tell whether a threshold is no better than the baseline; False while one is not stated."""
    metric = METRICS.get(task.text("metric"))
    baseline, threshold = task.number("baseline_value"), task.number("threshold")
    if metric is None or baseline is None or threshold is None:
        return False
    return threshold <= baseline if metric.more_is_better else threshold >= baseline


def _accuracy_misleads(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        costs, currencies = _error_costs(task), _error_currencies(task)
        if task.text("metric") != "accuracy" or len(costs) < 2 or not min(costs):
            continue
        if not one_currency(*currencies):
            continue
        if max(costs) >= UNEQUAL * min(costs):
            yield Found(
                task.at("metric"),
                f"{title(task)} is judged by accuracy, though one error costs "
                f"{money(min(costs), currencies[0])} and the other "
                f"{money(max(costs), currencies[0])}.",
                "Choose the expected cost, or a metric that keeps the two errors apart.",
            )


def _error_costs(task: Row) -> tuple[Decimal, ...]:
    costs = (task.number("false_positive_cost"), task.number("false_negative_cost"))
    return tuple(cost for cost in costs if cost is not None)


def _error_currencies(task: Row) -> tuple[str, ...]:
    columns = ("false_positive_cost", "false_negative_cost")
    return tuple(task.currency(column) for column in columns if task.number(column) is not None)


def _errors_cost_nothing(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        costs = _error_costs(task)
        if len(costs) == 2 and not any(costs):
            yield Found(
                task.at("false_negative_cost"),
                f"{title(task)}: neither kind of error costs anything.",
                "Price one needless act and one missed case, lost time included.",
            )


def _unwatched_and_dear(facts: Facts, on: date) -> Iterator[Found]:
    today = facts.estimate(TODAY)
    yearly, currency = today.likely, today.currency
    for task in learning(facts):
        costs, events = _error_costs(task), task.number("events")
        if task.text("human_role") not in UNWATCHED or not (yearly and costs and events):
            continue
        worst = max(costs) * events
        if not one_currency(currency, *_error_currencies(task)):
            continue
        if worst > yearly / 12:
            yield Found(
                task.at("human_role"),
                f"{title(task)}: nobody can stop a wrong answer, and a month of them would "
                f"cost {money(worst, currency)}, more than the {money(yearly / 12, currency)} that "
                "the problem costs a month.",
                "Let a person decide, approve or override, or say who notices before the damage.",
            )


def _stop_without_number(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        stop = task.text("stop")
        if facts.asks(TASKS, "stop") and (says_nothing(stop) or not has_number(stop)):
            yield Found(
                task.at("stop"),
                f"{title(task)} has no result at which the attempt ends.",
                "Write the value below which you stop, the date and the budget.",
            )


def _solvable_without_evidence(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        claimed = task.text("solvable") in ("yes", "likely")
        if claimed and not task.cited("solvable_evidence"):
            yield Found(
                task.at("solvable_evidence"),
                f"{title(task)} is said to be solvable, and no evidence is cited.",
                "Cite a trial or a published result, or answer “Unknown”.",
            )


def _nothing_to_learn(facts: Facts, on: date) -> Iterator[Found]:
    hopeful = [task for task in learning(facts) if task.text("solvable") != "no"]
    if facts.tasks and not hopeful and all(task.text("task_type") for task in facts.tasks):
        yield Found(
            facts.tasks[0].at("task_type"),
            "No task is an ML problem that can be solved.",
            "Withdraw the proposal, or say in the answer why it is submitted all the same.",
        )


def labels_of(facts: Facts, task: Row) -> tuple[Row, ...]:
    """Return the label needs of a task: its own, or those of another task with the same outcome."""
    names = [
        other.text("name")
        for other in facts.tasks
        if other is task or same_name(other.text("outcome"), task.text("outcome"))
    ]
    return tuple(
        need
        for need in facts.needs
        if need.text("role") == "label"
        and any(same_name(need.text("task"), name) for name in names)
    )


ML = Subject(
    "The ML problem",
    (
        Rule(
            "no_baseline",
            Severity.ERROR,
            "A task has no baseline without ML.",
            "A model can only be judged against what is done today or the best simple rule.",
            _no_baseline,
        ),
        Rule(
            "metric_unfit",
            Severity.ERROR,
            "The metric does not fit the task type.",
            "A figure that does not measure the task can be reached without solving it.",
            _metric_unfit,
        ),
        Rule(
            "threshold_below_baseline",
            Severity.WARNING,
            "The threshold is no better than the baseline, in the direction of the metric.",
            "A system that is less right than what is done today must earn its cost elsewhere, "
            "for example in hours.",
            _threshold_below_baseline,
        ),
        Rule(
            "accuracy_misleads",
            Severity.WARNING,
            f"Accuracy decides although one error costs {UNEQUAL} times the other or more.",
            "Accuracy counts all errors alike. See Provost and Fawcett, “Robust classification for "
            "imprecise environments” (2001).",
            _accuracy_misleads,
        ),
        Rule(
            "errors_cost_nothing",
            Severity.WARNING,
            "Neither a false positive nor a false negative costs anything.",
            "If errors are free, so is the benefit; the threshold cannot follow from them.",
            _errors_cost_nothing,
        ),
        Rule(
            "unwatched_and_dear",
            Severity.WARNING,
            "No person can stop a wrong answer, and a month of them costs more than the problem.",
            "An unwatched fault can do more harm than the problem it was to solve.",
            _unwatched_and_dear,
        ),
        Rule(
            "stop_without_number",
            Severity.ERROR,
            "A task has no stop criterion with a number.",
            "An attempt without an end goes on until the money is gone.",
            _stop_without_number,
        ),
        Rule(
            "solvable_without_evidence",
            Severity.WARNING,
            "A task is called solvable without evidence.",
            "“Yes” and “likely” are claims; “unknown” is an honest answer that leads to a trial.",
            _solvable_without_evidence,
        ),
        Rule(
            "nothing_to_learn",
            Severity.WARNING,
            "No task is an ML problem that can be solved.",
            "Then there is no ML system to examine.",
            _nothing_to_learn,
        ),
    ),
)
