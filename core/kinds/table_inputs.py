"""The inputs of a table, prepared as plain data so that long tables are quick to print."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.kinds.base import FieldSpec, Problem, Raw, Surroundings, input_id, messages_at, typed
from core.kinds.controls import Control, Place
from core.kinds.rows import CELL_PLACE, MOST_ROWS, ROW_NUMBER, row_indexes
from core.kinds.simple import SimpleKind

CellProblems = Mapping[tuple[int, str], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Button:
    """A submit button that changes the rows; `leads` is the id where its presser goes on."""

    value: str
    text: str
    id: str
    icon: str
    leads: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The inputs of one column in one row.

    Narrow ones stand side by side; low, likely and high of one estimate begin a line together.
    """

    label: str
    id: str
    grouped: bool
    required: bool
    hint: str
    error: str
    numeric: bool
    narrow: bool
    opens_line: bool
    when: str
    controls: tuple[Control, ...]

    @property
    def described(self) -> str:
        """The ids of the hint and the message that a legend cannot carry."""
        ids = (f"{self.id}_helptext" if self.hint else "", f"{self.id}_error" if self.error else "")
        return " ".join(filter(None, ids))


@dataclass(frozen=True, slots=True)
class RowInputs:
    """One row: its hidden id, its cells and its buttons."""

    number: int
    id_name: str
    id_value: str
    cells: tuple[Cell, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class TableInputs:
    """Prepares the rows of one table field."""

    simple: Mapping[str, SimpleKind]
    spec: FieldSpec
    name: str
    raw: Raw
    surroundings: Surroundings
    problems: CellProblems

    def row(self, index: int, *, first: bool, last: bool, focus: bool) -> RowInputs:
        """Return one row; `focus` puts the cursor into it when the page opens."""
        cells = tuple(self._cell(index, column) for column in self.spec.columns)
        if focus and cells:
            start = replace(cells[0].controls[0], focus=True)
            cells = (replace(cells[0], controls=(start, *cells[0].controls[1:])), *cells[1:])
        id_name = f"{self.name}.{index}.id"
        buttons = self._buttons(index, first=first, last=last)
        return RowInputs(index + 1, id_name, typed(self.raw, id_name), cells, buttons)

    def _cell(self, index: int, column: FieldSpec) -> Cell:
        kind = self.simple[column.kind]
        name = f"{self.name}.{index}.{column.code}"
        problems = self.problems.get((index, column.code), ())
        in_table = self.spec.layout != "blocks"
        spoken = f"{column.label}, row {index + 1}" if in_table else ""
        hint = "" if in_table else self._hint(kind, column)
        place = Place(column, name, self.raw, self.surroundings, problems, spoken, bool(hint))
        return Cell(
            label=column.label,
            id=input_id(name),
            grouped=kind.grouped(column),
            required=column.required,
            hint=hint,
            error=messages_at(problems, ""),
            numeric=kind.numeric,
            narrow=kind.narrow,
            opens_line=column.code.endswith("_low"),
            when=self._condition(index, column),
            controls=kind.controls(place),
        )

    def _condition(self, index: int, column: FieldSpec) -> str:
        """Return when the column is asked, as the script reads it: "input=code code;..."."""
        return ";".join(
            f"{self.name}.{index}.{code}={' '.join(wanted)}" for code, wanted in column.when
        )

    def _hint(self, kind: SimpleKind, column: FieldSpec) -> str:
        """Return the hint, with the condition in words for people without scripts."""
        others = {other.code: other for other in self.spec.columns}
        parts = [kind.hint(column)]
        for code, wanted in column.when:
            choices = dict(others[code].choices)
            named = " or ".join(f"“{choices[one]}”" for one in wanted)
            parts.append(f"Asked only where “{others[code].label}” is {named}.")
        return " ".join(filter(None, parts))

    def _buttons(self, index: int, *, first: bool, last: bool) -> tuple[Button, ...]:
        acts = [("up", f"Move row {index + 1} up", "↑")] if not first else []
        acts += [("down", f"Move row {index + 1} down", "↓")] if not last else []
        acts += [("remove", f"Remove row {index + 1}", "×")]
        leads = self._goes_on_at(index, first=first, last=last)
        return tuple(
            Button(
                f"{act}:{self.name}:{index}",
                text,
                input_id(f"{self.name}.{index}.{act}"),
                icon,
                input_id(f"{self.name}.{leads[act]}"),
            )
            for act, text, icon in acts
        )

    def _goes_on_at(self, index: int, *, first: bool, last: bool) -> Mapping[str, str]:
        """Return the button that each act leads to: of the row that moved, or took the place."""
        before = f"{max(index - 1, 0)}.remove"
        return {
            "up": before,
            "down": f"{index + 1}.remove",
            "remove": "add" if first and last else before if last else f"{index}.remove",
        }

    def new_row(self, index: int) -> str:
        """Return the id of the first input of a row that is to be added."""
        column = self.spec.columns[0]
        anchor = self.simple[column.kind].anchor(column, "")
        return input_id(f"{self.name}.{index}.{column.code}{anchor}")


def table_inputs(
    simple: Mapping[str, SimpleKind],
    spec: FieldSpec,
    name: str,
    raw: Raw,
    surroundings: Surroundings,
    problems: tuple[Problem, ...],
    most: int = MOST_ROWS,
) -> Mapping[str, Any]:
    """Return the context of the table's input template; rows beyond ``most`` become text."""
    sent = row_indexes(raw, name)
    indexes = sent[:most] or _rows_to_begin_with(spec, name, raw)
    maker = TableInputs(simple, spec, name, raw, surroundings, by_cell(problems))
    focus = typed(raw, f"{name}.focus")
    rows = tuple(
        maker.row(index, first=at == 0, last=at == len(indexes) - 1, focus=str(index) == focus)
        for at, index in enumerate(indexes)
    )
    full = len(rows) >= most
    return {
        "label": spec.label,
        "blocks": spec.layout == "blocks",
        "columns": tuple(_column(simple, column) for column in spec.columns),
        "rows": rows,
        "count": Control(sort="hidden", id="", name=f"{name}.rows", value=str(len(rows))),
        "add": None
        if full
        else Button(
            f"add:{name}", "Add a row", input_id(f"{name}.add"), "+", maker.new_row(len(rows))
        ),
        "most": most,
        "beyond": _beyond(name, raw, frozenset(sent[most:])),
    }


def _beyond(name: str, raw: Raw, rows: frozenset[int]) -> Control | None:
    """Return what was typed in rows that are too many, as text to copy, a line a row."""
    cells: dict[int, list[str]] = defaultdict(list)
    for key, values in raw.items() if rows else ():
        row, _, rest = key.removeprefix(f"{name}.").partition(".")
        if not key.startswith(f"{name}.") or not ROW_NUMBER.fullmatch(row) or rest == "id":
            continue
        if int(row) in rows:
            cells[int(row)] += filter(None, values)
    lines = "\n".join(" | ".join(found) for _, found in sorted(cells.items()) if found)
    text = lines or typed(raw, f"{name}.beyond")
    if not text:
        return None
    words = "Rows that do not fit here. They are not saved: copy what you need."
    place = f"{name}.beyond"
    return Control(sort="textarea", id=input_id(place), name=place, value=text, label=words, rows=8)


def _rows_to_begin_with(spec: FieldSpec, name: str, raw: Raw) -> list[int]:
    """Return as many empty rows as must be filled in; one once somebody has removed them all."""
    removed = f"{name}.rows" in raw
    return list(range(1 if removed else max(spec.min_rows, 1)))


def _column(simple: Mapping[str, SimpleKind], column: FieldSpec) -> dict[str, Any]:
    kind = simple[column.kind]
    return {
        "label": column.label,
        "unit": column.unit,
        "hint": kind.hint(column),
        "required": column.required,
        "numeric": kind.numeric,
    }


def by_cell(problems: tuple[Problem, ...]) -> CellProblems:
    """Return the problems of cells by row and column, each with what it names inside the cell."""
    found: dict[tuple[int, str], tuple[Problem, ...]] = defaultdict(tuple)
    for problem in problems:
        match = CELL_PLACE.fullmatch(problem.where)
        if match is not None:
            found[int(match[1]), match[2]] += (Problem(match[3], problem.message),)
    return found
