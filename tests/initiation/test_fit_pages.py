"""The fit on a page of its own and below the question that traces it."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from initiation.models import Project
from tests.factories import Cast, make_project, with_data
from tests.initiation.tracing import LOOSE, WHOLE, candidate, goal, need, row, task, write

MOST_QUERIES = 20


def page(client: Client, user: User, project: Project, name: str = "fit", *rest: object) -> str:
    client.force_login(user)
    response = client.get(reverse(name, args=[project.ref, *rest]))
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def project(cast: Cast) -> Project:
    return make_project(cast)


def test_an_empty_project_is_told_what_the_fit_is_drawn_from_and_where_to_begin(
    client: Client, project: Project
) -> None:
    html = page(client, project.manager, project)
    assert "Nothing to trace yet" in html
    assert f'href="{reverse("stage", args=[project.ref, "problem"])}#question-success"' in html
    assert "<svg class" not in html.partition("Nothing to trace yet")[2]


def test_the_page_says_that_everything_leads_somewhere(client: Client, project: Project) -> None:
    with_data(project, "Claims of 2025")
    write(project, **WHOLE)
    html = page(client, project.manager, project)
    assert f"<title>Fit, {project.ref} - Groundwork</title>" in " ".join(html.split())
    assert "<title>Every goal reaches a component</title>" in html
    assert "No orphans" in html
    assert "Names without a match" not in html


def test_the_page_lists_orphans_and_wrong_names(client: Client, project: Project) -> None:
    for name in ("Claims of 2025", "Repair invoices"):
        with_data(project, name)
    write(project, **LOOSE)
    html = " ".join(page(client, project.manager, project).split())
    assert "<strong>Days until payment</strong>. Nothing serves it." in html
    assert "<strong>Repair invoices</strong>. No need of stage 4 comes from it." in html
    assert "“Visit worth doing” in the trace is no task of stage 3." in html


def test_the_page_follows_what_is_saved(client: Client, project: Project) -> None:
    write(project, **WHOLE)
    write(project, **WHOLE | {"traces": []})
    assert "2 goals reach no component" in page(client, project.manager, project)


def test_the_fit_stands_below_the_trace_of_stage_2_and_in_no_other_stage(
    client: Client, project: Project
) -> None:
    write(project, **WHOLE)
    html = page(client, project.manager, project, "stage", "architecture")
    after_trace = html.partition('id="question-trace"')[2]
    assert "<title>Every goal reaches a component</title>" in after_trace
    assert f'href="{reverse("fit", args=[project.ref])}"' in after_trace
    assert "gw-fit" not in page(client, project.manager, project, "stage", "problem")


def test_who_only_reads_stage_2_sees_the_fit_too(
    client: Client, project: Project, cast: Cast
) -> None:
    write(project, **WHOLE)
    html = page(client, cast.director, project, "stage", "architecture")
    assert "<title>Every goal reaches a component</title>" in html


def test_the_fit_stands_beside_the_fourth_answer_and_no_other(
    client: Client, project: Project
) -> None:
    write(project, **WHOLE)
    fourth = page(client, project.manager, project, "exam-answer", "ml", 4)
    assert "<title>Every goal reaches a component</title>" in fourth
    assert "gw-fit" not in page(client, project.manager, project, "exam-answer", "ml", 3)


def test_the_task_list_leads_to_the_fit(client: Client, project: Project) -> None:
    html = page(client, project.manager, project, "project")
    assert re.search(rf'href="{reverse("fit", args=[project.ref])}"', html)


def test_words_of_people_are_shown_as_words(client: Client, project: Project) -> None:
    write(project, **WHOLE | {"goals": [goal("<img src=x onerror=alert(1)>")]})
    client.force_login(project.manager)
    html = client.get(reverse("fit", args=[project.ref])).content.decode()
    assert "<img src=x" not in html


@pytest.mark.parametrize(
    ("name", "rest"), [("fit", ()), ("stage", ("architecture",)), ("exam-answer", ("ml", 4))]
)
def test_the_number_of_queries_does_not_grow_with_what_is_traced(
    client: Client, project: Project, name: str, rest: tuple[object, ...]
) -> None:
    counts = []
    for many in (1, 3):
        with_data(project, f"Claims {many}")
        names = [f"N{n}" for n in range(many)]
        write(
            project,
            goals=[goal(n) for n in names],
            tasks=[task(n, n) for n in names],
            needs=[need(n, n) for n in names],
            traces=[row(n, n, n) for n in names],
            candidates=[candidate(n) for n in names],
        )
        page(client, project.manager, project, name, *rest)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse(name, args=[project.ref, *rest]))
        counts.append(len(caught))
    assert counts[0] == counts[1] <= MOST_QUERIES, counts
