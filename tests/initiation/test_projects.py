"""Opening projects at once, and what a new version takes over."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from accounts.models import RoleGrant, User
from core.refused import Invalid
from initiation.models import Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.services import projects
from initiation.services.members import add_member
from initiation.services.projects import open_project, start_new_version
from initiation.workflow import State
from tests.core.test_events import in_threads
from tests.factories import Cast, at, make_person, make_project

# Names


def open_two(cast: Cast) -> list[str]:
    names = ("Ticket triage", "ticket  TRIAGE")

    def open_one(place: int) -> None:
        open_project(
            actor=cast.manager, name=names[place], department=cast.department,
            director=cast.director, sponsor=cast.sponsor,
        )  # fmt: skip

    return in_threads(2, open_one)


def test_two_projects_of_one_name_opened_at_once_are_one(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, hold = threading.Barrier(2), projects._hold_name

    def hold_after_meeting(title: str) -> None:
        meeting.wait(timeout=20)
        hold(title)

    monkeypatch.setattr(projects, "_hold_name", hold_after_meeting)
    assert open_two(committed) == [Invalid.__name__]
    assert Project.objects.count() == 1


def test_control_without_the_lock_they_are_two(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_looked, create = threading.Barrier(2), Project.objects.create

    def create_after_both_looked(**fields: Any) -> Project:
        both_looked.wait(timeout=20)
        return create(**fields)

    monkeypatch.setattr(projects, "_hold_name", lambda title: None)
    monkeypatch.setattr(Project.objects, "create", create_after_both_looked)
    assert open_two(committed) == []
    assert Project.objects.count() == 2


# What a new version takes over


def citations(project: Project) -> Iterator[str]:
    """Yield every place of the project's answers that cites its registers."""
    sets = pinned(project)
    for answer in project.answers.all():
        for spec in sets[answer.set_code].question(answer.question_code).fields:
            rows = answer.value.get(spec.code) or []
            cited = {column.code for column in spec.columns if column.kind == "evidence"}
            place = f"{answer.set_code}.{answer.question_code}.{spec.code}"
            if spec.kind in ("evidence", "profile") and rows:
                yield place
            yield from (f"{place}.{code}" for row in rows for code in cited if row.get(code))


def test_a_new_version_cites_nothing_of_the_old_registers_in_fields_or_in_rows(cast: Cast) -> None:
    project = at(make_project(cast), State.REJECTED)
    cited = set(citations(project))
    assert {"exam.problem.evidence", "exam.why_ml.options.evidence"} <= cited
    new = start_new_version(actor=cast.manager, project=project)
    assert list(citations(new)) == []
    for answer in new.answers.all():
        versions = new.answer_versions.filter(
            set_code=answer.set_code, question_code=answer.question_code
        )
        assert [version.value for version in versions] == [answer.value]


def test_a_new_version_keeps_the_rows_that_cited_something(cast: Cast) -> None:
    project = at(make_project(cast), State.REJECTED)
    new = start_new_version(actor=cast.manager, project=project)
    for set_code, code, field in (("exam", "why_ml", "options"), ("exam", "data", "consents")):
        before, after = (
            found.answers.get(set_code=set_code, question_code=code).value[field]
            for found in (project, new)
        )
        assert [row["id"] for row in after] == [row["id"] for row in before]
        assert after[0] == {k: v for k, v in before[0].items() if k != "evidence"}


# Who judges a new version


def again(client: Client, project: Project, **data: Any) -> Any:
    client.force_login(project.manager)
    return client.post(reverse("new-version", args=[project.ref]), data)


def leave(person: User, role: Role, *, closed: bool) -> None:
    if closed:
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        RoleGrant.objects.filter(user=person, role=role).delete()


@pytest.mark.parametrize("closed", [True, False])
def test_a_new_version_asks_for_a_director_when_the_old_one_left(
    client: Client, cast: Cast, closed: bool
) -> None:
    project = at(make_project(cast), State.REJECTED)
    leave(cast.director, Role.DIRECTOR, closed=closed)
    response = again(client, project)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Dora Weiss can no longer do this: choose somebody else." in html
    assert 'href="#id_director"' in html
    assert not Project.objects.filter(supersedes=project).exists()
    chosen = {"director": cast.other_director.pk, "sponsor": cast.sponsor.pk}
    assert again(client, project, **chosen).status_code == 302
    new = Project.objects.get(supersedes=project)
    assert (new.director, new.sponsor) == (cast.other_director, cast.sponsor)


def test_the_service_refuses_a_new_version_whose_sponsor_left(cast: Cast) -> None:
    project = at(make_project(cast), State.REJECTED)
    leave(cast.sponsor, Role.MANAGEMENT, closed=False)
    with pytest.raises(Invalid, match="does not belong to management"):
        start_new_version(actor=cast.manager, project=Project.objects.get(pk=project.pk))


def test_nobody_who_wrote_the_old_version_judges_the_new_one(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    writer = make_person("Wanda Rite", Role.DIRECTOR)
    add_member(
        actor=cast.manager, project=project, email=writer.email, name=writer.name,
        part=Part.CONTRIBUTOR, stage="data",
    )  # fmt: skip
    project = at(project, State.REJECTED)
    project.evidence.update(added_by=writer)
    Member.objects.filter(user=writer).delete()
    response = again(client, project, director=writer.pk, sponsor=cast.sponsor.pk)
    assert response.status_code == 422
    assert f"Wanda Rite wrote part of {project.ref}" in response.content.decode()
