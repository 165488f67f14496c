"""`date`: a day of the calendar."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from core.kinds.base import NOWHERE, FieldSpec, Problem, Raw, Reading, Surroundings, typed
from core.kinds.controls import Control, Place
from core.kinds.numerals import NO_BREAK
from core.kinds.simple import LineKind

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1900, 2199
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parse_date(text: str) -> date | None:
    """Return the day that `YYYY-MM-DD` names, or None."""
    try:
        return date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None


class Date(LineKind):
    """Stored as "YYYY-MM-DD"."""

    name = "date"
    narrow = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read one day."""
        text = typed(posted, name).strip()
        if not text:
            return Reading(None)
        day = parse_date(text)
        if day is None:
            return Reading(None, (Problem("", _about_date(text)),))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            message = f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}; this says {day.year}."
            return Reading(None, (Problem("", message),))
        return Reading(day.isoformat())

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return a date input, or a text input for what a date input could not show."""
        control = place.control("date")
        sort = "date" if not control.value or parse_date(control.value) else "text"
        return (replace(control, sort=sort, width="short"),)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the day in words: "24 November 2026"."""
        day = parse_date(str(value))
        if day is None:
            return str(value)
        return f"{day.day}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def _about_date(text: str) -> str:
    if ISO.fullmatch(text):
        return f"There is no day {text} in the calendar."
    return f"“{text[:40]}” is not a date. Write year, month and day, such as 2026-11-24."
