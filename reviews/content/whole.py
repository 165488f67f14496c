"""Question sets whole, to read: every answer with its fields."""

from dataclasses import dataclass

from core.kinds import FieldSpec, Shown, kind_of
from initiation.casefile import CaseContent
from initiation.content.panels import Panel, panels_of


@dataclass(frozen=True, slots=True)
class Whole:
    """One answer whole, with the link to change it."""

    title: str
    url: str
    fields: tuple[tuple[FieldSpec, Shown], ...]
    number: int = 0
    code: str = ""
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One question set with all its answers."""

    title: str
    note: str
    answers: tuple[Whole, ...]


def frozen_section(content: CaseContent, code: str, note: str = "") -> Section:
    """Return a question set as a case file froze it."""
    case_set, around = content.question_set(code), content.surroundings()
    answers = tuple(
        Whole(
            title=answer.title,
            url="",
            fields=tuple(
                (spec, kind_of(spec.kind).show(spec, answer.value.get(spec.code), around))
                for spec in answer.fields
            ),
            number=answer.number,
            code=answer.code,
            panels=panels_of(content, code, answer.code),
        )
        for answer in case_set.answers
    )
    return Section(case_set.title, note, answers)
