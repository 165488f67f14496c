"""All that saving an answer needs to know, read in one query however large the project is.

Somebody who types saves every other second, so this is the hottest read there is. What belongs to
the project in rows of other tables (members, the pinned set, answers, evidence) comes along as
JSON, which a database makes far quicker than several round trips.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404

from accounts.access import Permission
from accounts.models import User
from core.kinds import Surroundings
from core.question_sets import QuestionSet
from initiation.models import Answer, Evidence, Member, PinnedSet, Project
from initiation.queries.question_sets import parsed

_MEMBER = ("id", "user_id", "part", "stage", "leads")
_ANSWER = ("id", "question_code", "value", "version", "edit_session", "author_id")


@dataclass(frozen=True, slots=True)
class Desk:
    """A project as its writer needs it: the questions of one set, and what they hold now.

    ``surroundings`` knows what may be cited, not what things are called.
    """

    project: Project
    questions: QuestionSet
    answers: Mapping[str, Answer]
    surroundings: Surroundings


def desk_of(user: User, ref: str, set_code: str) -> Desk:
    """Return the desk of a project. Raises Http404 for a stranger and for an unknown project."""
    here = OuterRef("pk")
    rows = (
        Project.objects.with_people()
        .visible_to(user, Permission.VIEW_TEAM_CASE)
        .annotate(
            pin=Subquery(
                PinnedSet.objects.filter(project=here, code=set_code).values("published_set")[:1]
            ),
            member_rows=_as_json(Member.objects.filter(project=here), *_MEMBER),
            answer_rows=_as_json(
                Answer.objects.filter(project=here, set_code=set_code).order_by("pk"),
                *_ANSWER,
                author_name=F("author__name"),
            ),
            evidence_numbers=ArraySubquery(Evidence.objects.filter(project=here).values("number")),
        )
    )
    project: Any = get_object_or_404(rows, pk=int(ref.removeprefix("GW-")))
    project.member_list = [_member(project, row) for row in project.member_rows]
    return Desk(
        project=project,
        questions=parsed({project.pin})[project.pin],
        answers={
            row["question_code"]: _answer(project, set_code, row) for row in project.answer_rows
        },
        surroundings=Surroundings(
            evidence=tuple((f"E-{number}", "") for number in project.evidence_numbers),
            currency=project.currency,
        ),
    )


def _as_json(rows: QuerySet[Any], *names: str, **more: F) -> ArraySubquery:
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in names}, **more)))


def _member(project: Project, row: Mapping[str, Any]) -> Member:
    member = Member.from_db(connection.alias, _MEMBER, [row[name] for name in _MEMBER])
    member.project = project
    return member


def _answer(project: Project, set_code: str, row: Mapping[str, Any]) -> Answer:
    answer = Answer.from_db(connection.alias, _ANSWER, [row[name] for name in _ANSWER])
    answer.project, answer.set_code = project, set_code
    answer.author = User(pk=row["author_id"], name=row["author_name"])
    return answer
