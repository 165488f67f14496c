"""Answers to question 2 with routes in them, and tasks with what their errors cost."""

from typing import Any

from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from tests.samples import sample


def money(amount: int | str, currency: str = "EUR") -> dict[str, str]:
    return {"amount": f"{amount}.00", "currency": currency}


def row(
    number: int, code: str, setup: int, yearly: int, effect: int, **more: Any
) -> dict[str, Any]:
    """Return one route by its likely figures, low and high around them; None takes one out."""
    figures = {"setup": setup, "yearly": yearly, "effect": effect}
    cells: dict[str, Any] = {
        f"{name}_{part}": money(amount * tenths // 10)
        for name, amount in figures.items()
        for part, tenths in (("low", 9), ("likely", 10), ("high", 12))
    }
    cells |= {
        "id": f"r{number}",
        "alternative": code,
        "description": "As described.",
        "months": "0",
        "people": "1",
        "risk": "low",
        "reversible": True,
        "why": "Because of its figures.",
        "in_any_case": False,
    }
    cells |= more
    return {name: value for name, value in cells.items() if value is not None}


RULES = row(1, "rules", 12000, 8000, 30000)
ML = row(2, "build_ml", 110000, 45000, 128000)
FORM = row(3, "change_process", 18000, 1500, 122000)
NOTHING = row(4, "do_nothing", 0, 0, 0)

# A problem dear enough for these routes to be worth their effect.
DEAR: dict[str, Any] = {
    "problem.cost": {
        name: {"low": "150000", "likely": "160000", "high": "200000", "basis": "5 x 32 000"}
        | {"currency": "EUR"}
        for name in ("today", "doing_nothing")
    }
}


def why_ml(*rows: dict[str, Any], rate: str = "0", volume: str = "6200") -> dict[str, Any]:
    """Return what changes of a full sample answer to question 2."""
    return {"options": list(rows), "volume": volume, "discount_rate": rate}


def answered(project: Project, set_code: str, question_code: str, value: dict[str, Any]) -> None:
    """Save one answer as the project's manager."""
    question = pinned(project)[set_code].question(question_code)
    stored = project.answers.filter(set_code=set_code, question_code=question_code).first()
    save_answers(
        actor=project.manager,
        project=project,
        set_code=set_code,
        entries=[Entry(question, value, stored.version if stored else 0)],
        edit_session="",
    )


def task(project: Project, **changes: Any) -> dict[str, Any]:
    """Return one whole ML task of a pinned set with ``changes``; None takes a figure out."""
    (field,) = pinned(project)["ml"].question("tasks").fields
    (cells,) = sample(field)
    cells |= {
        "task_type": "classify",
        "metric": "precision_at_recall",
        "false_positive_cost": {"amount": "85.00", "currency": "EUR"},
        "false_negative_cost": {"amount": "7.70", "currency": "EUR"},
        "baseline_value": "0.4",
        "threshold": "0.97",
        "ai_act": "minimal",
        "stop": "Below 0.6 by 1 March 2027.",
    }
    return {name: value for name, value in (cells | changes).items() if value is not None}
