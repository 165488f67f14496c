"""`prose`: a long answer whose line breaks are kept everywhere."""

import re
from dataclasses import replace
from typing import Any

from core.kinds.base import FieldSpec, Raw, Reading, Shown, Surroundings, typed
from core.kinds.controls import Control, Place
from core.kinds.difference import Difference, word_difference
from core.kinds.simple import LineKind
from core.kinds.wording import text_problems, tidy

PARAGRAPH_GAP = re.compile(r"\n[ \t]*\n")


class Prose(LineKind):
    """At most 50,000 characters in paragraphs and lists, and at most `max_words` if given."""

    name = "prose"
    settings = frozenset({"max_words"})
    limit = 50_000

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read text with its line breaks."""
        text = tidy(typed(posted, name))
        problems = text_problems(text, limit=self.limit, max_words=spec.max_words)
        return Reading(text or None, problems)

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return a text area, lower inside a table."""
        return (replace(place.control("textarea"), rows=2 if place.cell else 8),)

    def hint(self, spec: FieldSpec) -> str:
        """Return the hint with the word limit, unless its own words name the limit."""
        limit = f"At most {spec.max_words} words." if spec.max_words else ""
        if limit in spec.hint:
            return spec.hint
        return f"{spec.hint} {limit}".strip()

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the paragraphs; line breaks inside them stay."""
        return Shown("prose", {"paragraphs": tuple(PARAGRAPH_GAP.split(str(value)))})

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare word by word."""
        return word_difference(old or "", new or "")
