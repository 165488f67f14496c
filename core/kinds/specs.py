"""Field specifications from plain data, checked strictly so that a bad set is never published."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from core.kinds import kind_of
from core.kinds.base import FieldSpec
from core.kinds.numerals import NumberError, parse
from core.kinds.rows import MOST_ROWS
from core.kinds.table import Table

CODE = re.compile(r"[a-z]+(_[a-z]+)*")
LAYOUTS = ("table", "blocks")

# Which settings belong to which kinds; anywhere else they are a mistake.
BELONGS: Mapping[str, Collection[str]] = {
    "unit": ("number", "range"),
    "money": ("range",),
    "min": ("number", "range", "money"),
    "max": ("number", "range", "money"),
    "max_words": ("prose",),
    "choices": ("choice", "choices"),
    "layout": ("table", "options", "matrix", "need", "trace"),
    "min_rows": ("table", "options", "matrix", "need", "trace"),
    "columns": ("table", "options", "matrix", "need", "trace"),
}
KEYS = frozenset(entry.name for entry in fields(FieldSpec))
RESERVED_COLUMNS = frozenset({"id"})


class SpecError(ValueError):
    """The data describes no question set; the message names the fault and its place."""


def text_of(data: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> str:
    """Return the text under `key`, trimmed; raises ValueError naming the place."""
    text = data.get(key, "")
    if not isinstance(text, str):
        raise SpecError(f"{where}: “{key}” must be text")
    if needed and not text.strip():
        raise SpecError(f"{where}: “{key}” is missing")
    return text.strip()


def code_of(data: Mapping[str, Any], where: str) -> str:
    """Return the code; raises ValueError unless it is lower-case words joined by _."""
    code = text_of(data, "code", where, needed=True)
    if not CODE.fullmatch(code):
        raise SpecError(f"{where}: the code “{code}” must be lower-case letters and _")
    return code


def list_of(data: Mapping[str, Any], key: str, where: str) -> list[Any]:
    """Return the list under `key`; raises ValueError for anything else."""
    items = data.get(key, [])
    if not isinstance(items, list | tuple):
        raise SpecError(f"{where}: “{key}” must be a list")
    return list(items)


def only_keys(data: Any, known: Iterable[str], where: str) -> None:
    """Raise ValueError unless data is a mapping with no other keys than the known ones."""
    if not isinstance(data, Mapping):
        raise SpecError(f"{where} must be a table of keys and values")
    if unknown := sorted(set(data) - set(known)):
        raise SpecError(f"{where}: unknown key “{unknown[0]}”")


def all_unique(codes: Iterable[str], where: str) -> None:
    """Raise ValueError naming the first code that stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise SpecError(f"{where}: the code “{code}” stands twice")
        seen.add(code)


def spec_from(data: Mapping[str, Any], where: str = "field") -> FieldSpec:
    """Return the field that data describes; raises ValueError naming the fault and its place."""
    only_keys(data, KEYS, where)
    where = f"{where} {code_of(data, where)}"
    kind = text_of(data, "kind", where, needed=True)
    try:
        kind_of(kind)
    except KeyError as fault:
        raise SpecError(f"{where}: {fault.args[0]}") from None
    _refuse_foreign(data, kind, where)
    low, high = (_bound(data, key, where) for key in ("min", "max"))
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        raise SpecError(f"{where}: “min” is above “max”")
    return FieldSpec(
        code=code_of(data, where),
        kind=kind,
        label=text_of(data, "label", where, needed=True),
        hint=text_of(data, "hint", where),
        required=_flag(data, "required", where),
        unit=_unit(data, kind, where),
        money=_flag(data, "money", where),
        min=low,
        max=high,
        max_words=_whole(data, "max_words", where, 1, 100_000) if "max_words" in data else None,
        choices=_choices(data, where) if kind in BELONGS["choices"] else (),
        layout=_layout(data, where),
        min_rows=_whole(data, "min_rows", where, 0, MOST_ROWS) if "min_rows" in data else 0,
        columns=_columns(data, where) if isinstance(kind_of(kind), Table) else (),
    )


def spec_to(spec: FieldSpec) -> dict[str, Any]:
    """Return the field as plain data that `spec_from` reads back; defaults are left out."""
    default = FieldSpec(code="", kind="", label="")
    data: dict[str, Any] = {
        key: getattr(spec, key)
        for key in (entry.name for entry in fields(FieldSpec))
        if getattr(spec, key) != getattr(default, key)
    }
    if spec.choices:
        data["choices"] = [list(choice) for choice in spec.choices]
    if spec.columns:
        data["columns"] = [spec_to(column) for column in spec.columns]
    return data


def _refuse_foreign(data: Mapping[str, Any], kind: str, where: str) -> None:
    for key, kinds in BELONGS.items():
        if key in data and kind not in kinds:
            raise SpecError(f"{where}: “{key}” does not belong to the kind “{kind}”")


def _unit(data: Mapping[str, Any], kind: str, where: str) -> str:
    needed = kind in BELONGS["unit"] and not data.get("money")
    return text_of(data, "unit", where, needed=needed)


def _flag(data: Mapping[str, Any], key: str, where: str) -> bool:
    flag = data.get(key, False)
    if not isinstance(flag, bool):
        raise SpecError(f"{where}: “{key}” must be true or false")
    return flag


def _whole(data: Mapping[str, Any], key: str, where: str, least: int, most: int) -> int:
    number = data[key]
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise SpecError(f"{where}: “{key}” must be a whole number from {least} to {most}")
    return number


def _bound(data: Mapping[str, Any], key: str, where: str) -> str | None:
    if data.get(key) is None:
        return None
    try:
        parse(text_of(data, key, where))
    except NumberError as fault:
        raise SpecError(f"{where}: “{key}”: {fault}") from None
    return text_of(data, key, where)


def _layout(data: Mapping[str, Any], where: str) -> str:
    layout = data.get("layout", "table")
    if layout not in LAYOUTS:
        raise SpecError(f"{where}: “layout” must be one of {', '.join(LAYOUTS)}")
    return str(layout)


def _choices(data: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ...]:
    pairs = list_of(data, "choices", where)
    if len(pairs) < 2:
        raise SpecError(f"{where}: “choices” needs at least two")
    for pair in pairs:
        well_formed = isinstance(pair, list | tuple) and len(pair) == 2
        if not well_formed or not all(isinstance(part, str) and part.strip() for part in pair):
            raise SpecError(f"{where}: a choice must be a code and a label, not {pair!r}")
    all_unique((code for code, _ in pairs), where)
    return tuple((code, label) for code, label in pairs)


def _columns(data: Mapping[str, Any], where: str) -> tuple[FieldSpec, ...]:
    columns = tuple(
        spec_from(column, f"{where}, column") for column in list_of(data, "columns", where)
    )
    if not columns:
        raise SpecError(f"{where}: “columns” is missing")
    all_unique((column.code for column in columns), where)
    for column in columns:
        if not kind_of(column.kind).fits_column:
            raise SpecError(f"{where}: the kind “{column.kind}” cannot stand in a column")
        if column.code in RESERVED_COLUMNS:
            raise SpecError(f"{where}: no column may be called “{column.code}”")
    return columns
