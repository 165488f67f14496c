"""What is worked out from an answer, ready to stand under it on pages and in the dossier."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.question_sets import Question
from initiation.casefile import CaseContent
from initiation.content.error_costs import errors_panel
from initiation.content.money import options_panel
from initiation.costs import (
    RouteCosts,
    TaskErrors,
    errors_in,
    route_costs,
    routes_in,
    task_errors,
)
from initiation.facts import ROUTES, ROUTES_AGAIN, RUNNING_COST, TASKS, Facts
from initiation.models import Answer

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: ``name`` chooses its templates, ``data`` holds ready words.

    A ``warning`` is to be said before anything else.
    """

    name: str
    data: Any
    warning: str = ""

    @property
    def template(self) -> str:
        """The template for a page."""
        return f"money/{self.name}.html"

    @property
    def pdf_template(self) -> str:
        """The template for the dossier."""
        return f"dossiers/pdf/money/{self.name}.html"


def panels_of(content: CaseContent, set_code: str, question_code: str) -> tuple[Panel, ...]:
    """Return what is worked out from one answer of a case file; mostly nothing."""
    make = _MAKERS.get((set_code, question_code))
    return make(Facts(content), set_code) if make else ()


def panels_beside(content: CaseContent, set_code: str, question_code: str) -> tuple[Panel, ...]:
    """Return the same with what is worked out from the stage that one answer rests on."""
    found = panels_of(content, set_code, question_code)
    if question_code == "apparatus":
        found += panels_of(content, TASKS.set_code, TASKS.question_code)
    return found


def saved_panels(set_code: str, question: Question, answer: Answer | None) -> tuple[Panel, ...]:
    """Return the comparison of routes in an answer as it was last saved; none for the others."""
    if (set_code, question.code) not in _ROUTES or answer is None:
        return ()
    return _compared(routes_in(set_code, question.fields, answer.value))


def task_panels(question: Question, answers: Iterable[Answer]) -> tuple[Panel, ...]:
    """Return the cost of errors of the tasks as they were last saved.

    ``question`` asks for the tasks; ``answers`` holds those to it and to the running cost.
    """
    values = {(row.set_code, row.question_code): row.value for row in answers}
    tasks = values.get((TASKS.set_code, TASKS.question_code), {})
    running = values.get((RUNNING_COST.set_code, RUNNING_COST.question_code), {})
    found = errors_in(question.fields, tasks, running.get(RUNNING_COST.field))
    return _useful(found)


def _compared(costs: RouteCosts) -> tuple[Panel, ...]:
    data = options_panel(costs)
    if data is None:
        return ()
    return (Panel("options", data, data.finding if data.loses else ""),)


def _useful(found: Sequence[TaskErrors]) -> tuple[Panel, ...]:
    data = errors_panel(found)
    return () if data is None else (Panel("errors", data),)


def _options(facts: Facts, set_code: str) -> tuple[Panel, ...]:
    return _compared(route_costs(facts, set_code))


def _errors(facts: Facts, set_code: str) -> tuple[Panel, ...]:
    return _useful(task_errors(facts))


_ROUTES = {(place.set_code, place.question_code) for place in (ROUTES, ROUTES_AGAIN)}
_MAKERS: dict[Key, Callable[[Facts, str], tuple[Panel, ...]]] = {
    **dict.fromkeys(_ROUTES, _options),
    (TASKS.set_code, TASKS.question_code): _errors,
}
