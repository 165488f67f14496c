"""Is MLOps needed: the rule's result with its reasons, and where the question stands."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import InvalidOperation
from typing import Any

from django.urls import reverse

from core.question_sets import Question, QuestionSet, missing, place_of
from initiation.content.sheet import SheetPage
from initiation.content.spans import listed
from initiation.mlops import (
    FULL_FROM,
    LIGHT_FROM,
    NEED_NAMES,
    NEEDS_PLATFORM,
    Factor,
    Need,
    Result,
    assess,
)
from initiation.models import Project
from initiation.workflow import State
from reviews.content.moments import moment
from reviews.models import MlopsAssessment
from reviews.models.names import signature_of
from reviews.queries.needs import Facts

MEANINGS: Mapping[Need, str] = {
    Need.NONE: "The answer is needed once. Nothing runs afterwards, so nothing is operated.",
    Need.POC: "Find out with a cap, an end date and a test whether it works. No platform is built.",
    Need.LIGHT: "Versioned data and models, a repeatable training run, and somebody who watches.",
    Need.FULL: "Automated training, deployment and monitoring, with people on call.",
}
_FACT_NAMES = {
    "kind": "the kind of need", "requests_a_day": "requests a day", "retraining": "retraining",
    "life_months": "how long it is used", "models": "the number of models",
    "arrival": "how requests arrive", "latency": "how soon an answer must be there",
    "regulated": "whether it is regulated", "on_call": "whether somebody is on call",
}  # fmt: skip


def rule_result(facts: Facts) -> dict[str, Any]:
    """Apply the rule to the facts so far; say which are missing when it cannot answer yet."""
    known = {code for answer in facts.values() for code in answer}
    absent = [name for code, name in _FACT_NAMES.items() if code not in known]
    result = _said(facts)
    if result is None:
        return {"known": False, "missing": f"Still missing: {listed(absent)}." if absent else ""}
    return {"known": True} | result_words(result.need, result.score, result.factors)


def _said(facts: Facts) -> Result | None:
    try:
        return assess(facts)
    except (KeyError, ValueError, InvalidOperation):
        return None


def asks_bounds(facts: Facts) -> bool:
    """Tell whether the bounds of a proof of concept are asked: given, needed, or not yet known."""
    result = _said(facts)
    return bool(facts.get("poc")) or result is None or result.need not in NEEDS_PLATFORM


def result_words(need: Need, score: int, factors: tuple[Factor, ...]) -> dict[str, Any]:
    """Return a result in words, with the reasons for and against by weight."""
    ordered = sorted(factors, key=lambda factor: -abs(factor.weight))
    return {
        "need": need.value,
        "sentence": NEED_NAMES[need],
        "meaning": MEANINGS[need],
        "for": [_reason(factor) for factor in ordered if factor.weight > 0],
        "against": [_reason(factor) for factor in ordered if factor.weight < 0],
        "neutral": [factor.text for factor in ordered if factor.weight == 0],
        "sum": _sum_words(need, score),
        "bounded": need not in NEEDS_PLATFORM,
    }


def frozen_result(assessment: MlopsAssessment) -> dict[str, Any]:
    """Return the result that was put before the director, as it was recorded."""
    factors = tuple(Factor(**factor) for factor in assessment.factors)
    return {"known": True} | result_words(Need(assessment.result), assessment.score, factors)


def _reason(factor: Factor) -> dict[str, str]:
    return {"weight": f"{factor.weight:+d}".replace("-", "\N{MINUS SIGN}"), "text": factor.text}


def _sum_words(need: Need, score: int) -> str:
    total = f"{score:+d}".replace("-", "\N{MINUS SIGN}") if score else "0"
    if need is Need.NONE:
        return "A one-time answer needs no MLOps, whatever else is said."
    return f"The sum is {total}. From {LIGHT_FROM} it is light, from {FULL_FROM} full."


def need_sheet(project: Project, questions: QuestionSet) -> SheetPage:
    """Return the words around the facts."""
    here = reverse("mlops-need", args=[project.ref])
    return SheetPage(
        title=questions.title,
        section="After the first approval",
        intro=questions.intro,
        back_url=reverse("project", args=[project.ref]),
        back_text="Task list",
        autosave_url=reverse("mlops-need-autosave", args=[project.ref]),
        next_url=f"{here}#result",
        next_text="Save the facts",
    )


def need_page(
    project: Project,
    questions: QuestionSet,
    facts: Facts,
    last: MlopsAssessment | None,
    *,
    moved: bool,
) -> dict[str, Any]:
    """Return where the question stands, as ready words."""
    open_case = last is not None and not last.decided
    gaps = _gaps(project, questions, facts)
    return {
        "result": frozen_result(last) if last and not moved else rule_result(facts),
        "put": open_case and not moved,
        "put_words": f"Put before {project.director.name} on {moment(last.put_at)}"
        if last and open_case
        else "",
        "moved": open_case and moved,
        "gaps": gaps,
        "may_be_put": not gaps and project.where is State.NEED_CONFIRMED,
        "put_url": reverse("put-mlops-need", args=[project.ref]),
        "confirm_url": reverse("confirm-mlops-need", args=[project.ref]),
        "director": project.director.name,
        "manager": project.manager.name,
        "decided": decided_words(last) if last else {},
        "sha256": last.case_file.sha256 if last else "",
    }


def decided_words(assessment: MlopsAssessment) -> dict[str, str]:
    """Return the director's word; empty before there is one."""
    if not assessment.decided or assessment.decided_by is None or assessment.decided_at is None:
        return {}
    overridden = assessment.decided != assessment.result
    return {
        "sentence": NEED_NAMES[Need(assessment.decided)],
        "who": f"{signature_of(assessment, 'decided_by')}, {moment(assessment.decided_at)}",
        "how": f"This overrides the rule, which said: {NEED_NAMES[Need(assessment.result)]}."
        if overridden
        else "This confirms the rule.",
        "reason": assessment.override_reason,
    }


def _gaps(project: Project, questions: QuestionSet, facts: Facts) -> list[dict[str, Any]]:
    """Return the facts that are missing, each with the address of its field."""
    found = []
    for question in questions.questions:
        problems = missing(_as_asked(question, facts), facts.get(question.code, {}))
        links = [place_of(question, problem.where) for problem in problems]
        if links:
            fields = [(label, f"#{html_id}") for html_id, label in links]
            section = f"Question {question.number}"
            found.append({"title": question.title, "section": section, "fields": fields})
    return found


def _as_asked(question: Question, facts: Facts) -> Question:
    """Return the question with its bounds required when the rule sees no need for a platform."""
    result = _said(facts)
    if question.code != "poc" or result is None or result.need in NEEDS_PLATFORM:
        return question
    return replace(question, fields=tuple(replace(spec, required=True) for spec in question.fields))
