"""What every question kind offers, and the plain values that pass between kinds and their users."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from core.kinds.difference import Difference, replacement

Raw = Mapping[str, list[str]]
"""Strings as a form posts them: input name to the values sent under it."""

STILL_EMPTY = "This is required and still empty."


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a question, as its question set words it."""

    code: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    unit: str = ""
    money: bool = False
    min: str | None = None
    max: str | None = None
    max_words: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    layout: str = "table"
    min_rows: int = 0
    columns: tuple["FieldSpec", ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fits_to: str = ""
    fits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    suggest: str = ""

    def applies(self, row: Mapping[str, Any]) -> bool:
        """Tell whether the field is asked beside these values of its row, by column code."""
        return all(row.get(code) in wanted for code, wanted in self.when)

    def fitting(self, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Return the choices that fit the values of the row; all while nothing decides."""
        decides = row.get(self.fits_to)
        if decides is None:
            return self.choices
        fits = dict(self.fits)
        return tuple(c for c in self.choices if c[0] not in fits or decides in fits[c[0]])


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in words. `where` is "" for the whole field, else the suffix of the input."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the project around a question offers to choose from.

    ``evidence_notes`` say by reference what a writer should know before citing a piece.
    """

    evidence: tuple[tuple[str, str], ...] = ()
    evidence_notes: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    currency: str = "EUR"
    sources: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def suggested(self, name: str) -> tuple[str, ...]:
        """Return the names used elsewhere in the project that a text may refer to."""
        return dict(self.suggestions).get(name, ())


NOWHERE = Surroundings()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of posted strings; a value of None means nothing was entered."""

    value: Any | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A read-only view: `shape` names the template, `data` holds ready strings."""

    shape: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template for a page."""
        return f"kinds/{self.shape}.html"

    @property
    def pdf_template(self) -> str:
        """The template for the dossier."""
        return f"dossiers/pdf/kinds/{self.shape}.html"


def typed(raw: Raw, name: str) -> str:
    """Return the first string posted under `name`, or an empty one."""
    return next(iter(raw.get(name, ())), "")


def input_id(name: str) -> str:
    """Return the HTML id of the input called `name`."""
    return "id_" + name.replace(".", "-")


def messages_at(problems: Iterable[Problem], where: str) -> str:
    """Return the messages that belong to one place as one text."""
    return " ".join(problem.message for problem in problems if problem.where == where)


def expect_text(value: Any) -> str:
    """Return a stored string as it is; anything else raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value


class Kind(ABC):
    """A kind of answer: how it is read, written, checked, shown and compared.

    Subclasses hold no state; one instance serves every field of its kind.
    """

    name: ClassVar[str]
    settings: ClassVar[frozenset[str]] = frozenset()  # what a field of it may set, of FieldSpec
    input_template: ClassVar[str] = "controls"
    fits_column: ClassVar[bool] = True
    read_only: ClassVar[bool] = False
    numeric: ClassVar[bool] = False
    narrow: ClassVar[bool] = False  # several may stand side by side
    own_page: ClassVar[bool] = False  # too much to be written among other questions

    @abstractmethod
    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Understand what was posted under input names that start with `name`.

        Without surroundings, references to the project (evidence) are not looked up.
        """

    @abstractmethod
    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return the strings that `read` understands as `value`; nothing for None.

        Raises TypeError, ValueError, KeyError or AttributeError for a value of another kind.
        """

    @abstractmethod
    def inputs(
        self,
        spec: FieldSpec,
        name: str,
        raw: Raw,
        surroundings: Surroundings,
        problems: tuple[Problem, ...],
    ) -> Mapping[str, Any]:
        """Return the context of the input template, holding exactly what was typed."""

    @abstractmethod
    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the value as plain words, as one would read it out."""

    def grouped(self, spec: FieldSpec) -> bool:
        """Say whether several inputs stand under one legend instead of one under a label."""
        return False

    def row_names(self, name: str) -> tuple[str, ...]:
        """Return the input names under which rows can be added, removed and moved."""
        return ()

    def hint(self, spec: FieldSpec) -> str:
        """Return the hint that stands before the control."""
        return spec.hint

    def cell(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the value for a table cell, whose header already carries the unit."""
        return self.plain(spec, value, surroundings)

    def missing(self, spec: FieldSpec, value: Any) -> tuple[Problem, ...]:
        """Return what must still be filled in before this may be submitted."""
        if spec.required and value is None:
            return (Problem("", STILL_EMPTY),)
        return ()

    def show(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> Shown:
        """Return the read-only view, the same for the page and the PDF."""
        if value is None:
            return Shown("nothing")
        return self.present(spec, value, surroundings)

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the read-only view of a value that is there."""
        return Shown("line", {"text": self.plain(spec, value, surroundings)})

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare two values of one field; None stands for no answer."""
        return replacement(self._words(spec, old), self._words(spec, new))

    def check(
        self, spec: FieldSpec, value: Any, surroundings: Surroundings | None = None
    ) -> tuple[Problem, ...]:
        """Validate a stored value, such as one that came from JSON.

        It must be exactly what reading a form would have stored.
        """
        if value is None:
            return ()
        try:
            raw = self.write(spec, value, "value")
        except (TypeError, ValueError, KeyError, AttributeError):
            return (Problem("", f"This is not a value of the kind “{self.name}”."),)
        reading = self.read(spec, raw, "value", surroundings)
        if reading.problems:
            return reading.problems
        if reading.value != value:
            return (Problem("", "This value is not written in its usual form."),)
        return ()

    def measured(self, spec: FieldSpec, surroundings: Surroundings) -> Any | None:
        """Return the value that the project itself measures; None for what people type."""
        return None

    def anchor(self, spec: FieldSpec, where: str) -> str:
        """Return the suffix of the input that a message about `where` should lead to."""
        return where

    def label_at(self, spec: FieldSpec, where: str) -> str:
        """Name the place of a problem in words."""
        return spec.label

    def _words(self, spec: FieldSpec, value: Any) -> str:
        return "" if value is None else self.plain(spec, value)
