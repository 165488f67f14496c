"""The history of a project, in words and for whom."""

import re

from django.test import Client
from django.urls import reverse

from accounts.models import User
from initiation.models import Project
from initiation.queries.history import PAGE as HISTORY_PAGE
from initiation.services.evidence import add_link
from initiation.workflow import State
from tests.factories import Cast, at, make_project
from tests.initiation.browsing import queries, shown

MOST_QUERIES = 20


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
        assert reverse("evidence-piece", args=[project.ref, 1]) in links


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
