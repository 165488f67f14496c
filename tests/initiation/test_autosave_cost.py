"""Saving while somebody types asks the same six queries however large the project is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiation.models import Answer, Part, Project
from initiation.services.evidence import add_link
from initiation.services.members import add_member
from initiation.workflow import STAGES
from tests.factories import Cast, fill, make_cast, make_project, with_data

pytestmark = pytest.mark.django_db
MOST = 6


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def cost_of_a_save(client: Client, project: Project) -> int:
    url = reverse("stage-autosave", args=[project.ref, "problem"])
    stored = Answer.objects.filter(project=project, set_code="problem")
    versions = dict(stored.values_list("question_code", "version"))
    for words in ("First", "Second"):
        sent = {"edit_session": "one", "statement.statement": words}
        sent["version.statement"] = str(versions.get("statement", 0))
        with CaptureQueriesContext(connection) as caught:
            assert client.post(url, sent).status_code == 200
        versions["statement"] = versions.get("statement", 0) + 1
    return sum("SAVEPOINT" not in query["sql"] for query in caught.captured_queries)


def grown(cast: Cast, name: str, size: int) -> Project:
    project = make_project(cast, name=name)
    fill(project, *STAGES)
    for number in range(size):
        add_link(
            actor=cast.manager, project=project, title=f"Report {number}", note="",
            link=f"https://a.example/{number}",
        )  # fmt: skip
        with_data(project, f"Month {number}")
        add_member(
            actor=cast.manager,
            project=project,
            email=f"person{number}@example.org",
            name=f"Person {number}",
            part=Part.CONTRIBUTOR,
            stage=STAGES[number % 5],
        )
    return project


def test_a_save_asks_six_queries_in_a_project_of_any_size(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    sizes = [make_project(cast), grown(cast, "One", 1), grown(cast, "Three", 3)]
    costs = [cost_of_a_save(client, project) for project in sizes]
    assert costs == [costs[0]] * 3
    assert costs[0] <= MOST


def test_a_save_still_checks_what_may_be_cited(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    project = make_project(cast)
    add_link(
        actor=cast.manager, project=project, title="Log", note="", link="https://a.example/log"
    )
    url = reverse("stage-autosave", args=[project.ref, "architecture"])
    for ref, said in (("E-1", "Saved at"), ("E-2", "except what has a problem")):
        sent = {"diagram.diagram": ref, "edit_session": "one", "version.diagram": "0"}
        assert said in client.post(url, sent).content.decode()
    assert Answer.objects.get(project=project, set_code="architecture").value == {
        "diagram": ["E-1"]
    }


def test_no_question_of_another_number_is_saved(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    project = make_project(cast)
    for number in (0, 8):
        url = reverse("exam-answer-autosave", args=[project.ref, "ml", number])
        assert client.post(url, {"problem.summary": "All"}).status_code == 404
    assert not Answer.objects.filter(project=project).exists()
