"""The results of a comparison, as they stand beside its form and on the page of its stage."""

from core.kinds import kind_of
from core.kinds.base import NOWHERE
from core.kinds.matrix_view import FunctionView
from core.question_sets import Question, Value


def results_of(question: Question, value: Value) -> tuple[FunctionView, ...]:
    """Return what each comparison in an answer found, by function; nothing for other questions."""
    found: list[FunctionView] = []
    for spec in question.fields:
        if spec.kind == "matrix" and spec.code in value:
            shown = kind_of(spec.kind).show(spec, value[spec.code], NOWHERE)
            found += shown.data["functions"]
    return tuple(found)
