"""`text`: a short answer on one line."""

from dataclasses import replace
from typing import Any, ClassVar

from core.kinds.base import FieldSpec, Raw, Reading, Surroundings, typed
from core.kinds.controls import Control, Place
from core.kinds.difference import Difference, word_difference
from core.kinds.simple import LineKind
from core.kinds.wording import one_line, text_problems


def suggestions_id(name: str, suggest: str) -> str:
    """Return the id of the list of suggestions that all such texts of one question share."""
    return f"{suggest}-{name.split('.')[0]}"


class Text(LineKind):
    """At most 500 characters on one line."""

    name = "text"
    settings = frozenset({"suggest"})
    limit: ClassVar[int] = 500

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read one line of text."""
        text = one_line(typed(posted, name))
        return Reading(text or None, text_problems(text, limit=self.limit))

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return a text input; in the narrow cell of a table one that grows with its text."""
        suggested = place.surroundings.suggested(place.spec.suggest)
        if suggested:
            list_id = suggestions_id(place.name, place.spec.suggest)
            return (replace(place.control("text"), list_id=list_id),)
        if place.cell:
            return (replace(place.control("textarea"), rows=1),)
        return (place.control("text"),)

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare word by word."""
        return word_difference(old or "", new or "")
