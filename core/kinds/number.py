"""`number`: a decimal number with a unit."""

from dataclasses import replace
from typing import Any

from core.kinds.base import NOWHERE, FieldSpec, Problem, Raw, Reading, Surroundings, typed
from core.kinds.controls import Control, Place
from core.kinds.numerals import (
    NumberError,
    bound_message,
    canonical,
    parse,
    spaced,
    with_unit,
)
from core.kinds.simple import LineKind


def read_number(text: str, *, low: str | None, high: str | None) -> tuple[str | None, str]:
    """Return the canonical number (None when blank or wrong) and what is wrong in words."""
    if not text.strip():
        return None, ""
    try:
        number = parse(text)
    except NumberError as fault:
        return None, str(fault)
    return canonical(number), bound_message(number, low, high)


class Number(LineKind):
    """Stored as a decimal string without exponent, such as "1200.5"."""

    name = "number"
    settings = frozenset({"unit", "min", "max"})
    narrow = True
    numeric = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read one number within the bounds of its field."""
        number, fault = read_number(typed(posted, name), low=spec.min, high=spec.max)
        return Reading(number, (Problem("", fault),) if fault else ())

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return a text input for digits; inside a table the header carries the unit."""
        control = place.control("text")
        unit = "" if place.cell else place.spec.unit
        described = f"{control.described} {control.id}_unit".strip() if unit else control.described
        number = replace(control, inputmode="decimal", width="short")
        return (replace(number, unit=unit, described=described),)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the number with its unit."""
        return with_unit(spaced(str(value)), spec.unit)

    def cell(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the bare number."""
        return spaced(str(value))
