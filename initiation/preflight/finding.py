"""What a rule is and what it says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from initiation.facts import Facts, Place


class Severity(StrEnum):
    """How much a finding weighs: an error is always sent back, a warning is asked about."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule saw at one place: the fault with its figures, and what to do about it."""

    place: Place
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a director would object to, and the field that mends it."""

    code: str
    severity: Severity
    place: Place
    text: str
    remedy: str


Check = Callable[[Facts, date], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One objection: what it looks for, and why a director would raise it.

    ``check`` looks at a case as of a day and nothing else. It must never raise, whatever a draft
    lacks, and is silent about fields that the project's question sets do not ask.
    """

    code: str
    severity: Severity
    meaning: str
    reason: str
    check: Check

    def findings(self, facts: Facts, on: date) -> Iterator[Finding]:
        """Return what the rule finds, in the order of the places."""
        for found in self.check(facts, on):
            yield Finding(self.code, self.severity, found.place, found.text, found.remedy)


@dataclass(frozen=True, slots=True)
class Subject:
    """The rules about one part of the case."""

    name: str
    rules: tuple[Rule, ...]
