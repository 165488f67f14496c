"""The difference between two versions of a matrix: its criteria, its candidates, their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.kinds.base import FieldSpec
from core.kinds.difference import Difference
from core.kinds.matrix_parts import CANDIDATES, CELL, CRITERIA, SCORES, parts_of
from core.kinds.simple import SimpleKind
from core.kinds.table_difference import compare_rows

Value = Mapping[str, Any]


def compare_matrices(
    simple: Mapping[str, SimpleKind], spec: FieldSpec, old: Value, new: Value
) -> Difference:
    """Match criteria and candidates by their ids; every score is a cell of its candidate."""
    parts = parts_of(spec)
    criteria = compare_rows(simple, parts.criteria, old.get(CRITERIA, ()), new.get(CRITERIA, ()))
    columns = (*parts.candidates.columns, *_score_columns(old, new))
    wide = replace(parts.candidates, columns=columns)
    candidates = compare_rows(simple, wide, _flat(old), _flat(new))
    found = (("Criteria", criteria), ("Candidates", candidates))
    said = [f"{part}: {change.summary.lower()}" for part, change in found if change.changed]
    rows = criteria.rows + candidates.rows
    return Difference(bool(said), "; ".join(said) or "No change", rows=rows)


def _score_columns(old: Value, new: Value) -> tuple[FieldSpec, ...]:
    """Return a column for each part of the score of each criterion, as it is named now."""
    names = {
        row["id"]: row.get("criterion", "Criterion without a name")
        for value in (old, new)
        for row in value.get(CRITERIA, ())
    }
    return tuple(
        replace(part, code=f"{criterion}.{part.code}", label=f"{name}: {part.label.lower()}")
        for criterion, name in names.items()
        for part in CELL
    )


def _flat(value: Value) -> Sequence[Mapping[str, Any]]:
    """Return candidates with every part of every score as a cell of its own."""
    rows = []
    for row in value.get(CANDIDATES, ()):
        cells = {code: cell for code, cell in row.items() if code != SCORES}
        for criterion, score in row.get(SCORES, {}).items():
            cells |= {f"{criterion}.{code}": part for code, part in score.items()}
        rows.append(cells)
    return rows
