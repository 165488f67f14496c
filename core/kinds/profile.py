"""`profile`: the measured profiles of the project's data sources; nothing is typed here."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.kinds.base import (
    NOWHERE,
    FieldSpec,
    Kind,
    Problem,
    Raw,
    Reading,
    Shown,
    Surroundings,
)
from core.kinds.choices import expect_texts
from core.kinds.difference import Difference, item_difference


class Profile(Kind):
    """Stored as a list of source ids, filled in by measuring and never by a form."""

    name = "profile"
    input_template = "profile"
    fits_column = False
    read_only = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Return the source ids that `write` gave; forms leave a read-only value alone."""
        return Reading(list(posted.get(name, ())) or None)

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return the source ids under the field's own name."""
        return {} if value is None else {name: expect_texts(value)}

    def grouped(self, spec: FieldSpec) -> bool:
        """No single input could carry the label."""
        return True

    def inputs(
        self,
        spec: FieldSpec,
        name: str,
        raw: Raw,
        surroundings: Surroundings,
        problems: tuple[Problem, ...],
    ) -> Mapping[str, Any]:
        """Return the names of the sources that count."""
        return {"entries": tuple(name for _, name in surroundings.sources)}

    def missing(self, spec: FieldSpec, value: Any) -> tuple[Problem, ...]:
        """Return that no source has been measured yet."""
        if spec.required and not value:
            return (Problem("", "No data source has been profiled yet."),)
        return ()

    def measured(self, spec: FieldSpec, surroundings: Surroundings) -> Any | None:
        """Return the ids of the sources that count: measured, and not set aside."""
        return [source for source, _ in surroundings.sources] or None

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the names of the sources in one line."""
        return ", ".join(_named(value, surroundings))

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the names of the sources."""
        return Shown("profile", {"entries": tuple(_named(value, surroundings))})

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare source by source."""
        return item_difference(old or (), new or ())


def _named(sources: Sequence[str], surroundings: Surroundings) -> list[str]:
    names = dict(surroundings.sources)
    return [names.get(source, source) for source in sources]
