"""A page of questions as ready words: forms to write in, or whole answers to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from core.forms import QuestionForm
from core.kinds import FieldSpec, Shown, kind_of
from core.kinds.matrix_view import FunctionView
from core.question_sets import Question, difference, show
from initiation.content.results import results_of
from initiation.content.sheet import Panel, SheetPage, saved_words, state_of
from initiation.forms.sheet import Sheet
from initiation.models import Answer
from initiation.services.answers import Clash


@dataclass(frozen=True, slots=True)
class Part:
    """One question of the page."""

    question: Question
    form: QuestionForm | None
    fields: tuple[tuple[FieldSpec, Shown], ...]
    version: int
    variant: str
    status: str
    saved: str
    conflict: Mapping[str, Any] | None
    returned: Sequence[Mapping[str, Any]]
    panel: Panel | None
    elsewhere: str
    results: tuple[FunctionView, ...]

    @property
    def html_id(self) -> str:
        """The id a link can lead to."""
        return f"question-{self.question.code}"


def parts_of(
    sheet: Sheet, page: SheetPage, questions: Iterable[Question], *, writable: bool
) -> list[Part]:
    """Return ``questions`` in order; as forms when the sheet has them and they are ``writable``."""
    forms = {form.question.code: form for form in sheet.forms} if writable else {}
    return [_part(sheet, question, forms.get(question.code), page) for question in questions]


def _part(sheet: Sheet, question: Question, form: QuestionForm | None, page: SheetPage) -> Part:
    answer = sheet.answers.get(question.code)
    variant, status = state_of(question, answer)
    clash = sheet.clashes.get(question.code)
    stored = answer.value if answer else {}
    return Part(
        question=question,
        form=form,
        fields=() if form else show(question, stored, sheet.surroundings),
        version=sheet.version_of(question),
        variant=variant,
        status=status,
        saved=saved_words(answer),
        conflict=_conflict(sheet, clash, answer) if clash else None,
        returned=page.returned.get(question.code, ()),
        panel=page.panels.get(question.code),
        elsewhere=page.elsewhere.get(question.code, ""),
        results=results_of(question, stored),
    )


def _conflict(sheet: Sheet, clash: Clash, answer: Answer | None) -> Mapping[str, Any]:
    runs = [
        run
        for _, change in difference(clash.question, clash.theirs, clash.mine)
        for run in change.runs
    ]
    when = date_format(timezone.localtime(answer.saved_at), "j F Y, H:i") if answer else "just now"
    return {
        "mine": _in_words(sheet, clash.question, clash.mine),
        "theirs": _in_words(sheet, clash.question, clash.theirs),
        "theirs_who": clash.author,
        "theirs_when": when,
        "runs": runs,
        "name": f"keep.{clash.question.code}",
        "suffix": f"-{clash.question.code}",
    }


def _in_words(sheet: Sheet, question: Question, value: Mapping[str, Any]) -> str:
    said = [
        (spec.label, kind_of(spec.kind).plain(spec, value.get(spec.code), sheet.surroundings))
        for spec in question.fields
        if value.get(spec.code) is not None
    ]
    if len(question.fields) == 1:
        return said[0][1] if said else "Not answered"
    return "\n\n".join(f"{label}\n{words}" for label, words in said) or "Not answered"
