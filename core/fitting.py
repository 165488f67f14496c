"""What of an answer fits another version of its question: field by field, cell by cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.kinds import FieldSpec, kind_of
from core.question_sets import Question

NOT_ASKED = "It is no longer asked."
OTHER_KIND = "It is asked in another way now."


@dataclass(frozen=True, slots=True)
class Unfit:
    """One field, or one cell of a table, that found no place: its label, and why in words."""

    label: str
    why: str


def fitted(
    before: Iterable[FieldSpec], question: Question, value: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Unfit, ...]]:
    """Return what of ``value``, which answered ``before``, the question can hold; and the rest.

    A field fits where code and kind agree and its value is one that the field takes. What is
    measured, not typed, is left out without a word: it is measured anew.
    """
    old, new = {spec.code: spec for spec in before}, {spec.code: spec for spec in question.fields}
    kept: dict[str, Any] = {}
    unfit: list[Unfit] = []
    for code, item in value.items():
        label = old[code].label if code in old else code
        spec = new.get(code)
        if code in old and kind_of(old[code].kind).read_only:
            continue
        if spec is None:
            unfit.append(Unfit(label, NOT_ASKED))
        elif code in old and old[code].kind != spec.kind:
            unfit.append(Unfit(label, OTHER_KIND))
        else:
            fitting, faults = _fitting(old.get(code, spec), spec, item)
            unfit += faults
            if fitting is not None:
                kept[code] = fitting
    return kept, tuple(unfit)


def _fitting(old: FieldSpec, new: FieldSpec, item: Any) -> tuple[Any, list[Unfit]]:
    """Return the part of one field's value that it can hold now, None for nothing."""
    unfit: list[Unfit] = []
    if new.columns and isinstance(item, list):
        item = [row for row in (_row(old, new, row, unfit) for row in item) if len(row) > 1]
    if not item and item is not False:
        return None, unfit
    if problems := kind_of(new.kind).check(new, item):
        return None, [*unfit, Unfit(new.label, problems[0].message)]
    return item, unfit


def _row(
    old: FieldSpec, new: FieldSpec, row: Mapping[str, Any], unfit: list[Unfit]
) -> dict[str, Any]:
    """Return the cells that the columns of today hold; what they do not is added to ``unfit``."""
    columns = {column.code: column for column in new.columns}
    before = {column.code: column for column in old.columns}
    kept: dict[str, Any] = {"id": row["id"]}
    for code, cell in row.items():
        if code == "id":
            continue
        column, was = columns.get(code), before.get(code)
        label = f"{old.label}, {was.label if was else code}"
        if column is None:
            _once(unfit, Unfit(label, NOT_ASKED))
        elif was is not None and was.kind != column.kind:
            _once(unfit, Unfit(label, OTHER_KIND))
        elif problems := kind_of(column.kind).check(column, cell):
            _once(unfit, Unfit(label, problems[0].message))
        else:
            kept[code] = cell
    return kept


def _once(unfit: list[Unfit], fault: Unfit) -> None:
    """Name a column once, however many rows have it."""
    if fault not in unfit:
        unfit.append(fault)
