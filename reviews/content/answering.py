"""The seven answers as their writer meets them: the list, and one answer with all that helps."""

from typing import Any

from django.urls import reverse

from core.question_sets import Question, show
from initiation.casefile import CaseContent
from initiation.content.places import answer_url, page_of
from initiation.content.sheet import SheetPage, state_of
from initiation.models import Answer
from initiation.workflow import EXAM_STATE, GATE_NAMES, WRITING_STATE, Gate
from reviews.content.moments import counted
from reviews.content.tasks import Task
from reviews.content.threads import thread
from reviews.content.whole import Section, Whole
from reviews.models import Stance
from reviews.queries.gate_notes import GateNotes

_STANCES = {
    Stance.ACCEPTED: ("accepted", "Accepted in round {}"),
    Stance.NEEDS_WORK: ("needs_work", "Needs work"),
    Stance.REJECTED: ("rejected", "Rejected"),
}


def answers_page(notes: GateNotes, *, may_submit: bool) -> dict[str, Any]:
    """Return the list of the seven with how far each is, as ready words."""
    project, gate = notes.project, notes.gate
    ref = project.ref
    tasks = [answer_task(notes, question) for question in notes.questions.questions]
    writing = project.where is WRITING_STATE[gate]
    back, back_text = ("project", "Task list")
    if gate is Gate.MLOPS:
        back, back_text = ("management-case", "Management case")
    return {
        "title": notes.questions.title,
        "section": GATE_NAMES[gate],
        "intro": notes.questions.intro,
        "tasks": tasks,
        "counts": _counts(notes),
        "back_url": reverse(back, args=[ref]),
        "back_text": back_text,
        "next_url": _first_open(notes) if writing and may_submit else "",
        "check_url": reverse("check-and-submit", args=[ref, gate.value])
        if writing and may_submit
        else "",
        "last_url": reverse("decision", args=[ref, gate.value, notes.decided[-1].number])
        if notes.decided
        else "",
        "last_words": f"round {notes.decided[-1].number}" if notes.decided else "",
    }


def answer_task(notes: GateNotes, question: Question) -> Task:
    """Return one of the seven as a row: its verdict where there is one, else how far it is."""
    answer = notes.answers.get(question.code)
    variant, status = state_of(question, answer)
    verdict = notes.last_verdict(question.code)
    changed = ""
    if verdict is not None:
        variant, words = _STANCES[Stance(verdict.stance)]
        status = words.format(notes.decided[-1].number)
        since = notes.decided[-1].closed_at
        if answer and since and answer.saved_at > since:
            changed = "Changed since. "
    waiting = sum(item.answered_at is None for item in notes.threads(question.code))
    if waiting:
        variant, status = "waiting", f"{counted(waiting, 'follow-up')} to answer"
    return Task(
        id=f"answer-{question.number}",
        name=f"{question.number}. {question.title}",
        url=answer_url(notes.project.ref, notes.gate, question.number),
        variant=variant,
        status=status,
        hint=changed + _evidence_words(answer),
    )


def _evidence_words(answer: Answer | None) -> str:
    if answer is None or not answer.value:
        return ""
    cited = len(answer.value.get("evidence", []))
    return f"Cites {counted(cited, 'piece')} of evidence" if cited else "Cites no evidence yet"


def _counts(notes: GateNotes) -> list[dict[str, Any]]:
    total = len(notes.questions.questions)
    complete = sum(
        state_of(question, notes.answers.get(question.code))[0] == "done"
        for question in notes.questions.questions
    )
    cited = sum(bool(answer.value.get("evidence")) for answer in notes.answers.values())
    return [
        {"label": "answers complete", "done": complete, "total": total, "url": ""},
        {"label": "cite evidence", "done": cited, "total": total, "url": ""},
    ]


def _first_open(notes: GateNotes) -> str:
    """Return the address of the next answer to work on; empty when none is left."""
    for question in notes.questions.questions:
        verdict = notes.last_verdict(question.code)
        incomplete = state_of(question, notes.answers.get(question.code))[0] != "done"
        if incomplete or (verdict is not None and verdict.stance != Stance.ACCEPTED):
            return answer_url(notes.project.ref, notes.gate, question.number)
    return ""


def answer_page(notes: GateNotes, question: Question, *, may_submit: bool) -> SheetPage:
    """Return the words around one of the seven questions, and where to go from it."""
    ref, gate = notes.project.ref, notes.gate
    total = len(notes.questions.questions)
    last = question.number == total
    after = reverse("exam-answers", args=[ref, gate.value])
    if last and may_submit:
        after = reverse("check-and-submit", args=[ref, gate.value])
    elif not last:
        after = answer_url(ref, gate, question.number + 1)
    return SheetPage(
        title=f"Question {question.number}",
        section=GATE_NAMES[gate],
        back_url=reverse("exam-answers", args=[ref, gate.value]),
        back_text="All seven answers",
        autosave_url=reverse("exam-answer-autosave", args=[ref, gate.value, question.number]),
        next_url=after,
        previous_url=answer_url(ref, gate, question.number - 1) if question.number > 1 else "",
        total=total,
        returned={
            question.code: [
                {"round": number, "text": comment}
                for number, _, comment in notes.notes(question.code)
            ]
        },
    )


def threads_of(notes: GateNotes, question: Question, *, may_reply: bool) -> list[dict[str, Any]]:
    """Return the follow-ups under one answer for their component; none is answered on hold."""
    replies = may_reply and notes.project.where is EXAM_STATE[notes.gate]
    ref = notes.project.ref
    return [
        thread(ref, item, is_open=item.closed_at is None, replies=replies)
        for item in notes.threads(question.code)
    ]


def stage_sections(notes: GateNotes, question: Question, content: CaseContent) -> list[Section]:
    """Return what the stages say beside one question, as it stands now in ``content``."""
    ref, around = notes.project.ref, content.surroundings()
    found: dict[str, list[Whole]] = {}
    for place, answer in content.viewed(question.stage_views).items():
        set_code, _, code = place.partition(".")
        asked = notes.sets[set_code].question(code)
        fields = show(asked, answer.value, around)
        found.setdefault(set_code, []).append(
            Whole(asked.title, page_of(ref, set_code, asked), fields)
        )
    return [
        Section(notes.sets[set_code].title, counted(len(answers), "answer"), tuple(answers))
        for set_code, answers in found.items()
    ]
