"""`yesno`: a plain yes or no."""

from dataclasses import replace
from typing import Any

from core.kinds.base import NOWHERE, FieldSpec, Problem, Raw, Reading, Surroundings, typed
from core.kinds.choice import NO_CHOICE
from core.kinds.controls import Control, Place, options, with_unknown
from core.kinds.simple import SimpleKind

ANSWERS = (("yes", "Yes"), ("no", "No"))


class YesNo(SimpleKind):
    """Stored as true or false; two radio buttons, or a select inside a table."""

    name = "yesno"
    narrow = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read "yes" or "no"."""
        code = typed(posted, name)
        if code and code not in dict(ANSWERS):
            return Reading(None, (Problem("", "Answer with yes or no."),))
        return Reading(code == "yes" if code else None)

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return "yes" or "no"."""
        if value is None:
            return {}
        if not isinstance(value, bool):
            raise TypeError("true or false was expected")
        return {name: ["yes" if value else "no"]}

    def grouped(self, spec: FieldSpec) -> bool:
        """The two radio buttons stand under a legend."""
        return True

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return two radio buttons, or a select that can be emptied again inside a table."""
        control = place.control("select" if place.cell else "radios")
        choices = with_unknown(ANSWERS, [control.value], "neither yes nor no")
        if place.cell:
            choices.insert(0, NO_CHOICE)
        return (replace(control, options=options(choices, [control.value], control.id)),)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return Yes or No."""
        return "Yes" if value else "No"
