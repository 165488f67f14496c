"""Planting one flaw in a good case file by a small edit at a named place."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from initiation.casefile import CaseContent
from initiation.preflight import Finding, findings
from tests.initiation.preflight.cases import CURRENCY, case

Edit = Callable[[CaseContent], CaseContent]

ON = date(2026, 11, 24)
TICKETS, INVOICES, VANS = "1-ticket-triage", "4-invoice-matching", "5-van-parts"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A good project with one flaw: what is expected to be found, and at which field."""

    slug: str
    code: str
    place: str
    edit: Edit

    @property
    def content(self) -> CaseContent:
        """The flawed case file."""
        return self.edit(case(self.slug))


def address(finding: Finding) -> str:
    """Return where a finding leads, as the corpus writes places: "problem.cost.today.low"."""
    return f"{finding.place.set_code}.{finding.place.input_name}"


def eur(amount: str) -> dict[str, str]:
    """Return an amount of money as it is stored."""
    return {"amount": f"{amount}.00", "currency": CURRENCY}


def usd(amount: str) -> dict[str, str]:
    """Return an amount of dollars as it is stored."""
    return {"amount": f"{amount}.00", "currency": "USD"}


def spread(low: str, likely: str, high: str, basis: str = "") -> dict[str, str]:
    """Return a range of money as it is stored."""
    return {"low": low, "likely": likely, "high": high, "basis": basis, "currency": CURRENCY}


def put(where: str, value: Any) -> Edit:
    """Return the edit that writes a value at "set.question.field.row.column"."""

    def write(parent: Any, key: Any) -> None:
        parent[key] = value

    return _at(where, write)


def put_each(wheres: Iterable[str], value: Any) -> Edit:
    """Return the edit that writes one value at several places."""
    return both(*(put(where, value) for where in wheres))


def drop(where: str) -> Edit:
    """Return the edit that takes out what stands at a place; a row goes as a whole."""

    def remove(parent: Any, key: Any) -> None:
        del parent[key]

    return _at(where, remove)


def add(where: str, row: Mapping[str, Any]) -> Edit:
    """Return the edit that adds a row to the table at "set.question.field"."""

    def append(parent: Any, key: Any) -> None:
        rows = parent.setdefault(key, [])
        rows.append({"id": f"r{len(rows) + 1}", **row})

    return _at(where, append)


def both(*edits: Edit) -> Edit:
    """Return several edits as one."""

    def apply(content: CaseContent) -> CaseContent:
        for edit in edits:
            content = edit(content)
        return content

    return apply


def said(slug: str, code: str, edit: Edit) -> list[str]:
    """Return what a rule says about an edited project, once for each place."""
    return [finding.text for finding in findings(edit(case(slug)), on=ON) if finding.code == code]


def _at(where: str, change: Callable[[Any, Any], None]) -> Edit:
    set_code, question_code, *path = where.split(".")

    def apply(content: CaseContent) -> CaseContent:
        answer = content.question_set(set_code).answer(question_code)
        value = deepcopy(dict(answer.value))
        parent: Any = value
        keys = [int(step) if step.isdecimal() else step for step in path]
        for key in keys[:-1]:
            parent = parent[key]
        change(parent, keys[-1])
        changed = replace(answer, value=value, author=answer.author or content.manager)
        return replace(
            content,
            sets=tuple(
                replace(
                    found,
                    answers=tuple(changed if entry is answer else entry for entry in found.answers),
                )
                if found.code == set_code
                else found
                for found in content.sets
            ),
        )

    return apply
