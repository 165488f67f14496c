"""`table`: rows of typed columns that can be added, removed and put in order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
    expect_text,
    typed,
)
from core.kinds.difference import Difference, counted
from core.kinds.estimates import out_of_order
from core.kinds.rows import CELL_PLACE, MOST_ROWS, row_indexes
from core.kinds.simple import SimpleKind
from core.kinds.table_difference import compare_rows
from core.kinds.table_inputs import table_inputs

ROW_ID = re.compile(r"r[0-9]{1,9}")
Row = dict[str, Any]


class Table(Kind):
    """Stored as [{"id": "r1", column code: value, ...}]; a blank cell has no key.

    Row ids stay with their rows, so that two versions can be compared row by row.
    """

    name = "table"
    settings = frozenset({"layout", "min_rows", "columns"})
    input_template = "table"
    fits_column = False

    def __init__(self, simple: Mapping[str, SimpleKind]) -> None:
        self.simple = simple

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read the rows that hold anything; blank ones are dropped."""
        rows: list[Row] = []
        problems: list[Problem] = []
        for index in row_indexes(posted, name):
            row, faults = self._read_row(spec, posted, f"{name}.{index}", surroundings)
            problems += (replace(fault, where=f".{index}{fault.where}") for fault in faults)
            if row or faults:
                rows.append({"id": typed(posted, f"{name}.{index}.id"), **row})
        if len(rows) > MOST_ROWS:
            message = f"There are {len(rows)} rows; at most {MOST_ROWS} fit here."
            problems.insert(0, Problem("", message))
        _identify(rows)
        return Reading(rows or None, tuple(problems))

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return every cell, the row ids and the number of rows."""
        if value is None:
            return {}
        raw: dict[str, list[str]] = {f"{name}.rows": [str(len(value))]}
        for index, row in enumerate(value):
            raw[f"{name}.{index}.id"] = [expect_text(row["id"])]
            for column in spec.columns:
                where = f"{name}.{index}.{column.code}"
                raw |= self.simple[column.kind].write(column, row.get(column.code), where)
        return raw

    def grouped(self, spec: FieldSpec) -> bool:
        """All rows stand under one legend."""
        return True

    def row_names(self, name: str) -> tuple[str, ...]:
        """The rows stand under the field's own name."""
        return (name,)

    def inputs(
        self,
        spec: FieldSpec,
        name: str,
        raw: Raw,
        surroundings: Surroundings,
        problems: tuple[Problem, ...],
    ) -> Mapping[str, Any]:
        """Return the rows with their controls and buttons; one blank row when there are none."""
        return table_inputs(self.simple, spec, name, raw, surroundings, problems)

    def missing(self, spec: FieldSpec, value: Any) -> tuple[Problem, ...]:
        """Return required columns that are blank in a row, and rows that are too few."""
        rows: Sequence[Row] = value or ()
        least = max(spec.min_rows, int(spec.required))
        problems: list[Problem] = []
        if len(rows) < least:
            problems.append(Problem("", f"At least {counted(least, 'row')} must be filled in."))
        for index, row in enumerate(rows):
            for column in spec.columns:
                if column.code not in row and not column.applies(row):
                    continue
                faults = self.simple[column.kind].missing(column, row.get(column.code))
                faults += unfitting(column, row)
                where = f".{index}.{column.code}"
                problems += (replace(fault, where=where + fault.where) for fault in faults)
        return tuple(problems)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return one line a row."""
        return "\n".join(
            "; ".join(text for text in self._cells(spec, row, surroundings) if text)
            for row in value
        )

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the rows as a table, or as blocks when they are wide."""
        if spec.layout == "blocks":
            blocks = self._blocks(spec, value, surroundings)
            return Shown("blocks", {"label": spec.label, "rows": blocks})
        columns = tuple(
            {
                "label": column.label,
                "unit": column.unit,
                "numeric": self.simple[column.kind].numeric,
            }
            for column in spec.columns
        )
        rows = tuple(self._shown_row(spec, row, surroundings) for row in value)
        return Shown("table", {"label": spec.label, "columns": columns, "rows": rows})

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare cell by cell in rows of the same id."""
        return compare_rows(self.simple, spec, old or (), new or ())

    def anchor(self, spec: FieldSpec, where: str) -> str:
        """Lead to the cell meant, or to the first cell of the table."""
        index, column, rest = self._place(spec, where)
        if column is None:
            return where
        inner = self.simple[column.kind].anchor(column, rest)
        return f".{index}.{column.code}{inner}"

    def label_at(self, spec: FieldSpec, where: str) -> str:
        """Name the row, the column and the part."""
        index, column, rest = self._place(spec, where)
        if not where or column is None:
            return spec.label
        return f"{spec.label}, row {index + 1}, {self.simple[column.kind].label_at(column, rest)}"

    def _place(self, spec: FieldSpec, where: str) -> tuple[int, FieldSpec | None, str]:
        match = CELL_PLACE.fullmatch(where)
        if match is None:
            return 0, next(iter(spec.columns), None), ""
        column = next((column for column in spec.columns if column.code == match[2]), None)
        return int(match[1]), column, match[3]

    def _read_row(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None
    ) -> tuple[Row, list[Problem]]:
        row: Row = {}
        problems: list[Problem] = []
        for column in spec.columns:
            kind = self.simple[column.kind]
            reading = kind.read(column, posted, f"{name}.{column.code}", surroundings)
            if reading.value is not None:
                row[column.code] = reading.value
            where = f".{column.code}"
            problems += (replace(fault, where=where + fault.where) for fault in reading.problems)
        return row, [*problems, *self._out_of_order(spec, row)]

    def _out_of_order(self, spec: FieldSpec, row: Row) -> list[Problem]:
        """Return the columns of one estimate that contradict each other, as in a range."""
        columns = {column.code: column for column in spec.columns}
        numbers = {
            code: value for code, value in row.items() if self.simple[columns[code].kind].numeric
        }
        return [
            Problem(f".{code}{self.simple[columns[code].kind].anchor(columns[code], '')}", message)
            for code, message in out_of_order(numbers)
        ]

    def _in_full(self, column: FieldSpec, value: Any, surroundings: Surroundings) -> str:
        return self.simple[column.kind].plain(column, value, surroundings)

    def _cells(self, spec: FieldSpec, row: Row, surroundings: Surroundings) -> list[str]:
        return [
            self.simple[column.kind].cell(column, row[column.code], surroundings)
            if column.code in row
            else ""
            for column in spec.columns
        ]

    def _shown_row(
        self, spec: FieldSpec, row: Row, surroundings: Surroundings
    ) -> tuple[dict[str, Any], ...]:
        numeric = (self.simple[column.kind].numeric for column in spec.columns)
        texts = self._cells(spec, row, surroundings)
        return tuple(
            {"text": text, "numeric": right} for text, right in zip(texts, numeric, strict=True)
        )

    def _blocks(
        self, spec: FieldSpec, rows: Sequence[Row], surroundings: Surroundings
    ) -> tuple[dict[str, Any], ...]:
        blocks = []
        for number, row in enumerate(rows, 1):
            texts = [
                (
                    column.label,
                    self.simple[column.kind].plain(column, row[column.code], surroundings),
                )
                for column in spec.columns
                if column.code in row
            ]
            blocks.append({"title": f"Row {number}", "cells": tuple(texts)})
        return tuple(blocks)


def unfitting(column: FieldSpec, row: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return that a choice does not fit the value it depends on, naming those that do."""
    chosen, fitting = row.get(column.code), dict(column.fitting(row))
    if not column.fits or chosen is None or chosen in fitting:
        return ()
    label = dict(column.choices).get(chosen, str(chosen))
    others = "; ".join(fitting.values())
    return (Problem("", f"“{label}” does not fit what was chosen above. Fitting: {others}."),)


def _identify(rows: list[Row]) -> None:
    """Give rows without a proper id of their own the next free one."""
    taken: set[str] = set()
    for row in rows:
        if not ROW_ID.fullmatch(row["id"]) or row["id"] in taken:
            row["id"] = ""
        taken.add(row["id"])
    last = max((int(row_id[1:]) for row_id in taken if row_id), default=0)
    for row in rows:
        if not row["id"]:
            last += 1
            row["id"] = f"r{last}"
