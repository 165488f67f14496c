"""`evidence`: files and links of the project that an answer cites."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from core.kinds.base import NOWHERE, FieldSpec, Problem, Raw, Reading, Shown, Surroundings
from core.kinds.choice import NO_CHOICE
from core.kinds.choices import expect_texts
from core.kinds.controls import Control, Place, options, with_unknown
from core.kinds.difference import Difference, item_difference
from core.kinds.simple import SimpleKind


def _in_order(references: Iterable[str]) -> list[str]:
    """Return references once each, E-2 before E-10, so that an untouched form changes nothing."""
    return sorted(set(references), key=lambda ref: (len(ref), ref))


class Evidence(SimpleKind):
    """Stored as a list of references such as ["E-1", "E-4"], each once and in order."""

    name = "evidence"

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read references; with surroundings, each must be evidence of this project."""
        references = _in_order(ref.strip() for ref in posted.get(name, ()) if ref.strip())
        if surroundings is not None:
            known = dict(surroundings.evidence)
            problems = tuple(
                Problem("", f"There is no evidence {ref[:40]} in this project.")
                for ref in references
                if ref not in known
            )
            if problems:
                return Reading(None, problems)
        return Reading(references or None)

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return the references under the field's own name."""
        return {} if value is None else {name: expect_texts(value)}

    def grouped(self, spec: FieldSpec) -> bool:
        """Checkboxes stand under a legend."""
        return True

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return checkboxes, or a select of one reference inside a table."""
        cited = place.raw.get(place.name, [])
        notes = dict(place.surroundings.evidence_notes)
        choices = [
            (ref, f"{ref} {title}" + (f" ({notes[ref]})" if ref in notes else ""))
            for ref, title in place.surroundings.evidence
        ]
        choices = with_unknown(choices, cited, "not in this project")
        if not place.cell:
            control = place.control("checkboxes")
            return (replace(control, options=options(choices, cited, control.id)),)
        control = place.control("select")
        # Several references can come from elsewhere; a single select would drop all but one.
        several = len(cited) > 1
        offered = choices if several else [NO_CHOICE, *choices]
        chosen = options(offered, cited, control.id)
        return (replace(control, options=chosen, multiple=several, width="medium"),)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the references with their titles in one line."""
        return ", ".join(f"{ref} {title}".strip() for ref, title in _titled(value, surroundings))

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return references and titles."""
        return Shown("evidence", {"entries": tuple(_titled(value, surroundings))})

    def citations(self, spec: FieldSpec, value: Any) -> Iterable[tuple[str, list[str]]]:
        """Yield all references, at the field itself."""
        if value:
            yield "", list(value)

    def uncited(self, spec: FieldSpec, value: Any) -> Any | None:
        """Return nothing: the value is references and nothing else."""
        return None

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare reference by reference."""
        return item_difference(old or (), new or ())


def _titled(references: Sequence[str], surroundings: Surroundings) -> list[tuple[str, str]]:
    titles = dict(surroundings.evidence)
    return [(ref, titles.get(ref, "")) for ref in references]
