"""Whether MLOps is needed: the facts, what was put before the director, and whether they agree."""

from collections.abc import Mapping
from typing import Any

from initiation.casefile import from_text
from initiation.models import Answer, Project
from reviews.models import MlopsAssessment

Facts = Mapping[str, Mapping[str, Any]]


def facts_of(project: Project) -> Facts:
    """Return the recorded facts as they stand, by question code."""
    rows = Answer.objects.filter(project=project, set_code="mlops")
    return {row.question_code: row.value for row in rows if row.value}


def last_assessment(project: Project) -> MlopsAssessment | None:
    """Return the last result that was put before the director."""
    return (
        MlopsAssessment.objects.filter(project=project)
        .select_related("case_file", "put_by", "decided_by")
        .order_by("-pk")
        .first()
    )


def put_facts(assessment: MlopsAssessment) -> Facts:
    """Return the facts as they were put before the director."""
    frozen = from_text(assessment.case_file.body).question_set("mlops")
    return {answer.code: answer.value for answer in frozen.answers if answer.value}


def facts_moved(assessment: MlopsAssessment, now: Facts) -> bool:
    """Tell whether a fact was changed after the facts were put before the director."""
    return put_facts(assessment) != now
