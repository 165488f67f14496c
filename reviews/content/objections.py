"""What preflight found, as ready words that lead to the very field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.question_sets import QuestionSet, place_of
from initiation.content.places import field_of
from initiation.preflight import Finding, Severity
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
    return [_objection(ref, sets[finding.place.set_code], finding) for finding in ordered]


def objection_words(found: Iterable[Finding]) -> str:
    """Say how many findings must be mended, and how many the director will ask about."""
    severities = [finding.severity for finding in found]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    parts = [f"{counted(errors, 'point')} must be mended before you submit"] if errors else []
    if warnings:
        parts.append(f"{counted(warnings, 'point')} the director will ask about")
    return "; ".join(parts)


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


def _objection(ref: str, question_set: QuestionSet, finding: Finding) -> Objection:
    question = question_set.question(finding.place.question_code)
    html_id, label = place_of(question, finding.place.input_name)
    variant, severity = _SHOWN[finding.severity]
    return Objection(
        code=finding.code,
        variant=variant,
        severity=severity,
        text=finding.text,
        remedy=finding.remedy,
        section=f"{question_set.title}: {question.title}",
        label=label,
        url=field_of(ref, question_set.code, question, html_id),
    )
