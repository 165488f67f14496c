"""The seven answers: whether they say enough and do not contradict themselves."""

from collections.abc import Iterator
from datetime import date

from initiation.facts import TASKS, Facts, Place, same_name
from initiation.preflight.finding import Found, Rule, Severity, Subject
from initiation.preflight.wording import day, figure, stored_date, word_count

THIN = 30
CAPACITY = Place("exam", "fit", "capacity")
CONSENTS = Place("exam", "data", "consents")
REVIEWER = Place("exam", "apparatus", "reviewer")
SETS = ("exam", "exam_mlops")


def _summary_thin(facts: Facts, on: date) -> Iterator[Found]:
    for case_set in facts.content.sets:
        for answer in case_set.answers if case_set.code in SETS else ():
            place = Place(case_set.code, answer.code, "summary")
            count = word_count(facts.text(place))
            if 0 < count < THIN:
                yield Found(
                    place,
                    f"The answer to “{answer.title}” has {count} "
                    f"{'word' if count == 1 else 'words'}.",
                    "Write what you would say across the table, with the figures that carry it.",
                )


def _capacity_below_peak(facts: Facts, on: date) -> Iterator[Found]:
    for row in facts.rows(CAPACITY):
        peak, size = row.number("peak"), row.number("sized_for")
        if peak is not None and size is not None and size < peak:
            unit = row.text("unit")
            yield Found(
                row.at("sized_for"),
                f"{row.text('part') or 'A part'} is sized for {figure(size, unit)}, and the "
                f"expected peak is {figure(peak, unit)}.",
                "Size it for the peak, or say what waits and who has agreed to wait.",
            )


def _consent_open(facts: Facts, on: date) -> Iterator[Found]:
    words = {"not_asked": "has not been asked for", "refused": "was refused"}
    for row in facts.rows(CONSENTS):
        status, due = row.text("status"), stored_date(row.text("date"))
        said = words.get(status, "")
        if status == "asked" and (due is None or due < on):
            late = f"was expected on {day(due)}" if due else "was asked for, with no date"
            said = f"{late}, and is not there"
        if said:
            yield Found(
                row.at("status"),
                f"The leave to use “{row.text('source')}” {said}.",
                "Ask for it, and enter the date on which the answer is expected.",
            )


def _reviewer_wrote_it(facts: Facts, on: date) -> Iterator[Found]:
    reviewer = facts.text(REVIEWER)
    authors = [
        answer.author
        for case_set in facts.content.sets
        for answer in case_set.answers
        if (case_set.code, answer.code) == (TASKS.set_code, TASKS.question_code)
    ]
    if reviewer and any(same_name(reviewer, author) for author in authors):
        yield Found(
            REVIEWER,
            f"{reviewer} reviews the problem statement and wrote it.",
            "Ask somebody who can judge the statement and had no part in it.",
        )


EXAM = Subject(
    "The seven answers",
    (
        Rule(
            "summary_thin",
            Severity.WARNING,
            f"An answer to the director has fewer than {THIN} words.",
            "A sentence or two cannot carry a decision; the follow-up questions will come.",
            _summary_thin,
        ),
        Rule(
            "capacity_below_peak",
            Severity.ERROR,
            "A part is sized for less than the expected peak.",
            "By its own figures the design fails on the busiest day.",
            _capacity_below_peak,
        ),
        Rule(
            "consent_open",
            Severity.WARNING,
            "A leave that the data needs was refused, is overdue or has not been asked for.",
            "The data cannot be used before, and the plan rests on it.",
            _consent_open,
        ),
        Rule(
            "reviewer_wrote_it",
            Severity.WARNING,
            "The reviewer of the mathematics wrote the problem statement.",
            "Nobody finds their own mistakes as well as somebody else does.",
            _reviewer_wrote_it,
        ),
    ),
)
