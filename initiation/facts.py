"""What a case file says, as facts with the place each was read from.

Preflight, the fit tracer and the money pages read answers through here and nowhere else, so that
a question whose shape changes is followed in one file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.comparison import Comparison, compare
from core.kinds import FieldSpec
from initiation.casefile import CaseContent, CaseSource
from initiation.comparison import chosen_names


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a set, a question of it, and the input below the question."""

    set_code: str
    question_code: str
    field: str = ""
    where: str = ""

    @property
    def input_name(self) -> str:
        """The full name of the input that a form posts."""
        return ".".join(filter(None, (self.question_code, self.field))) + self.where


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its place."""

    cells: Mapping[str, Any]
    place: Place

    def text(self, code: str) -> str:
        """Return what a text, a choice or a date holds, trimmed; empty when it holds nothing."""
        value = self.cells.get(code)
        return value.strip() if isinstance(value, str) else ""

    def number(self, code: str) -> Decimal | None:
        """Return a number, or the amount of money without its currency."""
        return amount(self.cells.get(code))

    def currency(self, code: str) -> str:
        """Return the currency of an amount of money; empty for anything else."""
        return currency_of(self.cells.get(code))

    def yes(self, code: str) -> bool | None:
        """Return the answer to a yes-or-no question; None for no answer."""
        value = self.cells.get(code)
        return value if isinstance(value, bool) else None

    def cited(self, code: str) -> tuple[str, ...]:
        """Return the references of the evidence that a cell cites."""
        return tuple(self.cells.get(code) or ())

    def at(self, code: str) -> Place:
        """Return the place of one column."""
        place = self.place
        return Place(place.set_code, place.question_code, place.field, f"{place.where}.{code}")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A range: low, likely and high, each None where nothing was entered.

    ``currency`` is what its amounts are in; empty for a range of plain numbers.
    """

    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    basis: str
    currency: str
    place: Place


def amount(value: Any) -> Decimal | None:
    """Return a stored number or amount of money as a Decimal; None for anything else."""
    if isinstance(value, Mapping):
        value = value.get("amount")
    return Decimal(value) if isinstance(value, str) else None


def currency_of(value: Any) -> str:
    """Return the currency that a stored amount or range is in; empty for anything else."""
    return str(value.get("currency", "")) if isinstance(value, Mapping) else ""


def one_currency(*currencies: str) -> bool:
    """Tell whether amounts may be compared or added up: all are in the same currency."""
    return len(set(currencies)) == 1


def same_name(one: str, other: str) -> bool:
    """Tell whether two names mean one thing: case and spaces make no difference."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(name.split()).casefold()


class Facts:
    """Reads one case file. Sets or questions that it lacks read as empty."""

    def __init__(self, content: CaseContent) -> None:
        self.content = content
        self._values = {
            (case_set.code, answer.code): answer.value
            for case_set in content.sets
            for answer in case_set.answers
        }

        self._specs = {
            (case_set.code, answer.code, spec.code): spec
            for case_set in content.sets
            for answer in case_set.answers
            for spec in answer.fields
        }

    def spec(self, place: Place) -> FieldSpec | None:
        """Return how the project's own version of the set words a field; None if it asks none."""
        return self._specs.get((place.set_code, place.question_code, place.field))

    def asks(self, place: Place, column: str = "") -> bool:
        """Tell whether the project's version of the set asks for a field, or a column of it."""
        spec = self.spec(place)
        if spec is None:
            return False
        return not column or any(inner.code == column for inner in spec.columns)

    def value(self, place: Place) -> Any:
        """Return the stored value of a field, or None."""
        return self._values.get((place.set_code, place.question_code), {}).get(place.field)

    def text(self, place: Place) -> str:
        """Return a text, trimmed; empty when there is none."""
        value = self.value(place)
        return value.strip() if isinstance(value, str) else ""

    def number(self, place: Place) -> Decimal | None:
        """Return a number or an amount."""
        return amount(self.value(place))

    def estimate(self, place: Place) -> Estimate:
        """Return a range."""
        value = self.value(place) or {}
        parts = {part: amount(value.get(part)) for part in ("low", "likely", "high")}
        return Estimate(
            **parts, basis=value.get("basis", ""), currency=currency_of(value), place=place
        )

    def rows(self, place: Place) -> tuple[Row, ...]:
        """Return the rows of a table; nothing for another kind of value."""
        return rows_at(self.value(place), place)

    @property
    def goals(self) -> tuple[Row, ...]:
        """The success criteria of stage 1: kind, measure, threshold, how_measured."""
        return self.rows(GOALS)

    @property
    def measures(self) -> tuple[Row, ...]:
        """The measures of stage 1: measure, unit, today, source, target, by_when, measured_by."""
        return self.rows(MEASURES)

    @property
    def steps(self) -> tuple[Row, ...]:
        """The process of stage 1: step, owner, volume, minutes, error_rate."""
        return self.rows(STEPS)

    @property
    def tasks(self) -> tuple[Row, ...]:
        """The ML tasks of stage 3."""
        return self.rows(TASKS)

    @property
    def needs(self) -> tuple[Row, ...]:
        """The data needs of stage 4."""
        return self.rows(NEEDS)

    def source_named(self, name: str) -> CaseSource | None:
        """Return the source of raw data that counts and has this name or reference."""
        wanted = folded(name)
        return next(
            (
                source
                for source in self.content.sources
                if source.counts and wanted in (folded(source.name), folded(source.ref))
            ),
            None,
        )

    def source_of(self, need: Row) -> CaseSource | None:
        """Return the raw data that a need is found in; None where it names another or none."""
        return self.source_named(need.text("raw_source") or need.text("source_system"))

    @property
    def requirements(self) -> tuple[Row, ...]:
        """The requirements of stage 4: need, check, column, threshold."""
        return self.rows(REQUIREMENTS)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The components compared in stage 2, one comparison for each function in use."""
        return compare(self.value(COMPONENTS))

    def candidate(self, index: int) -> Row:
        """Return a compared candidate by its index; its columns have their places."""
        return self.candidates[index]

    @property
    def components(self) -> tuple[str, ...]:
        """The names of the chosen candidates of stage 2, each once."""
        return chosen_names(self._values.get((COMPONENTS.set_code, COMPONENTS.question_code), {}))

    @property
    def traces(self) -> tuple[Row, ...]:
        """The trace of stage 2: goal, task, component."""
        return self.rows(TRACES)

    @property
    def candidates(self) -> tuple[Row, ...]:
        """The candidates compared in stage 2: function, candidate, chosen, among others.

        Version 1 of the set keeps them in a table, later ones inside the matrix.
        """
        matrix = self.value(COMPONENTS)
        if not isinstance(matrix, Mapping):
            return self.rows(CANDIDATES)
        return rows_at(matrix.get("candidates"), COMPONENTS, ".candidates")

    @property
    def routes(self) -> tuple[Row, ...]:
        """The alternatives of the first examination's second question, costed."""
        return self.rows(ROUTES)


GOALS = Place("problem", "success", "criteria")
MEASURES = Place("problem", "measures", "measures")
STEPS = Place("problem", "process", "steps")
TASKS = Place("ml", "tasks", "tasks")
NEEDS = Place("data", "needs", "needs")
REQUIREMENTS = Place("data", "requirements", "requirements")
COMPONENTS = Place("architecture", "components", "matrix")
TRACES = Place("architecture", "trace", "trace")
CANDIDATES = Place("architecture", "components", "candidates")
ROUTES = Place("exam", "why_ml", "options")
ROUTES_AGAIN = Place("exam_mlops", "why_ml", "options")
BOTH_ROUTES = (ROUTES, ROUTES_AGAIN)
RUNNING_COST = Place("architecture", "running", "running_cost")


def rows_at(value: Any, place: Place, inside: str = "") -> tuple[Row, ...]:
    """Return the rows that the stored value of a table holds; none for another kind of value.

    ``inside`` is where the table stands in a field that holds more than rows: ".candidates".
    """
    rows = value if isinstance(value, list) else ()
    return tuple(
        Row(cells, replace(place, where=f"{inside}.{index}")) for index, cells in enumerate(rows)
    )
