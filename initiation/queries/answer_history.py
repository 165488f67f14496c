"""The versions of one answer, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Lead

from initiation.models import AnswerVersion, Project

PAGE = 20


@dataclass(frozen=True, slots=True)
class Step:
    """The state an answer was left in, the state before it, and the first save between them."""

    now: AnswerVersion
    before: AnswerVersion | None
    first: int


@dataclass(frozen=True, slots=True)
class StepsPage:
    """Some steps, and the version below which the next page begins (0 when there is none)."""

    steps: tuple[Step, ...]
    older: int


def steps_of(
    project: Project, set_code: str, question_code: str, *, below: int | None, each: bool
) -> StepsPage:
    """Return a page of an answer's history in one query.

    What one person saved in one go, as autosave does while they type, is one step; with ``each``
    every save is one.
    """
    rows = _versions(project, set_code, question_code)
    if below is not None:
        rows = rows.filter(version__lt=below)
    if not each:
        rows = _ends(rows)
    found = list(rows.order_by("-version")[: PAGE + 1])
    steps = tuple(_step(found, at) for at in range(min(PAGE, len(found))))
    more = len(found) > PAGE
    return StepsPage(steps, steps[-1].first if more else 0)


def version_of(
    project: Project, set_code: str, question_code: str, version: int
) -> AnswerVersion | None:
    """Return one version, or None when there is none of this number."""
    return _versions(project, set_code, question_code).filter(version=version).first()


def _versions(project: Project, set_code: str, question_code: str) -> QuerySet[AnswerVersion]:
    return AnswerVersion.objects.filter(
        project=project, set_code=set_code, question_code=question_code
    ).select_related("author", "taken_from")


def _ends(rows: QuerySet[AnswerVersion]) -> QuerySet[AnswerVersion]:
    """Keep the versions after which somebody else, or a new visit, went on."""
    return rows.annotate(
        next_author=Window(Lead("author_id"), order_by=F("version").asc()),
        next_session=Window(Lead("edit_session"), order_by=F("version").asc()),
    ).filter(
        Q(next_author=None)
        | ~Q(next_author=F("author_id"))
        | ~Q(next_session=F("edit_session"))
        | Q(edit_session="")
    )


def _step(found: Sequence[AnswerVersion], at: int) -> Step:
    before = found[at + 1] if at + 1 < len(found) else None
    return Step(found[at], before, before.version + 1 if before else 1)
