"""The management case as its writer and its signers meet it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from accounts.models import User
from core.question_sets import Question, QuestionSet
from initiation.casefile import from_text
from initiation.content.sheet import SheetPage, state_of
from initiation.models import Answer, CaseFile, Project
from initiation.queries.answers import Progress
from reviews.content.moments import counted, moment
from reviews.content.tasks import Task
from reviews.content.whole import Section, frozen_section
from reviews.models import SignOff
from reviews.models.names import name_of

_READ_FIRST = ("management", "mlops", "exam_mlops")


def case_tasks(
    project: Project, questions: QuestionSet, answers: Mapping[str, Answer], url_name: str
) -> list[Task]:
    """Return the questions of a case with how far each answer is."""
    return [
        Task(
            id=f"answer-{question.number}",
            name=f"{question.number}. {question.title}",
            url=reverse(url_name, args=[project.ref, question.number]),
            **dict(zip(("variant", "status"), _state(question, answers), strict=True)),
        )
        for question in questions.questions
    ]


def _state(question: Question, answers: Mapping[str, Answer]) -> tuple[str, str]:
    return state_of(question, answers.get(question.code))


def exam_task(project: Project, progress: Progress) -> Task:
    """Return the row that leads to the seven answers of the second examination."""
    done = progress.complete == progress.total
    return Task(
        id="exam-answers",
        name="The director's seven questions, asked again",
        url=reverse("exam-answers", args=[project.ref, "mlops"]),
        variant="done" if done else "draft",
        status=f"{progress.complete} of {progress.total} complete",
        hint="They begin as you answered them the first time.",
    )


def answer_page(
    project: Project, questions: QuestionSet, question: Question, *, kind: str, case_text: str
) -> SheetPage:
    """Return the words around one answer of a case; ``kind`` is management or team."""
    name, case = f"{kind}-answer", reverse(f"{kind}-case", args=[project.ref])
    number, total = question.number, len(questions.questions)

    def at(position: int) -> str:
        return reverse(name, args=[project.ref, position])

    return SheetPage(
        title=question.title,
        section=questions.title,
        back_url=case,
        back_text=case_text,
        autosave_url=reverse(f"{name}-autosave", args=[project.ref, number]),
        next_url=at(number + 1) if number < total else case,
        previous_url=at(number - 1) if number > 1 else "",
        total=total,
    )


def case_sections(case_file: CaseFile) -> list[Section]:
    """Return what a signer reads: the case, the rule's facts, the seven answers."""
    content = from_text(case_file.body)
    return [frozen_section(content, code) for code in _READ_FIRST]


def signature_rows(
    signers: Iterable[User], sign_offs: Iterable[SignOff], *, with_reasons: bool = True
) -> list[dict[str, str]]:
    """Return every signer, and whoever signed before leaving, with what they did under this file.

    ``with_reasons`` is for those who may read the examination, as in the history.
    """
    done = {item.signer_id: item for item in sign_offs}
    asked = {person.pk: person for person in signers}
    left = [item.signer for key, item in done.items() if key not in asked]
    return [_signature(who, done.get(who.pk), with_reasons) for who in (*asked.values(), *left)]


def _signature(person: User, found: SignOff | None, with_reasons: bool) -> dict[str, str]:
    row = {"name": person.name, "title": person.title, "reason": "", "when": ""}
    if found is None:
        return row | {"variant": "waiting", "status": "Not signed yet"}
    if found.signer_name:
        row |= {"name": found.signer_name, "title": found.signer_title}
    word = ("accepted", "Signed") if found.signed else ("rejected", "Refused")
    return row | {
        "variant": word[0], "status": word[1], "when": moment(found.at),
        "reason": found.reason if with_reasons else "",
    }  # fmt: skip


def earlier_refusals(sign_offs: Iterable[SignOff], *, with_reasons: bool) -> list[dict[str, str]]:
    """Return why the case came back before; without reasons, that it did."""
    return [
        {
            "who": name_of(item, "signer"),
            "when": moment(item.at),
            "reason": item.reason if with_reasons else "",
        }
        for item in sign_offs
        if not item.signed
    ]


def case_context(project: Project, left: int) -> dict[str, Any]:
    """Return the words of the case's head."""
    return {
        "left": f"{counted(left, 'question')} left to answer" if left else "",
        "check_url": reverse("check-and-submit", args=[project.ref, "mlops"]),
    }
