"""Where each question is written: the page, and the very field on it."""

from django.urls import reverse

from core.question_sets import Question
from initiation.workflow import EXAM_SET, STAGES, Gate

_GATE_OF = {set_code: gate for gate, set_code in EXAM_SET.items()}
_PAGES = {"management": "management-answer", "team": "team-answer"}


def page_of(ref: str, set_code: str, question: Question) -> str:
    """Return the address of the page on which a question is written."""
    if question.apart:
        return f"{reverse('matrix', args=[ref])}#question-{question.code}"
    if set_code in STAGES:
        return f"{reverse('stage', args=[ref, set_code])}#question-{question.code}"
    if set_code in _GATE_OF:
        return answer_url(ref, _GATE_OF[set_code], question.number)
    if set_code in _PAGES:
        return reverse(_PAGES[set_code], args=[ref, question.number])
    return f"{reverse('mlops-need', args=[ref])}#question-{question.code}"


def field_of(ref: str, set_code: str, question: Question, html_id: str) -> str:
    """Return the address that leads to one field of a question."""
    return f"{page_of(ref, set_code, question).partition('#')[0]}#{html_id}"


def answer_url(ref: str, gate: Gate, number: int) -> str:
    """Return the address of one of the seven answers."""
    return reverse("exam-answer", args=[ref, gate.value, number])
