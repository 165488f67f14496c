"""Plausible answers of every kind, such as preflight lets pass."""

from decimal import Decimal
from typing import Any

from core.kinds import FieldSpec
from core.question_sets import Question


def sample(spec: FieldSpec) -> Any:
    """Return a plausible value of a field's kind."""
    simple: dict[str, Any] = {
        "text": f"{spec.label} in short",
        "prose": f"{spec.label}.\nIt has a second line.",
        "person": "Mara Lind",
        "number": spec.min if spec.min not in (None, "0") else _twelve_at_most(spec),
        "money": {"amount": "1200.00", "currency": "EUR"},
        "date": "2027-03-01",
        "yesno": True,
    }
    if spec.kind in simple:
        return simple[spec.kind]
    if spec.kind == "choice":
        return spec.choices[0][0]
    if spec.kind == "choices":
        return [spec.choices[0][0]]
    if spec.kind == "range":
        value = {"low": "10", "likely": "20", "high": "40", "basis": "counted in March"}
        return value | ({"currency": "EUR"} if spec.money else {})
    if spec.kind == "evidence":
        return ["E-1"]
    if spec.kind == "matrix":
        return _sample_matrix(spec)
    rows = max(spec.min_rows, 1)
    return [
        {"id": f"r{number}"} | {column.code: sample(column) for column in spec.columns}
        for number in range(1, rows + 1)
    ]


def _sample_matrix(spec: FieldSpec) -> dict[str, Any]:
    """Return two candidates for the first function, compared by a must-have and a weight."""
    function = spec.choices[0][0]
    columns = {column.code: sample(column) for column in spec.columns}
    scored = {"r1": {"score": "yes"}, "r2": {"score": "3", "note": "Tried", "evidence": ["E-1"]}}
    other = {"candidate": "Another", "chosen": False, "scores": scored | {"r2": {"score": "2"}}}
    own = {"id": "r1", "function": function, **columns, "scores": scored}
    return {
        "criteria": [
            {"id": "r1", "function": "all", "criterion": "Data stays here", "weight": "must"},
            {"id": "r2", "function": function, "criterion": "Effort to run", "weight": "5"},
        ],
        "candidates": [own, own | {"id": "r2"} | other],
    }


def _twelve_at_most(spec: FieldSpec) -> str:
    return "12" if spec.max is None or Decimal(spec.max) >= 12 else spec.max


# What must agree or be plausible, or preflight would rightly send every sample back.
PLAUSIBLE: dict[tuple[str, str, str], Any] = {
    ("success", "criteria", "threshold"): "at most 12 %",
    ("tasks", "tasks", "threshold"): "6",
    ("tasks", "tasks", "stop"): "Above 9 by 1 March 2027.\nIt has a second line.",
    ("tasks", "tasks", "ai_act"): "minimal",
    ("needs", "needs", "role"): "label",
    ("needs", "needs", "task"): "Name of the task in short",
    ("why_ml", "options", "effect_low"): {"amount": "12.00", "currency": "EUR"},
    ("why_ml", "options", "effect_likely"): {"amount": "12.00", "currency": "EUR"},
    ("why_ml", "options", "effect_high"): {"amount": "12.00", "currency": "EUR"},
}


def sample_answer(question: Question, *, required_only: bool = False) -> dict[str, Any]:
    """Return a complete and plausible answer to a question; measured fields stay out."""
    answer = {
        spec.code: sample(spec)
        for spec in question.fields
        if spec.kind != "profile" and (spec.required or not required_only)
    }
    for (code, field_code, column), value in PLAUSIBLE.items():
        if code == question.code and field_code in answer:
            rows = answer[field_code]
            answer[field_code] = [row | {column: value} if column in row else row for row in rows]
    return answer
