"""From what a person would type to the value an answer stores."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.kinds import FieldSpec
from core.kinds.matrix_parts import parts_of
from core.kinds.numerals import canonical, parse
from core.question_sets import Question

ROWS = frozenset({"table", "options", "need", "trace"})


def as_answer(question: Question, typed: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Return the value of an answer; fields the question does not have are kept, to be refused."""
    specs = {spec.code: spec for spec in question.fields}
    return {
        code: _value(specs[code], item, currency) if code in specs else item
        for code, item in typed.items()
    }


def _value(spec: FieldSpec, typed: Any, currency: str) -> Any:
    if spec.kind in ROWS:
        return _rows(spec.columns, typed, currency)
    if spec.kind == "matrix":
        return _matrix(spec, typed, currency)
    if spec.kind == "money":
        return {"amount": f"{Decimal(typed):.2f}", "currency": currency}
    if spec.kind == "range":
        parts = {code: item if code == "basis" else _number(item) for code, item in typed.items()}
        return parts | ({"currency": currency} if spec.money else {})
    if spec.kind == "number":
        return _number(typed)
    if spec.kind == "evidence":
        return list(typed)
    if isinstance(typed, date):
        return typed.isoformat()
    return typed.strip() if isinstance(typed, str) else typed


def _number(typed: int | str) -> str:
    return canonical(parse(str(typed)))


def _matrix(spec: FieldSpec, typed: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Return criteria and candidates; scores are typed by the words of their criterion."""
    parts = parts_of(spec)
    criteria = _rows(parts.criteria.columns, typed["criteria"], currency)
    ids = {row["criterion"]: row["id"] for row in criteria}
    candidates = _rows(parts.candidates.columns, typed["candidates"], currency)
    for row in candidates:
        row["scores"] = {
            ids[criterion]: {**cell, "score": str(cell["score"])}
            for criterion, cell in row["scores"].items()
        }
    return {"criteria": criteria, "candidates": candidates}


def _rows(
    specs: Sequence[FieldSpec], typed: Sequence[Mapping[str, Any]], currency: str
) -> list[Any]:
    columns = {column.code: column for column in specs}
    return [
        {"id": f"r{number}"}
        | {
            code: _value(columns[code], item, currency) if code in columns else item
            for code, item in row.items()
        }
        for number, row in enumerate(typed, 1)
    ]
