"""`choices`: any number of answers written in the question set."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.kinds.base import (
    NOWHERE,
    FieldSpec,
    Problem,
    Raw,
    Reading,
    Shown,
    Surroundings,
    expect_text,
)
from core.kinds.choice import NO_LONGER
from core.kinds.controls import Control, Place, options, with_unknown
from core.kinds.difference import Difference, item_difference
from core.kinds.simple import SimpleKind


def expect_texts(value: Any) -> list[str]:
    """Return a stored list of strings as it is; anything else raises TypeError."""
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return [expect_text(item) for item in value]


class Choices(SimpleKind):
    """Stored as a list of codes in the order in which the question set offers them."""

    name = "choices"
    settings = frozenset({"choices"})

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read the codes ticked."""
        codes = [code for code in posted.get(name, ()) if code]
        offered = dict(spec.choices)
        unknown = next((code for code in codes if code not in offered), None)
        if unknown is not None:
            message = f"“{unknown[:40]}” is not one of the choices. Untick it."
            return Reading(None, (Problem("", message),))
        return Reading([code for code in offered if code in codes] or None)

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return the codes under the field's own name."""
        return {} if value is None else {name: expect_texts(value)}

    def grouped(self, spec: FieldSpec) -> bool:
        """Checkboxes stand under a legend."""
        return True

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return checkboxes."""
        control = place.control("checkboxes")
        ticked = place.raw.get(place.name, [])
        choices = with_unknown(place.spec.choices, ticked, NO_LONGER)
        return (replace(control, options=options(choices, ticked, control.id)),)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the labels in one line."""
        return ", ".join(_labels(spec, value))

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the labels as a list."""
        return Shown("list", {"entries": tuple(_labels(spec, value))})

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare label by label."""
        return item_difference(_labels(spec, old or ()), _labels(spec, new or ()))


def _labels(spec: FieldSpec, codes: Sequence[str]) -> list[str]:
    offered = dict(spec.choices)
    return [offered.get(code, code) for code in codes]
