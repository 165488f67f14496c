"""A page of questions as forms: read what was posted, keep what was typed, name what is wrong."""

import secrets
from collections.abc import Mapping

from django.http import QueryDict

from core.forms import QuestionForm
from core.kinds import Surroundings
from core.question_sets import Question
from initiation.models import Answer
from initiation.services.answers import Clash, Entry

_SESSION_LENGTH = 40


class Sheet:
    """The forms of some questions with the versions they were opened at.

    ``data`` is what was posted (None for a fresh page). Hidden inputs carry ``edit_session`` and
    ``version.<question>``; after a conflict ``keep.<question>`` is "mine" or "theirs".
    """

    def __init__(
        self,
        questions: tuple[Question, ...],
        answers: Mapping[str, Answer],
        surroundings: Surroundings,
        data: QueryDict | None = None,
    ) -> None:
        self.questions = questions
        self.answers = answers
        self.surroundings = surroundings
        self.data = data
        posted = (data.get("edit_session") or "") if data is not None else ""
        # No browser sends a NUL here, and PostgreSQL stores none.
        clean = posted.replace("\x00", "")
        self.edit_session = clean[:_SESSION_LENGTH] or secrets.token_hex(8)
        self.forms = tuple(
            self._form(question, typed=self._kept(question) != "theirs") for question in questions
        )
        self.clashes: dict[str, Clash] = {}
        self.asks_again: frozenset[str] = frozenset()

    @property
    def undecided(self) -> frozenset[str]:
        """The questions that stood in a conflict when this was posted: pressing Save decides."""
        return frozenset(question.code for question in self.questions if self._kept(question))

    def _kept(self, question: Question) -> str:
        return (self.data.get(f"keep.{question.code}") or "") if self.data is not None else ""

    def _form(self, question: Question, *, typed: bool) -> QuestionForm:
        answer = self.answers.get(question.code)
        stored = answer.value if answer else None
        data = self.data if typed else None
        return QuestionForm(question, stored, self.surroundings, data)

    def version_of(self, question: Question) -> int:
        """Return the version the writer was looking at: posted, or the stored one."""
        answer = self.answers.get(question.code)
        stored = answer.version if answer else 0
        if question.code in self.clashes:
            return self.clashes[question.code].version
        if question.code in self.asks_again:
            return 0
        if self.data is None:
            return stored
        posted = self.data.get(f"version.{question.code}", "")
        return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else 0

    def is_valid(self) -> bool:
        """Whether every form can be taken; all are looked at, so every fault is named."""
        faulty = [form for form in self.forms if form.is_bound and not form.is_valid()]
        return not faulty

    def errors(self) -> list[tuple[str, str]]:
        """Return faults and conflicts for the error summary: id of the place, and the words."""
        met = [
            (
                f"conflict-{code}",
                f"{clash.question.title} {clash.author} changed this answer while you were "
                "writing. Nothing was saved yet: choose which text to keep.",
            )
            for code, clash in self.clashes.items()
        ]
        return met + [link for form in self.forms for link in form.error_links()]

    def entries(self, *, decided_only: bool = False) -> list[Entry]:
        """Return what can be saved: the entries of every valid form.

        ``decided_only`` leaves out the questions whose conflict nobody has decided yet.
        """
        left_out = self.undecided if decided_only else frozenset()
        return [
            Entry(form.question, form.value(), self.version_of(form.question))
            for form in self.forms
            if form.is_bound and form.question.code not in left_out and form.is_valid()
        ]

    def with_row_button(self, command: str) -> "Sheet":
        """Return the sheet after a row button, with everything typed kept and nothing judged.

        A row button chooses no side of a conflict: the next save meets it again.
        """
        changed = Sheet(self.questions, self.answers, self.surroundings, self.data)
        changed.forms = tuple(
            self._form(question, typed=True).with_row_button(command) for question in self.questions
        )
        changed.asks_again = self.undecided
        return changed
