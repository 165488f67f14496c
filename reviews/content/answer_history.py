"""The history of one answer as ready words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.kinds import FieldSpec, Shown, Surroundings
from core.kinds.difference import Difference
from core.question_sets import Question, QuestionSet, difference, show
from initiation.content.places import page_of
from initiation.models import AnswerVersion, Project
from initiation.queries.answer_history import Step, StepsPage
from reviews.content.moments import counted, moment


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One entry: which version, by whom, when, and what it changed."""

    version: int
    title: str
    who: str
    when: str
    when_iso: str
    origin: str
    changes: tuple[tuple[str, Difference], ...]
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class WholeVersion:
    """One version whole, to read before it is restored."""

    version: int
    words: str
    fields: tuple[tuple[FieldSpec, Shown], ...]


def history_page(
    project: Project,
    asked: QuestionSet,
    question: Question,
    page: StepsPage,
    *,
    current: int,
    each: bool,
) -> dict[str, Any]:
    """Return what the page says, save who may restore."""
    here = reverse("answer-history", args=[project.ref, asked.code, question.code])
    saves = "each=1&" if each else ""
    return {
        "title": question.title,
        "section": asked.title,
        "back_url": page_of(project.ref, asked.code, question),
        "rows": [_row(step, question, here, current) for step in page.steps],
        "saves": counted(current, "version"),
        "next_url": f"{here}?{saves}before={page.older}" if page.older else "",
        "each": each,
        "each_url": here if each else f"{here}?each=1",
        "here": here,
        "current": current,
    }


def whole_version(found: AnswerVersion, question: Question, around: Surroundings) -> WholeVersion:
    """Return one version as it stood."""
    words = f"Saved by {found.author.name}, {moment(found.saved_at)}"
    return WholeVersion(found.version, words, show(question, found.value, around))


def _row(step: Step, question: Question, here: str, current: int) -> VersionRow:
    now = step.now
    changes = _changes(question, step.before.value if step.before else {}, now.value)
    return VersionRow(
        version=now.version,
        title=_title(step),
        who=now.author.name,
        when=moment(now.saved_at),
        when_iso=now.saved_at.isoformat(),
        origin=_origin(now),
        changes=changes,
        url=f"{here}?version={now.version}#whole",
        is_current=now.version == current,
    )


def _title(step: Step) -> str:
    """Return "Version 7", or "Versions 4 to 7" for what was saved in one go."""
    if step.first == step.now.version:
        return f"Version {step.now.version}"
    return f"Versions {step.first} to {step.now.version}, written in one go"


def _origin(found: AnswerVersion) -> str:
    """Say where the value came from, if it was not typed here."""
    if found.restores:
        return f"Version {found.restores}, restored."
    return f"Taken over from {found.taken_from.ref}." if found.taken_from else ""


def _changes(
    question: Question, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[str, Difference], ...]:
    """Return the fields that changed, each with what changed in it."""
    found = difference(question, old, new)
    return tuple((spec.label, change) for spec, change in found if change.changed)
