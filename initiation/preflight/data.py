"""Stage 4: whether the data may be used, exists, and is known when it is needed."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from initiation.facts import NEEDS, Facts, Place, Row, folded, same_name
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.metrics import METRICS, SUPERVISED
from initiation.preflight.ml import chosen, labels_of, learning, title
from initiation.preflight.wording import day, figure, names_nobody, stored_date

ROWS_AT_LEAST: Mapping[str, Decimal] = {
    "classify": Decimal(1000),
    "rank": Decimal(1000),
    "regress": Decimal(1000),
    "forecast": Decimal(100),
    "cluster": Decimal(500),
    "anomalies": Decimal(5000),
    "generate": Decimal(200),
    "recommend": Decimal(5000),
    "optimise": Decimal(100),
}
"""Rows below which a task can hardly be trained and tested apart. A rule of thumb of Groundwork,
not a measurement: a test of 200 cases already has an interval of plus or minus 7 points at 50%
(Wilson), and ten or more cases are wanted for each attribute (Peduzzi and others, 1996)."""

AGREEMENT_AT_LEAST = Decimal(70)
YEARLY_PATTERN_MONTHS = 24


def _need_without_source(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        if names_nobody(need.text("source_system")):
            yield Found(
                need.at("source_system"),
                f"{title(need)} has no source.",
                "Name the system and table, or the supplier and product.",
            )


def _need_without_owner(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        if names_nobody(need.text("owner")):
            yield Found(
                need.at("owner"),
                f"{title(need)} has no owner.",
                "Name the person who may allow its use.",
            )


def _owner_not_agreed(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        agreed = stored_date(need.text("agreed_on"))
        if agreed is None and need.text("status") in ("have", "can_get"):
            yield Found(
                need.at("agreed_on"),
                f"{title(need)}: {need.text('owner') or 'the owner'} has not agreed.",
                "Get the agreement and enter its date.",
            )
        elif agreed and agreed > on:
            yield Found(
                need.at("agreed_on"),
                f"{title(need)}: the agreement is dated {day(agreed)}, which is still to come.",
                "Enter the date once the owner has agreed.",
            )


def _leak(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        if need.text("role") == "attribute" and need.yes("known_at_prediction") is False:
            yield Found(
                need.at("known_at_prediction"),
                f"The attribute {title(need)} is not known when the prediction is made.",
                "Leave it out, or take the value as it was at that moment.",
            )


def _target_leak(facts: Facts, on: date) -> Iterator[Found]:
    labels = [need for need in facts.needs if need.text("role") == "label"]
    for need in _attributes(facts):
        if any(need.text("name") and _same_need(need, label) for label in labels):
            yield Found(
                need.at("name"),
                f"The attribute {title(need)} is the label itself.",
                "Take the label out of what the model predicts from.",
            )


def _label_column_shared(facts: Facts, on: date) -> Iterator[Found]:
    forecasts = [task.text("name") for task in facts.tasks if task.text("task_type") == "forecast"]
    labels = [
        need
        for need in facts.needs
        if need.text("role") == "label"
        # A forecast learns from past values of what it foretells.
        and not any(same_name(need.text("task"), name) for name in forecasts)
    ]
    targets = {column for label in labels for column in _columns(facts, label)}
    for need in _attributes(facts):
        shared = targets & _columns(facts, need)
        if shared and not any(_same_need(need, label) for label in labels):
            yield Found(
                need.at("name"),
                f"The attribute {title(need)} is checked on “{min(shared)[1]}”, the column that "
                "holds the label.",
                "Say which value is known at the moment of prediction, or leave it out.",
            )


def _attributes(facts: Facts) -> tuple[Row, ...]:
    return tuple(need for need in facts.needs if need.text("role") == "attribute")


def _same_need(one: Row, other: Row) -> bool:
    return same_name(one.text("name"), other.text("name"))


def _columns(facts: Facts, need: Row) -> set[tuple[str, str]]:
    """Return the columns whose values, not keys, the checks of a need look at, with the source."""
    measured = facts.source_of(need)
    source = need.text("raw_source") or need.text("source_system")
    name = folded(measured.name if measured else source)
    return {
        (name, row.text("column").casefold())
        for row in facts.requirements
        if same_name(row.text("need"), need.text("name"))
        and row.text("check") in ("completeness", "class_balance", "allowed_values", "range")
        and row.text("column")
    }


def _label_missing(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.needs:
        return
    for task in learning(facts):
        if task.text("task_type") in SUPERVISED and not labels_of(facts, task):
            yield Found(
                NEEDS,
                f"{title(task)} is to learn from labelled cases, and no need is its label.",
                "Add the label as a need, and say who gives it and how.",
            )


def _rows_too_few(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        least = ROWS_AT_LEAST.get(task.text("task_type"))
        for need in facts.needs:
            rows = need.number("rows")
            if least is None or rows is None or not same_name(need.text("task"), task.text("name")):
                continue
            if rows < least:
                yield Found(
                    need.at("rows"),
                    f"{title(need)} asks for {figure(rows, 'rows')}; a task of the type "
                    f"“{chosen(facts, task, 'task_type')}” can hardly be trained and tested with "
                    f"fewer than {figure(least)}.",
                    "Ask for more rows, or cite a case that needed no more.",
                )


def _history_too_short(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        for need in facts.needs if task.text("task_type") == "forecast" else ():
            months = need.number("history")
            own = same_name(need.text("task"), task.text("name"))
            if own and months is not None and months < YEARLY_PATTERN_MONTHS:
                yield Found(
                    need.at("history"),
                    f"{title(task)} is a forecast, and {title(need)} goes back "
                    f"{figure(months, 'months')}: every season is seen at most once.",
                    f"Ask for {YEARLY_PATTERN_MONTHS} months, or say why no season matters.",
                )


def _impossible_without_fallback(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs:
        if need.text("status") == "impossible" and not need.text("fallback"):
            yield Found(
                need.at("fallback"),
                f"{title(need)} cannot be had, and nothing takes its place.",
                "Say what you use instead or give up, or take the task out.",
            )


def _creation_without_fallback(facts: Facts, on: date) -> Iterator[Found]:
    if not facts.asks(NEEDS, "fallback"):
        return
    for need in facts.needs:
        if need.text("status") == "must_create" and not need.text("fallback"):
            yield Found(
                need.at("fallback"),
                f"{title(need)} does not exist yet, and nothing says what happens if it does not "
                "come.",
                "Say what you use, or give up, if it cannot be created in time.",
            )


def _label_agreement_low(facts: Facts, on: date) -> Iterator[Found]:
    for task in learning(facts):
        metric, threshold = METRICS.get(task.text("metric")), task.number("threshold")
        wanted = AGREEMENT_AT_LEAST
        if metric and metric.share and threshold is not None and threshold <= 1:
            wanted = max(wanted, threshold * 100)
        for need in labels_of(facts, task):
            agreement = need.number("label_agreement")
            own = same_name(need.text("task"), task.text("name"))
            if own and agreement is not None and agreement < wanted:
                yield Found(
                    need.at("label_agreement"),
                    f"Two people agree on {title(need)} in {figure(agreement, '%')} of cases, and "
                    f"{figure(wanted, '%')} is wanted.",
                    "Write a clearer rule for labelling and measure again, or lower the threshold.",
                )


def _requirement_without_need(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.requirements:
        name = row.text("need")
        if name and not any(same_name(name, need.text("name")) for need in facts.needs):
            yield Found(
                row.at("need"),
                f"No data need is called “{name}”.",
                "Write the name of the need as it stands above, or take the requirement out.",
            )


def _need_without_check(facts: Facts, on: date) -> Iterator[Found]:
    for need in facts.needs if facts.requirements else ():
        name = need.text("name")
        if name and not any(same_name(name, row.text("need")) for row in facts.requirements):
            yield Found(
                Place("data", "requirements", "requirements"),
                f"Nothing checks whether {title(need)} is good enough.",
                "Add a requirement with the limit below which you would not go on.",
            )


DATA = Subject(
    "The required data",
    (
        Rule(
            "need_without_source",
            Severity.ERROR,
            "A data need has no source.",
            "Data that nobody can place cannot be had.",
            _need_without_source,
        ),
        Rule(
            "need_without_owner",
            Severity.ERROR,
            "A data need has no owner.",
            "Somebody must be able to say yes, and to take it back.",
            _need_without_owner,
        ),
        Rule(
            "owner_not_agreed",
            Severity.WARNING,
            "The owner of data that is counted on has not agreed.",
            "Agreements that were taken for granted are the commonest cause of delay.",
            _owner_not_agreed,
        ),
        Rule(
            "attribute_not_known",
            Severity.ERROR,
            "An attribute is not known when the prediction is made.",
            "It gives brilliant tests and a useless system. See Kaufman and others, “Leakage in "
            "data mining” (2012).",
            _leak,
        ),
        Rule(
            "target_leak",
            Severity.ERROR,
            "An attribute has the name of a label.",
            "The model would predict the outcome from the outcome.",
            _target_leak,
        ),
        Rule(
            "label_column_shared",
            Severity.WARNING,
            "An attribute is checked on the column of a label in the same source, and the label is "
            "not that of a forecast.",
            "A later value of the column tells the outcome; only an earlier one may be used.",
            _label_column_shared,
        ),
        Rule(
            "label_missing",
            Severity.ERROR,
            "A supervised task has no label among the needs.",
            "Without labelled cases there is nothing to learn from and nothing to test on.",
            _label_missing,
        ),
        Rule(
            "rows_too_few",
            Severity.WARNING,
            "A need asks for fewer rows than its task type plausibly needs.",
            "Rule of thumb, by task type: "
            + ", ".join(f"{kind} {figure(least)}" for kind, least in ROWS_AT_LEAST.items())
            + ". Fewer leave an interval too wide to decide by.",
            _rows_too_few,
        ),
        Rule(
            "history_too_short",
            Severity.WARNING,
            f"A forecast rests on fewer than {YEARLY_PATTERN_MONTHS} months.",
            "A yearly pattern seen once cannot be told from chance. See Hyndman and "
            "Athanasopoulos, “Forecasting: Principles and Practice”, on very short series.",
            _history_too_short,
        ),
        Rule(
            "impossible_without_fallback",
            Severity.ERROR,
            "A need cannot be had and has no fallback.",
            "A task that cannot do without it cannot be built.",
            _impossible_without_fallback,
        ),
        Rule(
            "creation_without_fallback",
            Severity.WARNING,
            "Data that must be created has no fallback.",
            "What does not exist yet may never come.",
            _creation_without_fallback,
        ),
        Rule(
            "label_agreement_low",
            Severity.WARNING,
            "People agree on the labels less often than the threshold demands, or below "
            f"{figure(AGREEMENT_AT_LEAST, '%')}.",
            "A model is tested against these labels and can hardly agree with them more than "
            "people do.",
            _label_agreement_low,
        ),
        Rule(
            "requirement_without_need",
            Severity.WARNING,
            "A requirement belongs to no need.",
            "A name that matches nothing is checked against nothing.",
            _requirement_without_need,
        ),
        Rule(
            "need_without_check",
            Severity.WARNING,
            "A data need has no requirement.",
            "Either its quality is certain, or nobody looked.",
            _need_without_check,
        ),
    ),
)
