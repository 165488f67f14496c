"""What tests of projects that begin from another share."""

from typing import Any

from initiation.models import Project
from initiation.services.evidence import add_file, add_link
from initiation.services.projects import begin_from
from initiation.workflow import STAGES
from tests.factories import Cast, fill, make_project, with_data

MOST_QUERIES = 20


def earlier(cast: Cast) -> Project:
    """Return a project with every answer, raw data, and evidence of which E-1 is cited."""
    project = make_project(cast)
    add_file(
        actor=cast.manager, project=project, title="Counts", note="", file_name="counts.txt",
        chunks=[b"23 of 100"],
    )  # fmt: skip
    add_link(
        actor=cast.manager, project=project, title="Not cited", note="",
        link="https://example.org/log",
    )  # fmt: skip
    with_data(project)
    fill(project, *STAGES, "exam")
    return project


def wanted(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Invoice matching", "department": cast.department.pk, "sponsor": cast.sponsor.pk,
        "director": cast.director.pk,
    } | changes  # fmt: skip


def begun(cast: Cast, source: Project, *, with_exam: bool = False, **changes: Any) -> Project:
    people = {"director": cast.director, "sponsor": cast.sponsor} | changes
    made, _ = begin_from(
        actor=people.pop("actor", cast.manager), source=source, with_exam=with_exam,
        name="Invoice matching", department=cast.department, **people,
    )  # fmt: skip
    return made


def answered(project: Project) -> set[str]:
    return set(project.answers.values_list("set_code", flat=True))
