"""The events of a project."""

from collections import Counter
from collections.abc import Mapping

from core.models import Event
from initiation.models import Answer, AnswerVersion, Project

PAGE = 40


def events_of(project: Project, *, before: int | None = None) -> list[Event]:
    """Return up to a page and one more of a project's events, newest first."""
    found = Event.objects.filter(subject=project.ref).select_related("actor")
    if before is not None:
        found = found.filter(sequence__lt=before)
    return list(found.order_by("-sequence")[: PAGE + 1])


def saved_answers(project: Project) -> Mapping[tuple[str, str], Answer]:
    """Return every answer by set and question, with its author; what each holds is not read."""
    rows = Answer.objects.filter(project=project).select_related("author").defer("value", "wording")
    return {(row.set_code, row.question_code): row for row in rows}


def how_it_began(project: Project) -> Event | None:
    """Return the event that tells what was taken over from an earlier project, if anything was."""
    verbs = ("answers taken over", "new version opened")
    found = Event.objects.filter(subject=project.ref, verb__in=verbs).select_related("actor")
    return found.order_by("sequence").first()


def taken_over_by_set(project: Project) -> Mapping[str, int]:
    """Return how many answers of each set the project began with, whatever was written since."""
    first = AnswerVersion.objects.filter(project=project, version=1, taken_from__isnull=False)
    return Counter(first.values_list("set_code", flat=True))
