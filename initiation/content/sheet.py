"""The words around a page of questions, and how far an answer is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.question_sets import Question, missing
from initiation.models import Answer, Project


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands below a question besides its fields: a template, and the ready words for it."""

    template: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The words and addresses around the questions of one page."""

    title: str
    section: str
    back_url: str
    back_text: str
    autosave_url: str
    next_url: str
    previous_url: str = ""
    next_text: str = "Save and continue"
    intro: str = ""
    writers: str = ""
    total: int = 0
    returned: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)  # read here, written there


def evidence_url(project: Project, questions: Iterable[Question], path: str) -> str:
    """Return the way to the register and back to ``path``; empty where nothing can be cited."""
    specs = [spec for question in questions for spec in question.fields]
    kinds = {part.kind for spec in specs for part in (spec, *spec.columns)}
    if "evidence" not in kinds:
        return ""
    return f"{reverse('evidence', args=[project.ref])}?{urlencode({'back': path})}"


def way_back(project: Project, path: str) -> str:
    """Return ``path`` if it is a page of the project to come back to; else nothing."""
    own = reverse("project", args=[project.ref])
    return path if path.startswith(own) and "\\" not in path and "//" not in path else ""


def state_of(question: Question, answer: Answer | None) -> tuple[str, str]:
    """Return how far an answer is: the status mark and the words."""
    if answer is None or not answer.value:
        return "not_started", "Not started"
    return ("draft", "Incomplete") if missing(question, answer.value) else ("done", "Complete")


def saved_words(answer: Answer | None) -> str:
    """Return who saved the answer and when; empty for none."""
    if answer is None:
        return ""
    when = date_format(timezone.localtime(answer.saved_at), "j F Y, H:i")
    return f"Saved by {answer.author.name}, {when}"
