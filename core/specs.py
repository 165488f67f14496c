"""Field specifications from plain data, checked strictly so that a bad set is never published."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from core.kinds import kind_of
from core.kinds.base import FieldSpec
from core.kinds.numerals import NumberError, parse
from core.kinds.rows import MOST_ROWS

CODE = re.compile(r"[a-z]+(_[a-z]+)*")
LAYOUTS = ("table", "blocks")

KEYS = frozenset(entry.name for entry in fields(FieldSpec))
COMMON = frozenset({"code", "kind", "label", "hint", "required", "when"})
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


def kind_named(kind: str, data: Mapping[str, Any]) -> str:
    """Return the kind a field is read with: candidates were a plain table in architecture 1."""
    return "table" if kind == "matrix" and not data.get("choices") else kind


def spec_from(data: Mapping[str, Any], where: str = "field") -> FieldSpec:
    """Return the field that data describes; raises ValueError naming the fault and its place."""
    only_keys(data, KEYS, where)
    where = f"{where} {code_of(data, where)}"
    kind = kind_named(text_of(data, "kind", where, needed=True), data)
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
        choices=_choices(data, where) if "choices" in kind_of(kind).settings else (),
        layout=_layout(data, where),
        min_rows=_whole(data, "min_rows", where, 0, MOST_ROWS) if "min_rows" in data else 0,
        columns=_columns(data, where) if "columns" in kind_of(kind).settings else (),
        when=_conditions(data, "when", where),
        fits_to=text_of(data, "fits_to", where, needed="fits" in data),
        fits=_conditions(data, "fits", where),
        suggest=text_of(data, "suggest", where),
    )


def _refuse_foreign(data: Mapping[str, Any], kind: str, where: str) -> None:
    for key in data:
        if key not in COMMON | kind_of(kind).settings:
            raise SpecError(f"{where}: “{key}” does not belong to the kind “{kind}”")


def _unit(data: Mapping[str, Any], kind: str, where: str) -> str:
    needed = "unit" in kind_of(kind).settings and not data.get("money")
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
    _check_conditions(columns, where)
    return columns


def _conditions(
    data: Mapping[str, Any], key: str, where: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what `key` maps to lists of codes; raises ValueError for anything else."""
    found = data.get(key, {})
    if not isinstance(found, Mapping):
        raise SpecError(f"{where}: “{key}” must be a table of codes and lists of codes")
    for codes in found.values():
        if (
            not isinstance(codes, list | tuple)
            or not codes
            or not all(isinstance(code, str) for code in codes)
        ):
            raise SpecError(f"{where}: “{key}” must name at least one code each")
    # In one order, whatever the file says and the database keeps: it goes into case files.
    return tuple((code, tuple(codes)) for code, codes in sorted(found.items()))


def _check_conditions(columns: tuple[FieldSpec, ...], where: str) -> None:
    """Raise ValueError for a condition on a column or a choice that is not there."""
    choices = {column.code: dict(column.choices) for column in columns}
    for column in columns:
        asked = [*column.when]
        if column.fits:
            asked += [(column.fits_to, codes) for _, codes in column.fits]
            if strangers := [code for code, _ in column.fits if code not in choices[column.code]]:
                raise SpecError(f"{where} {column.code}: “{strangers[0]}” is not a choice of it")
        for code, codes in asked:
            if strangers := [wanted for wanted in codes if wanted not in choices.get(code, {})]:
                raise SpecError(f"{where} {column.code}: “{code}” has no choice “{strangers[0]}”")
