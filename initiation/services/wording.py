"""The wording of a question as it stood when it was answered or frozen."""

from typing import Any

from core.frozen_specs import field_to_dict
from core.question_sets import Question


def freeze_wording(question: Question) -> dict[str, Any]:
    """Return what a reader needs to understand an answer years later, as plain data."""
    return {
        "code": question.code,
        "number": question.number,
        "title": question.title,
        "hint": question.hint,
        "fields": [field_to_dict(spec) for spec in question.fields],
    }
