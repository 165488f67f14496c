"""Field specifications as plain data and back, for wording that is frozen with an answer."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from core.kinds import FieldSpec
from core.specs import kind_named


def field_to_dict(spec: FieldSpec) -> dict[str, Any]:
    """Return everything about a field that is not its default, as JSON types."""
    plain: dict[str, Any] = {"code": spec.code, "kind": spec.kind, "label": spec.label}
    for entry in fields(FieldSpec):
        value = getattr(spec, entry.name)
        if entry.name in plain or value == entry.default:
            continue
        if entry.name == "columns":
            value = [field_to_dict(column) for column in spec.columns]
        elif entry.name == "choices":
            value = [list(choice) for choice in spec.choices]
        elif entry.name in ("when", "fits"):
            value = [[code, list(codes)] for code, codes in value]
        plain[entry.name] = value
    return plain


def field_from_dict(plain: Mapping[str, Any]) -> FieldSpec:
    """Read back what ``field_to_dict`` wrote."""
    known = dict(plain)
    known["columns"] = tuple(field_from_dict(column) for column in plain.get("columns", ()))
    known["kind"] = kind_named(plain["kind"], plain)
    for name in ("when", "fits"):
        known[name] = tuple((code, tuple(codes)) for code, codes in plain.get(name, ()))
    known["choices"] = tuple((code, label) for code, label in plain.get("choices", ()))
    return FieldSpec(**known)
