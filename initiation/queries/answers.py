"""Reading answers and how far they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from core.question_sets import QuestionSet, missing
from initiation.models import Answer, Member, PinnedSet, Project
from initiation.queries.question_sets import parsed


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions of a set are complete, and how many were begun."""

    complete: int
    begun: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to answer."""
        return self.complete == self.total


def answers_of(project: Project, set_code: str) -> Mapping[str, Answer]:
    """Return the answers of one set, by question code, with their authors."""
    rows = Answer.objects.filter(project=project, set_code=set_code).select_related("author")
    return {row.question_code: row for row in rows}


def answers_in(project: Project, set_codes: Iterable[str]) -> tuple[Answer, ...]:
    """Return the answers of several sets in one query."""
    return tuple(Answer.objects.filter(project=project, set_code__in=tuple(set_codes)))


def progress_of(
    project: Project, sets: Mapping[str, QuestionSet], codes: Iterable[str]
) -> Mapping[str, Progress]:
    """Return the progress of several sets in one query."""
    wanted = tuple(codes)
    values: dict[str, dict[str, Mapping[str, object]]] = {code: {} for code in wanted}
    rows = Answer.objects.filter(project=project, set_code__in=wanted)
    for set_code, question_code, value in rows.values_list("set_code", "question_code", "value"):
        values[set_code][question_code] = value
    return {code: _progress(sets[code], values[code]) for code in wanted}


def still_to_write(contributors: QuerySet[Member]) -> list[Member]:
    """Return those of these contributors whose stage is not complete, in constant queries."""
    pin = PinnedSet.objects.filter(project=OuterRef("project"), code=OuterRef("stage"))
    members = list(contributors.annotate(pin=Subquery(pin.values("published_set")[:1])))
    if not members:
        return []
    sets = parsed({member.pin for member in members})
    rows = Answer.objects.filter(
        project__in={member.project_id for member in members},
        set_code__in={member.stage for member in members},
    )
    values: dict[tuple[int, str], dict[str, Mapping[str, object]]] = defaultdict(dict)
    for project, code, question, value in rows.values_list(
        "project_id", "set_code", "question_code", "value"
    ):
        values[project, code][question] = value
    return [
        member
        for member in members
        if not _progress(sets[member.pin], values[member.project_id, member.stage]).is_complete
    ]


def _progress(question_set: QuestionSet, values: Mapping[str, Mapping[str, object]]) -> Progress:
    complete = sum(
        not missing(question, values.get(question.code, {}))
        for question in question_set.questions
        if values.get(question.code) or not any(spec.required for spec in question.fields)
    )
    return Progress(complete, len([v for v in values.values() if v]), len(question_set.questions))
