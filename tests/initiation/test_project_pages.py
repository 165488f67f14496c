"""The list of projects, and opening one."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from initiation.models import Project
from initiation.queries.projects import PAGE
from initiation.workflow import State
from tests.factories import Cast, at, make_project
from tests.initiation.browsing import queries, shown

MOST_QUERIES = 20


def wanted(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "name": "Invoice matching",
        "department": cast.department.pk,
        "sponsor": cast.sponsor.pk,
        "director": cast.director.pk,
    } | changes


# The list


def test_everybody_lists_the_projects_they_have_a_part_in(client: Client, cast: Cast) -> None:
    make_project(cast)
    for who in (cast.manager, cast.contributor, cast.director, cast.sponsor, cast.auditor):
        html = shown(client, who, reverse("projects"))
        assert "Ticket triage" in html
        assert "Being prepared" in html
        assert "Mara Lind" in html
    for who in (cast.stranger, cast.other_manager, cast.other_sponsor, cast.administrator):
        assert "Ticket triage" not in shown(client, who, reverse("projects"))


def test_a_team_member_finds_the_project_whose_case_they_answer(client: Client, cast: Cast) -> None:
    make_project(cast)
    assert "Ticket triage" in shown(client, cast.team_member, reverse("projects"))


def test_the_empty_list_offers_to_open_one_only_to_those_who_may(
    client: Client, cast: Cast
) -> None:
    assert reverse("new-project") in shown(client, cast.manager, reverse("projects"))
    html = shown(client, cast.stranger, reverse("projects"))
    assert reverse("new-project") not in html
    assert "No projects yet" in html


def test_the_list_is_found_by_name_reference_and_state(client: Client, cast: Cast) -> None:
    first, second = make_project(cast), make_project(cast, name="Demand forecast")
    at(second, State.ML_EXAM)
    by = {"q=ticket": first, f"q={second.ref.lower()}": second, "state=ml_exam": second}
    for query, project in by.items():
        other = second if project is first else first
        html = shown(client, cast.manager, f"{reverse('projects')}?{query}")
        assert project.name in html
        assert other.name not in html
    assert "No project fits" in shown(client, cast.manager, f"{reverse('projects')}?q=nothing")


@pytest.mark.parametrize("query", ["state=nonsense", "beyond=x", "beyond=" + "9" * 30, "q=GW-%00"])
def test_a_filter_that_makes_no_sense_is_dropped_and_never_fails(
    client: Client, cast: Cast, query: str
) -> None:
    make_project(cast)
    shown(client, cast.manager, f"{reverse('projects')}?{query}")


def test_the_list_says_how_many_fit_and_in_which_order_and_keeps_both_on_the_next_page(
    client: Client, cast: Cast
) -> None:
    for number in range(PAGE + 1):
        make_project(cast, name=f"Idea {number:02}")
    make_project(cast, name="Another")
    html = shown(client, cast.manager, "/projects/?q=idea")
    assert f'role="status">{PAGE + 1} projects' in html
    assert 'aria-sort="descending"' in html
    assert "Idea 00" not in html
    html = shown(client, cast.manager, "/projects/?q=idea&sort=oldest")
    assert 'aria-sort="ascending"' in html
    assert html.index("Idea 00") < html.index("Idea 01")
    link = re.search(r'href="([^"]+)"\s+rel="next"', html)
    assert link
    html = shown(client, cast.manager, unescape(link[1]))
    assert f"Idea {PAGE:02}" in html
    assert "Idea 00" not in html
    assert 'aria-sort="ascending"' in html
    assert f'role="status">{PAGE + 1} projects' in html


def test_a_long_list_goes_on_on_the_next_page(client: Client, cast: Cast) -> None:
    for number in range(PAGE + 1):
        make_project(cast, name=f"Project {number:02}")
    html = shown(client, cast.manager, reverse("projects"))
    assert "Project 00" not in html
    link = re.search(r'href="([^"]+beyond=[^"]+)"', html)
    assert link
    html = shown(client, cast.manager, link[1].replace("&amp;", "&"))
    assert "Project 00" in html
    assert "Project 01" not in html


def test_the_list_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast
) -> None:
    make_project(cast)
    one = queries(client, cast.manager, reverse("projects"))
    make_project(cast, name="Second")
    make_project(cast, name="Third")
    assert queries(client, cast.manager, reverse("projects")) == one <= MOST_QUERIES


# A new project


def test_a_manager_opens_a_project_and_lands_on_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    response = client.post(reverse("new-project"), wanted(cast))
    project = Project.objects.get(name="Invoice matching")
    assert response.status_code == 302
    assert response["Location"] == reverse("project", args=[project.ref])
    assert project.manager == cast.manager


def test_sending_the_form_twice_opens_one_project_and_offers_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    client.post(reverse("new-project"), wanted(cast))
    response = client.post(reverse("new-project"), wanted(cast, name="invoice  MATCHING"))
    assert response.status_code == 422
    project = Project.objects.get(name="Invoice matching")
    assert reverse("project", args=[project.ref]) in response.content.decode()


def test_the_name_of_a_project_nobody_may_see_is_not_given_away_as_a_link(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.other_manager)
    response = client.post(reverse("new-project"), wanted(cast, name="Ticket triage"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "already a project of this name" in html
    assert project.ref not in html


def test_what_is_missing_is_named_and_what_was_typed_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    response = client.post(reverse("new-project"), wanted(cast, sponsor=""))
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert 'href="#id_sponsor"' in html
    assert 'value="Invoice matching"' in html
    assert not Project.objects.exists()


def test_an_examiner_who_is_not_one_is_no_choice(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    response = client.post(reverse("new-project"), wanted(cast, director=cast.stranger.pk))
    assert response.status_code == 422
    assert not Project.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_project_manager_opens_one_and_the_refusal_says_so(
    client: Client, cast: Cast, method: str
) -> None:
    client.force_login(cast.director)
    response = getattr(client, method)(reverse("new-project"))
    assert response.status_code == 403
    assert "project manager" in response.content.decode()
