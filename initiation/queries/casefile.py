"""Reading a live project into case-file content; a constant number of queries."""

from collections.abc import Mapping
from datetime import UTC, datetime

from core.question_sets import QuestionSet
from initiation.casefile import (
    CaseAnswer,
    CaseContent,
    CaseEvidence,
    CasePerson,
    CaseSet,
    CaseSource,
)
from initiation.models import Answer, DataSource, Project
from initiation.queries.question_sets import pinned
from initiation.workflow import ALL_SETS


def content_of(project: Project, sets: Mapping[str, QuestionSet] | None = None) -> CaseContent:
    """Return the project as it stands now; who has read its pinned ``sets`` already passes them."""
    sets = pinned(project) if sets is None else sets
    answers = {
        (row.set_code, row.question_code): row
        for row in Answer.objects.filter(project=project).select_related("author")
    }
    return CaseContent(
        ref=project.ref,
        name=project.name,
        department=project.department.name,
        currency=project.currency,
        manager=project.manager.name,
        director=project.director.name,
        sponsor=project.sponsor.name,
        supersedes=f"GW-{project.supersedes_id}" if project.supersedes_id else "",
        people=tuple(
            CasePerson(member.user.name, member.part, member.stage)
            for member in project.member_list
        ),
        sets=tuple(_set(sets[code], answers) for code in ALL_SETS),
        evidence=tuple(
            CaseEvidence(
                item.ref, item.title, item.file_name, item.link, item.size, item.sha256,
                item.added_by.name, item.note, item.version,
                item.expires_on.isoformat() if item.expires_on else "",
            )
            for item in project.evidence.select_related("added_by")
        ),
        sources=tuple(_source(row) for row in project.sources.select_related("set_aside_by")),
    )  # fmt: skip


def _source(row: DataSource) -> CaseSource:
    return CaseSource(
        ref=row.ref,
        name=row.name,
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        granted_by=row.granted_by,
        granted_on=row.granted_on.isoformat() if row.granted_on else "",
        made_up=row.made_up,
        profile=row.profile,
        refusal=row.refusal,
        set_aside_by=row.set_aside_by.name if row.set_aside_by else "",
        set_aside_at=_utc(row.set_aside_at),
        set_aside_reason=row.set_aside_reason,
    )


def _set(question_set: QuestionSet, answers: dict[tuple[str, str], Answer]) -> CaseSet:
    rows = []
    for question in question_set.questions:
        row = answers.get((question_set.code, question.code))
        rows.append(
            CaseAnswer(
                code=question.code,
                number=question.number,
                title=question.title,
                fields=question.fields,
                value=row.value if row else {},
                author=row.author.name if row else "",
                saved_at=_utc(row.saved_at if row else None),
                version=row.version if row else 0,
            )
        )
    return CaseSet(question_set.code, question_set.version, question_set.title, tuple(rows))


def _utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
