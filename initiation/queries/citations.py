"""Which answers and cells cite a piece of evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.kinds import FieldSpec, kind_of
from core.question_sets import Question, QuestionSet
from initiation.facts import Place
from initiation.models import Answer, Project
from initiation.queries.question_sets import pinned


@dataclass(frozen=True, slots=True)
class Citation:
    """One field or cell that cites a piece of evidence."""

    ref: str
    question_set: QuestionSet
    question: Question
    spec: FieldSpec
    place: Place


def citations(project: Project) -> dict[str, list[Citation]]:
    """Return every place that cites evidence, by reference; three queries at most."""
    sets = pinned(project)
    values = {
        (code, question): value
        for code, question, value in Answer.objects.filter(project=project).values_list(
            "set_code", "question_code", "value"
        )
    }
    found: dict[str, list[Citation]] = {}
    for question_set in sets.values():
        for question in question_set.questions:
            value = values.get((question_set.code, question.code), {})
            for citation in _of_answer(question_set, question, value):
                found.setdefault(citation.ref, []).append(citation)
    return found


def _of_answer(
    question_set: QuestionSet, question: Question, value: Mapping[str, Any]
) -> Iterator[Citation]:
    for spec in question.fields:
        for where, refs in kind_of(spec.kind).citations(spec, value.get(spec.code)):
            place = Place(question_set.code, question.code, spec.code, where)
            for ref in refs:
                yield Citation(ref, question_set, question, spec, place)
