"""What the kinds share that fit into one table cell."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from core.kinds.base import (
    NOWHERE,
    FieldSpec,
    Kind,
    Problem,
    Raw,
    Surroundings,
    expect_text,
)
from core.kinds.controls import Control, Place


class SimpleKind(Kind):
    """A kind made of a handful of controls; it may be a field or a table column."""

    @abstractmethod
    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return the inputs of this kind for one place."""

    def inputs(
        self,
        spec: FieldSpec,
        name: str,
        raw: Raw,
        surroundings: Surroundings,
        problems: tuple[Problem, ...],
    ) -> Mapping[str, Any]:
        """Return the controls for a field of its own."""
        hinted = bool(self.hint(spec))
        place = Place(spec, name, raw, surroundings, problems, hinted=hinted)
        return {"controls": self.controls(place)}


class ComposedKind(Kind):
    """A kind made of cells of simple kinds, which the registry hands to it by name."""

    fits_column = False

    def __init__(self, simple: Mapping[str, SimpleKind]) -> None:
        self.simple = simple


class LineKind(SimpleKind):
    """A simple kind that is stored and posted as one string."""

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return the stored string under the field's own name."""
        return {} if value is None else {name: [expect_text(value)]}

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the string as it is stored."""
        return str(value)
