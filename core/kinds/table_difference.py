"""The difference between two versions of a table, row by row and cell by cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.kinds.base import FieldSpec
from core.kinds.difference import CellDifference, Difference, RowDifference, row_difference
from core.kinds.simple import SimpleKind

Rows = Sequence[Mapping[str, Any]]
NO_ROW: Mapping[str, Any] = {}


def compare_rows(
    simple: Mapping[str, SimpleKind], spec: FieldSpec, old: Rows, new: Rows
) -> Difference:
    """Match rows by id; removed rows follow the row that they stood behind."""
    before = {row["id"]: row for row in old}
    after = {row["id"]: row for row in new}
    rows = [
        _compare(simple, spec, row_id, before.get(row_id, NO_ROW), after.get(row_id, NO_ROW))
        for row_id in _merged(list(before), list(after))
    ]
    kept_before = [row_id for row_id in before if row_id in after]
    kept_after = [row_id for row_id in after if row_id in before]
    return row_difference(rows, reordered=kept_before != kept_after)


def _merged(before: list[str], after: list[str]) -> list[str]:
    """Return all ids in the new order, with the removed ones near where they were."""
    merged = list(after)
    for at, row_id in enumerate(before):
        if row_id not in after:
            merged.insert(merged.index(before[at - 1]) + 1 if at else 0, row_id)
    return merged


def _compare(
    simple: Mapping[str, SimpleKind],
    spec: FieldSpec,
    row_id: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> RowDifference:
    cells = tuple(
        _cell(simple[column.kind], column, old.get(column.code), new.get(column.code))
        for column in spec.columns
    )
    changed = any(cell.changed for cell in cells)
    state = "added" if not old else "removed" if not new else "changed" if changed else "same"
    return RowDifference(row_id, state, _title(simple, spec, new or old), cells)


def _cell(kind: SimpleKind, column: FieldSpec, old: Any, new: Any) -> CellDifference:
    difference = kind.difference(column, old, new)
    return CellDifference(column.label, difference.changed, difference.runs)


def _title(simple: Mapping[str, SimpleKind], spec: FieldSpec, row: Mapping[str, Any]) -> str:
    column = spec.columns[0]
    if column.code not in row:
        return ""
    return simple[column.kind].cell(column, row[column.code])[:80]
