"""The people of a project: naming somebody and taking a part away."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event, Job
from initiation.models import Member, Part, Project
from tests.factories import Cast, make_project
from tests.initiation.browsing import queries, shown

MOST_QUERIES = 20


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
