"""Question sets: published lists of questions, parsed strictly from plain data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from core.kinds import FieldSpec, Problem, Shown, Surroundings, input_id, kind_of
from core.kinds.base import NOWHERE
from core.kinds.difference import Difference
from core.specs import (
    SpecError,
    all_unique,
    code_of,
    list_of,
    only_keys,
    spec_from,
    text_of,
)

Value = Mapping[str, Any]
"""The answer to one question: field code to stored value; no key means not answered."""

STAGE_VIEW = re.compile(r"[a-z_]+(\.[a-z_]+)?")


@dataclass(frozen=True, slots=True)
class Question:
    """What gets one answer and one verdict: its wording, its guidance and its fields."""

    code: str
    number: int
    title: str
    hint: str
    good: tuple[str, ...]
    weak_example: str
    weak_why: str
    good_example: str
    good_why: str
    probes: tuple[str, ...]
    stage_views: tuple[str, ...]
    fields: tuple[FieldSpec, ...]

    @property
    def apart(self) -> bool:
        """Whether it is written on a page of its own, and only read among the others."""
        return any(kind_of(spec.kind).own_page for spec in self.fields)

    def input_name(self, spec: FieldSpec) -> str:
        """Return the name under which a form posts one of this question's fields."""
        return f"{self.code}.{spec.code}"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A version of a list of questions; once published it never changes."""

    code: str
    version: int
    title: str
    lead: str
    intro: str
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question:
        """Return the question called `code`; raises KeyError."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(f"no question “{code}” in the set “{self.code}”")

    def by_number(self, number: int) -> Question:
        """Return the question with this number, counted from 1; raises KeyError."""
        if not 1 <= number <= len(self.questions):
            raise KeyError(f"no question {number} in the set “{self.code}”")
        return self.questions[number - 1]


def parse(data: Mapping[str, Any]) -> QuestionSet:
    """Return the set that data describes; raises ValueError naming the fault and its place."""
    only_keys(data, (entry.name for entry in fields(QuestionSet)), "the question set")
    code = code_of(data, "the question set")
    where = f"the set {code}"
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SpecError(f"{where}: “version” must be a whole number from 1")
    found = list_of(data, "questions", where)
    if not found:
        raise SpecError(f"{where}: “questions” is missing")
    questions = tuple(_question(item, number, where) for number, item in enumerate(found, 1))
    all_unique((question.code for question in questions), where)
    return QuestionSet(
        code=code,
        version=version,
        title=text_of(data, "title", where, needed=True),
        lead=text_of(data, "lead", where),
        intro=text_of(data, "intro", where),
        questions=questions,
    )


def missing(question: Question, value: Value) -> tuple[Problem, ...]:
    """Return what submission still lacks; `where` is the full name of the input."""
    return tuple(
        replace(problem, where=question.input_name(spec) + problem.where)
        for spec in question.fields
        for problem in kind_of(spec.kind).missing(spec, value.get(spec.code))
    )


def check(
    question: Question, value: Value, surroundings: Surroundings | None = None
) -> tuple[Problem, ...]:
    """Validate a stored answer, such as one that came from JSON; `where` as in `missing`."""
    known = {spec.code for spec in question.fields}
    strangers = tuple(
        Problem(f"{question.code}.{code}", "The question has no such field.")
        for code in value
        if code not in known
    )
    return strangers + tuple(
        replace(problem, where=question.input_name(spec) + problem.where)
        for spec in question.fields
        for problem in kind_of(spec.kind).check(spec, value.get(spec.code), surroundings)
    )


def place_of(question: Question, where: str) -> tuple[str, str]:
    """Return the HTML id to lead to and the label in words for a problem's full `where`."""
    for spec in question.fields:
        name = question.input_name(spec)
        if where == name or where.startswith(f"{name}."):
            kind, part = kind_of(spec.kind), where.removeprefix(name)
            return input_id(name + kind.anchor(spec, part)), kind.label_at(spec, part)
    return input_id(where), question.title


def show(
    question: Question, value: Value, surroundings: Surroundings = NOWHERE
) -> tuple[tuple[FieldSpec, Shown], ...]:
    """Return every field with its read-only view."""
    return tuple(
        (spec, kind_of(spec.kind).show(spec, value.get(spec.code), surroundings))
        for spec in question.fields
    )


def difference(
    question: Question, old: Value, new: Value
) -> tuple[tuple[FieldSpec, Difference], ...]:
    """Return every field with what changed in it."""
    return tuple(
        (spec, kind_of(spec.kind).difference(spec, old.get(spec.code), new.get(spec.code)))
        for spec in question.fields
    )


def with_measured(question: Question, value: Value, surroundings: Surroundings) -> dict[str, Any]:
    """Return the answer with what is measured, not typed, filled in from the surroundings."""
    filled = dict(value)
    for spec in question.fields:
        kind = kind_of(spec.kind)
        measured = kind.measured(spec, surroundings)
        if measured is not None:
            filled[spec.code] = measured
        elif kind.read_only:
            filled.pop(spec.code, None)
    return filled


def _question(data: Any, number: int, where: str) -> Question:
    known = (entry.name for entry in fields(Question) if entry.name != "number")
    where = f"{where}, question {number}"
    only_keys(data, known, where)
    code = code_of(data, where)
    where = f"{where} ({code})"
    found = list_of(data, "fields", where)
    if not found:
        raise SpecError(f"{where}: “fields” is missing")
    specs = tuple(spec_from(item, f"{where}, field") for item in found)
    all_unique((spec.code for spec in specs), where)
    return Question(
        code=code,
        number=number,
        title=text_of(data, "title", where, needed=True),
        hint=text_of(data, "hint", where),
        good=_texts(data, "good", where),
        weak_example=text_of(data, "weak_example", where),
        weak_why=text_of(data, "weak_why", where),
        good_example=text_of(data, "good_example", where),
        good_why=text_of(data, "good_why", where),
        probes=_texts(data, "probes", where),
        stage_views=_stage_views(data, where),
        fields=specs,
    )


def _texts(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    texts = list_of(data, key, where)
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise SpecError(f"{where}: “{key}” must be a list of texts")
    return tuple(text.strip() for text in texts)


def _stage_views(data: Mapping[str, Any], where: str) -> tuple[str, ...]:
    views = _texts(data, "stage_views", where)
    for view in views:
        if not STAGE_VIEW.fullmatch(view):
            raise SpecError(f"{where}: “{view}” is not a stage or a question of one")
    return views
