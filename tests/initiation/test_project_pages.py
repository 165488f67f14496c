"""The list of projects, opening one, its people and its history."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.models import Event, Job
from initiation.models import Member, Part, Project
from initiation.queries.history import PAGE as HISTORY_PAGE
from initiation.queries.projects import PAGE
from initiation.services.evidence import add_link
from initiation.workflow import State
from tests.factories import Cast, at, make_project

MOST_QUERIES = 20


def shown(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, user: User, url: str) -> int:
    shown(client, user, url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


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


# People


def people_of(project: Project) -> str:
    return reverse("members", args=[project.ref])


def named(**changes: str) -> dict[str, str]:
    return {
        "email": "nora.new@example.org", "name": "Nora New", "part": "contributor",
        "stage": "data", "leads": "on",
    } | changes  # fmt: skip


def test_the_manager_names_somebody_new_who_is_invited_by_mail(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    assert client.post(people_of(project), named()).status_code == 302
    member = Member.objects.get(project=project, user__email="nora.new@example.org")
    assert (member.part, member.stage, member.leads) == (Part.CONTRIBUTOR, "data", True)
    html = shown(client, cast.manager, people_of(project))
    assert "Nora New" in html
    assert "Required data, leads it" in html
    told = [job.payload["body"] for job in Job.objects.filter(kind="mail", key__contains="member:")]
    assert any('stage "Required data"' in body for body in told)


def test_naming_the_same_person_twice_makes_one_member(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    for _ in range(2):
        assert client.post(people_of(project), named()).status_code == 302
    assert Member.objects.filter(project=project, stage="data").count() == 1


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"stage": ""}, "id_stage"),
        ({"email": "nobody"}, "id_email"),
        ({"part": ""}, "id_part"),
        ({"email": "dora.weiss@example.org"}, "id_email"),
        ({"part": "signer", "stage": "", "leads": ""}, "id_email"),
    ],
)
def test_a_part_that_cannot_be_played_is_a_fault_at_its_field(
    client: Client, cast: Cast, changes: dict[str, str], place: str
) -> None:
    project = make_project(cast)
    before = Member.objects.filter(project=project).count()
    client.force_login(cast.manager)
    response = client.post(people_of(project), named(**changes))
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{place}"' in html
    assert 'value="Nora New"' in html
    assert Member.objects.filter(project=project).count() == before


def test_removing_takes_the_part_away_and_a_second_press_finds_it_done(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    member = Member.objects.get(project=project, part=Part.TEAM)
    client.force_login(cast.manager)
    url = reverse("remove-member", args=[project.ref, member.pk])
    assert client.post(url).status_code == 302
    assert not Member.objects.filter(pk=member.pk).exists()
    again = client.post(url, follow=True)
    assert again.redirect_chain == [(people_of(project), 302)]
    assert "taken away already" in again.content.decode()
    assert Event.objects.filter(verb="member removed").count() == 1


def test_a_member_of_another_project_cannot_be_removed_through_ones_own(
    client: Client, cast: Cast
) -> None:
    mine, other = make_project(cast), make_project(cast, name="Other")
    member = Member.objects.get(project=other, part=Part.TEAM)
    client.force_login(cast.manager)
    assert client.post(reverse("remove-member", args=[mine.ref, member.pk])).status_code == 404


def test_readers_see_the_people_and_are_told_who_may_change_them(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    html = shown(client, cast.director, people_of(project))
    assert "Carl Beck" in html
    assert "Name somebody" not in html
    assert "Remove" not in html
    refused = client.post(people_of(project), named())
    assert refused.status_code == 403
    assert "Mara Lind" in refused.content.decode()
    client.force_login(cast.stranger)
    assert client.get(people_of(project)).status_code == 404


def test_the_people_page_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    one = queries(client, cast.manager, people_of(project))
    for user in (cast.stranger, cast.other_manager):
        Member.objects.create(project=project, user=user, part=Part.TEAM)
    assert queries(client, cast.manager, people_of(project)) == one <= MOST_QUERIES


# History


def history_of(project: Project) -> str:
    return reverse("history", args=[project.ref])


def test_history_tells_in_words_who_did_what_newest_first(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    html = shown(client, cast.auditor, history_of(project))
    assert "Because of the verdicts." in html
    assert "submit_ml_exam" not in html
    order = [
        html.index(words)
        for words in (
            "Approved in the first examination", "Submitted to the IT director", "Project opened",
        )
    ]  # fmt: skip
    assert order == sorted(order)


def test_those_who_may_not_read_the_examination_see_its_steps_without_its_words(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    html = shown(client, cast.contributor, history_of(project))
    assert "Approved in the first examination" in html
    assert "Because of the verdicts." not in html


def test_history_leads_to_the_pages_that_its_reader_may_open(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.INITIATED)
    for reader in (cast.manager, cast.contributor, cast.auditor):
        html = shown(client, reader, history_of(project))
        timeline = html[html.index("gw-timeline") : html.index("</ol>")]
        assert "Mlops" not in timeline
        links = set(re.findall(r'href="([^"#]+)', timeline))
        assert {client.get(link).status_code for link in links} == {200}
        examined = reverse("decision", args=[project.ref, "ml", 1])
        assert (examined in links) == (reader != cast.contributor)
        assert reverse("management-case", args=[project.ref]) in links
        assert reverse("evidence", args=[project.ref]) in links


def test_times_are_those_of_the_readers_own_zone(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    hours = []
    for zone in ("UTC", "Asia/Kathmandu"):
        User.objects.filter(pk=cast.manager.pk).update(time_zone=zone)
        html = shown(client, cast.manager, history_of(project))
        found = re.search(r'datetime="[^"]+([+-]\d\d:\d\d)"', html)
        assert found
        hours.append(found[1])
    assert hours == ["+00:00", "+05:45"]


def test_a_long_history_goes_on_on_the_next_page(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    for number in range(HISTORY_PAGE):
        add_link(
            actor=cast.manager, project=project, title=f"Log {number}", note="",
            link="https://example.org/log",
        )  # fmt: skip
    html = shown(client, cast.manager, history_of(project))
    assert "Project opened" not in html
    link = re.search(r'href="([^"]+before=\d+)"', html)
    assert link
    assert "Project opened" in shown(client, cast.manager, link[1])


def test_history_is_closed_to_strangers_and_to_the_team(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.stranger)
    assert client.get(history_of(project)).status_code == 404
    client.force_login(cast.team_member)
    assert client.get(history_of(project)).status_code == 403


def test_history_asks_the_same_number_of_queries_for_one_event_and_three(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    one = queries(client, cast.manager, history_of(project))
    for number in range(2):  # whose turn it is costs by the state, so that stays as it is
        add_link(
            actor=cast.manager, project=project, title=f"Log {number}", note="",
            link="https://example.org/log",
        )  # fmt: skip
    assert queries(client, cast.manager, history_of(project)) == one <= MOST_QUERIES
