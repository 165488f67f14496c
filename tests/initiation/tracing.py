"""Case files for the fit tracer: only what it reads, and a project that says the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.kinds import FieldSpec
from initiation.casefile import CaseAnswer, CaseContent, CaseSet, CaseSource
from initiation.facts import (
    CANDIDATES,
    COMPONENTS,
    GOALS,
    NEEDS,
    TASKS,
    TRACES,
    Facts,
    Place,
)
from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from initiation.trace import Fit, fit_of

Cells = Mapping[str, Any]


def goal(measure: str) -> dict[str, Any]:
    return {"kind": "business", "measure": measure}


def task(name: str, serves: str = "", **cells: Any) -> dict[str, Any]:
    return {"name": name, "goal": serves, "task_type": "classify"} | cells


def need(name: str, of: str = "", system: str = "Ledger", raw: str = "") -> dict[str, Any]:
    return {"name": name, "task": of, "source_system": system, "raw_source": raw}


def row(serves: str, through: str, uses: str) -> dict[str, Any]:
    return {"goal": serves, "task": through, "component": uses}


def candidate(name: str, *, chosen: bool = True) -> dict[str, Any]:
    return {"function": "serve", "candidate": name, "chosen": chosen}


def source(name: str, number: int = 1, *, set_aside: bool = False) -> CaseSource:
    return CaseSource(
        ref=f"D-{number}", name=name, file_name="a.csv", size=1, sha256="0" * 64, granted_by="",
        granted_on="", made_up=True, profile=None, set_aside_by="Mara Lind" if set_aside else "",
    )  # fmt: skip


def case_file(
    *,
    goals: Iterable[Cells] = (),
    tasks: Iterable[Cells] = (),
    needs: Iterable[Cells] = (),
    traces: Iterable[Cells] = (),
    candidates: Sequence[Cells] = (),
    sources: Iterable[CaseSource] = (),
    matrix: bool = False,
    asks_for_files: bool = True,
) -> CaseContent:
    """Return a case file that holds these rows; ``matrix`` holds candidates as version 2 does."""
    column = FieldSpec("raw_source", "text", "Raw data source")
    compared: tuple[Place, Any] = (CANDIDATES, list(candidates))
    if matrix:
        compared = (COMPONENTS, {"criteria": [], "candidates": list(candidates)})
    answers = (
        _answer(GOALS, list(goals)),
        _answer(TASKS, list(tasks)),
        _answer(NEEDS, list(needs), (column,) if asks_for_files else ()),
        _answer(TRACES, list(traces)),
        _answer(*compared),
    )
    sets: dict[str, tuple[CaseAnswer, ...]] = {}
    for set_code, answer in answers:
        sets[set_code] = (*sets.get(set_code, ()), answer)
    return CaseContent(
        ref="GW-1", name="Triage", department="Service", currency="EUR", manager="Mara Lind",
        director="Dora Weiss", sponsor="Simon Falk", supersedes="", people=(), evidence=(),
        sets=tuple(CaseSet(code, 1, code, found) for code, found in sets.items()),
        sources=tuple(sources),
    )  # fmt: skip


def fit(**rows: Any) -> Fit:
    """Return the fit of a case file that holds these rows."""
    return fit_of(Facts(case_file(**rows)))


def write(project: Project, **rows: Any) -> None:
    """Answer what a fit is read from with these rows, as the project's manager."""
    places = {
        "goals": GOALS,
        "tasks": TASKS,
        "needs": NEEDS,
        "traces": TRACES,
        "candidates": CANDIDATES,
    }
    sets = pinned(project)
    for name, place in places.items():
        cells = [
            {"id": f"r{number}"} | {code: value for code, value in found.items() if value != ""}
            for number, found in enumerate(rows[name], 1)
        ]
        stored = project.answers.filter(
            set_code=place.set_code, question_code=place.question_code
        ).first()
        question = sets[place.set_code].question(place.question_code)
        entry = Entry(question, {place.field: cells}, stored.version if stored else 0)
        save_answers(
            actor=project.manager, project=project, set_code=place.set_code, entries=[entry],
            edit_session="",
        )  # fmt: skip


def _answer(
    place: Place, value: Any, columns: tuple[FieldSpec, ...] = ()
) -> tuple[str, CaseAnswer]:
    spec = FieldSpec(place.field, "table", "Rows", columns=columns)
    answer = CaseAnswer(
        code=place.question_code, number=1, title="", fields=(spec,), value={place.field: value},
        author="", saved_at="", version=1,
    )  # fmt: skip
    return place.set_code, answer


WHOLE: dict[str, Any] = {
    "goals": [goal("Useless visits"), goal("Net saving")],
    "tasks": [task("Visit worth making", "Useless visits")],
    "needs": [
        need("Outcome of the visit", "Visit worth making", "Assessor portal"),
        need("Estimate", "Visit worth making", raw="Claims of 2025"),
        need("Age of the car", "Visit worth making", raw="D-1"),
    ],
    "traces": [
        row("Useless visits", "Visit worth making", "Our own container"),
        row("Net saving", "Visit worth making", "Daily list"),
    ],
    "candidates": [
        candidate("Our own container"),
        candidate("Managed endpoint", chosen=False),
        candidate("Daily list"),
    ],
    "sources": [source("Claims of 2025")],
}
"""A project in which everything leads somewhere."""

LOOSE: dict[str, Any] = {
    "goals": [goal("Useless visits"), goal("Net saving"), goal("Days until payment")],
    "tasks": [
        task("Visit worth making", "useless  VISITS"),
        task("Fraud in photographs", "Fewer frauds"),
        task("Rule of 2026", "Useless visits", task_type="not_ml"),
    ],
    "needs": [
        need("Outcome of the visit", "Visit worth making", "Assessor portal"),
        need("Estimate", "Visit worth making", raw="Claims of 2025"),
        need("Age of the car", "Visit worth making", raw="Claims of 2024"),
        need("Weather at the place", "Storm warning", "Weather service"),
        need("Colour of the car", "Visit worth making", ""),
    ],
    "traces": [
        row("Useless visits", "Visit worth making", "Our own container"),
        row("Net saving", "Visit worth doing", "Daily list"),
        row("Useless visits", "Visit worth making", "Managed endpoint"),
        row("Days until payment", "Faster payment", "Kafka"),
    ],
    "candidates": [
        candidate("Our own container"),
        candidate("Managed endpoint", chosen=False),
        candidate("Daily list"),
        candidate("Feature store"),
    ],
    "sources": [
        source("Claims of 2025"),
        source("Claims of 2024", 2, set_aside=True),
        source("Repair invoices", 3),
    ],
}
"""One with an orphan of every sort and a wrong name of every sort."""
