"""Evidence: whether what is cited exists and still holds, and what is there is used."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from core.kinds import FieldSpec
from initiation.facts import Facts, Place
from initiation.preflight.finding import Found, Rule, Severity, Subject


def citations(facts: Facts) -> Iterator[tuple[Place, str]]:
    """Return every reference that an answer cites, with the field that cites it."""
    for spec, place, value in cells(facts):
        if spec.kind == "evidence":
            yield from ((place, ref) for ref in value)


def money_cells(facts: Facts) -> Iterator[tuple[Place, str]]:
    """Return the currency of every amount and range of money, with its field."""
    for spec, place, value in cells(facts):
        if spec.kind == "money" or (spec.kind == "range" and spec.money):
            yield place, value["currency"]


def cells(facts: Facts) -> Iterator[tuple[FieldSpec, Place, Any]]:
    """Return every field and every cell of a table that holds something."""
    for case_set in facts.content.sets:
        for answer in case_set.answers:
            for spec in answer.fields:
                place = Place(case_set.code, answer.code, spec.code)
                yield from _cells(spec, place, answer.value.get(spec.code))


def _cells(spec: FieldSpec, place: Place, value: Any) -> Iterator[tuple[FieldSpec, Place, Any]]:
    if value is None:
        return
    if not spec.columns:
        yield spec, place, value
        return
    for index, row in enumerate(value):
        for column in spec.columns:
            inner = replace(place, where=f"{place.where}.{index}.{column.code}")
            yield from _cells(column, inner, row.get(column.code))


def _unknown(facts: Facts, on: date) -> Iterator[Found]:
    known = {item.ref for item in facts.content.evidence}
    for place, ref in citations(facts):
        if ref not in known:
            yield Found(
                place,
                f"{ref} is cited and does not stand in the register.",
                "Cite evidence of this project, or add it to the register.",
            )


def _unused(facts: Facts, on: date) -> Iterator[Found]:
    cited = {ref for _, ref in citations(facts)}
    for item in facts.content.evidence:
        if item.ref not in cited:
            yield Found(
                Place("evidence", item.ref),
                f"{item.ref}, “{item.title}”, is cited by no answer.",
                "Cite it where it supports a figure, or say in its note why it is kept.",
            )


EVIDENCE = Subject(
    "Evidence",
    (
        Rule(
            "evidence_unknown",
            Severity.ERROR,
            "An answer cites evidence that the register does not have.",
            "The reader would look for it in vain.",
            _unknown,
        ),
        Rule(
            "evidence_unused",
            Severity.WARNING,
            "Evidence is cited by no answer.",
            "Nobody will read it; either a figure lacks its source or the evidence is not needed.",
            _unused,
        ),
    ),
)
