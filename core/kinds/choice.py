"""`choice`: one of a few answers written in the question set."""

from dataclasses import replace
from typing import Any

from core.kinds.base import NOWHERE, FieldSpec, Problem, Raw, Reading, Surroundings, typed
from core.kinds.controls import Control, Place, options, with_unknown
from core.kinds.simple import LineKind

NO_CHOICE = ("", "–")
NO_LONGER = "no longer offered"
RADIOS_UP_TO = 5


class Choice(LineKind):
    """Stored as the code of the choice. Few choices are radio buttons, more are a select."""

    name = "choice"
    settings = frozenset({"choices", "fits_to", "fits"})
    narrow = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read one of the codes offered."""
        code = typed(posted, name)
        if not code:
            return Reading(None)
        if code not in dict(spec.choices):
            message = f"“{code[:40]}” is not one of the choices. Choose one of those listed."
            return Reading(None, (Problem("", message),))
        return Reading(code)

    def grouped(self, spec: FieldSpec) -> bool:
        """Radio buttons stand under a legend; a list that is narrowed is always a select."""
        return len(spec.choices) <= RADIOS_UP_TO and not spec.fits

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return radio buttons or a select; always a select inside a table."""
        sort = "select" if place.cell or not self.grouped(place.spec) else "radios"
        control = place.control(sort)
        choices = with_unknown(place.spec.choices, [control.value], NO_LONGER)
        if sort == "select":
            choices.insert(0, NO_CHOICE)
        chosen = options(choices, [control.value], control.id)
        if place.spec.fits:
            fits = {code: " ".join(codes) for code, codes in place.spec.fits}
            chosen = tuple(replace(one, fits=fits.get(one.value, "")) for one in chosen)
            control = replace(control, fits_to=place.beside(place.spec.fits_to))
        return (replace(control, options=chosen, width="medium"),)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the label of the choice, or its code when the set no longer has it."""
        return dict(spec.choices).get(value, str(value))
