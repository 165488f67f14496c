"""Stage 1: whether the problem is measured, priced and somebody's."""

from collections.abc import Iterator
from datetime import date

from initiation.facts import Facts, Place, Row, folded
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.wording import has_number, names_nobody

STAKEHOLDERS = Place("problem", "stakeholders", "stakeholders")
ASSUMPTIONS = Place("problem", "assumptions", "assumptions")
IMPROVEMENT = Place("management", "improvement", "measures")


def _measure_twice(facts: Facts, on: date) -> Iterator[Found]:
    for rows, marks in (
        (facts.measures, ("measure", "unit")),
        (facts.goals, ("measure", "kind")),
        (facts.rows(IMPROVEMENT), ("measure", "unit")),
    ):
        for row in repeated(rows, *marks):
            yield Found(
                row.at("measure"),
                f"“{row.text('measure')}” stands in two lines, so its benefit counts twice.",
                "Keep one line, or name what makes the two different.",
            )


def repeated(rows: tuple[Row, ...], *marks: str) -> Iterator[Row]:
    """Return every row that repeats an earlier one in all these columns."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(folded(row.text(mark)) for mark in marks)
        if key[0] and key in seen:
            yield row
        seen.add(key)


def _criterion_without_number(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.goals:
        threshold = row.text("threshold")
        if threshold and not has_number(threshold):
            yield Found(
                row.at("threshold"),
                f"“{threshold}” holds no number, so nobody can say whether "
                f"“{row.text('measure')}” was reached.",
                "Write the value that must be reached, with its unit and the date.",
            )
    place = Place("mlops", "poc", "success_test")
    if facts.text(place) and not has_number(facts.text(place)):
        yield Found(
            place,
            "The success test of the proof of concept holds no number, so it cannot fail.",
            "Write the value that must be reached, and on which cases.",
        )


def _nothing_improves(facts: Facts, on: date) -> Iterator[Found]:
    pairs = [(row.number("today"), row.number("target")) for row in facts.measures]
    if pairs and all(today is not None and today == target for today, target in pairs):
        yield Found(
            facts.measures[0].at("target"),
            "Every measure has the same target as today's value.",
            "Give the measure that is to change a target that differs from today.",
        )


def _measure_without_source(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.measures:
        if row.number("today") is not None and not row.cited("source"):
            yield Found(
                row.at("source"),
                f"Today's value of “{row.text('measure')}” rests on no evidence.",
                "Cite the report, extract or audit in which the value can be read.",
            )


def _measured_by_manager(facts: Facts, on: date) -> Iterator[Found]:
    manager = folded(facts.content.manager)
    for row in facts.measures:
        if manager and folded(row.text("measured_by")) == manager:
            yield Found(
                row.at("measured_by"),
                f"“{row.text('measure')}” is measured by the project manager.",
                "Name somebody who gains nothing from a good result.",
            )


def _stakeholder_unheard(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(STAKEHOLDERS):
        if row.text("influence") == "high" and not row.text("consulted_on"):
            yield Found(
                row.at("consulted_on"),
                f"{row.text('name') or 'A stakeholder'} has high influence and has not been heard.",
                "Speak to them before the examination and enter the date.",
            )


def _assumption_of_nobody(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(ASSUMPTIONS):
        if row.text("text") and names_nobody(row.text("owner")):
            yield Found(
                row.at("owner"),
                f"Nobody tests the assumption “{row.text('text')}”.",
                "Name the person who will find out whether it holds.",
            )


PROBLEM = Subject(
    "The business problem",
    (
        Rule(
            "measure_twice",
            Severity.WARNING,
            "The same measure stands in two lines.",
            "A benefit that stands in two lines is counted twice, now and in the look back.",
            _measure_twice,
        ),
        Rule(
            "criterion_without_number",
            Severity.ERROR,
            "A success criterion has no threshold that can be measured.",
            "Without a number nobody can say later whether it was met; the criterion cannot fail.",
            _criterion_without_number,
        ),
        Rule(
            "nothing_improves",
            Severity.WARNING,
            "No measure is to change.",
            "If every target equals today's value, the project promises nothing.",
            _nothing_improves,
        ),
        Rule(
            "measure_without_source",
            Severity.WARNING,
            "Today's value of a measure cites no evidence.",
            "The first question is who counted it; without a source the target means nothing.",
            _measure_without_source,
        ),
        Rule(
            "measured_by_manager",
            Severity.WARNING,
            "The project manager measures the project's own success.",
            "Whoever is judged by a measure should not be the one who takes it.",
            _measured_by_manager,
        ),
        Rule(
            "stakeholder_unheard",
            Severity.WARNING,
            "Somebody with high influence has not been consulted.",
            "Those who can stop a project late are cheaper to hear early.",
            _stakeholder_unheard,
        ),
        Rule(
            "assumption_of_nobody",
            Severity.WARNING,
            "An assumption has no person who tests it.",
            "An assumption that nobody tests is a hope.",
            _assumption_of_nobody,
        ),
    ),
)
