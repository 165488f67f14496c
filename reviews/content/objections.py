"""What preflight found, as ready words that lead to the very field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from core.question_sets import QuestionSet, place_of
from initiation.content.places import field_of
from initiation.facts import Place
from initiation.preflight import REGISTER, Finding, Severity
from reviews.content.moments import counted

_SHOWN = {
    Severity.ERROR: ("rejected", "Must be mended"),
    Severity.WARNING: ("needs_work", "Will be asked about"),
}


@dataclass(frozen=True, slots=True)
class Objection:
    """One finding: what was found, what to do about it, and where."""

    code: str
    variant: str
    severity: str
    text: str
    remedy: str
    section: str
    label: str
    url: str


def objections(
    ref: str, sets: Mapping[str, QuestionSet], found: Iterable[Finding]
) -> list[Objection]:
    """Return the findings in words, what must be mended first."""
    ordered = sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)
    return [_objection(ref, sets, finding) for finding in ordered]


def objection_words(found: Iterable[Finding]) -> str:
    """Say how many findings must be mended, and how many the director will ask about."""
    severities = [finding.severity for finding in found]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    parts = [f"{counted(errors, 'point')} must be mended before you submit"] if errors else []
    if warnings:
        parts.append(f"{counted(warnings, 'point')} the director will ask about")
    return "; ".join(parts)


def to_mend(found: Iterable[Finding]) -> str:
    """Count in words what must be mended before submitting; empty for nothing."""
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    return counted(errors, "point") if errors else ""


def touching(
    found: Iterable[Finding], exam_set: str, code: str, stage_views: Iterable[str]
) -> list[Finding]:
    """Return the findings in one of the seven answers or in what the stages say beside it."""
    views = frozenset(stage_views)
    return [
        finding
        for finding in found
        if (finding.place.set_code, finding.place.question_code) == (exam_set, code)
        or finding.place.set_code in views
        or f"{finding.place.set_code}.{finding.place.question_code}" in views
    ]


def _objection(ref: str, sets: Mapping[str, QuestionSet], finding: Finding) -> Objection:
    section, label, url = _where(ref, sets, finding.place)
    variant, severity = _SHOWN[finding.severity]
    return Objection(
        code=finding.code,
        variant=variant,
        severity=severity,
        text=finding.text,
        remedy=finding.remedy,
        section=section,
        label=label,
        url=url,
    )


def _where(ref: str, sets: Mapping[str, QuestionSet], place: Place) -> tuple[str, str, str]:
    """Return the part of the project, the label and the address of a place."""
    if place.set_code == REGISTER:
        piece = place.question_code
        return "Evidence", piece, reverse("evidence-piece", args=[ref, piece.removeprefix("E-")])
    question_set = sets[place.set_code]
    question = question_set.question(place.question_code)
    html_id, label = place_of(question, place.input_name)
    section = f"{question_set.title}: {question.title}"
    return section, label, field_of(ref, question_set.code, question, html_id)
