"""Who may begin a project from another, and from which."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from accounts.models import RoleGrant, User
from core.models import Event
from core.refused import Forbidden, Invalid
from initiation.models import Project
from initiation.queries.projects import SOURCES, sources_for
from initiation.services.projects import offer_as_template
from tests.factories import Cast, fill, make_person, make_project
from tests.initiation.browsing import queries, shown
from tests.initiation.taken_over import MOST_QUERIES, begun, earlier, wanted


def test_a_manager_begins_from_projects_they_may_see_and_from_templates(cast: Cast) -> None:
    own = make_project(cast)
    assert own in sources_for(cast.manager)
    assert sources_for(cast.other_manager) == []
    offer_as_template(actor=cast.manager, project=own, offered=True)
    assert sources_for(cast.other_manager) == [own]
    offer_as_template(actor=cast.manager, project=own, offered=False)
    assert sources_for(cast.other_manager) == []


def test_a_template_whose_manager_left_is_a_template_no_longer(client: Client, cast: Cast) -> None:
    source = make_project(cast, name="Our template", is_template=True)
    RoleGrant.objects.create(user=cast.director, role=Role.PROJECT_MANAGER)
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    source = Project.objects.get(pk=source.pk)
    assert sources_for(cast.other_manager) == []
    assert sources_for(cast.other_manager, also=source.ref) == []
    with pytest.raises(Forbidden):
        begun(cast, source, actor=cast.other_manager)
    assert Project.objects.count() == 1
    director = User.objects.get(pk=cast.director.pk)  # who may see it, as a project like any other
    assert sources_for(director) == [source]
    html = shown(client, director, reverse("new-project"))
    assert "Earlier projects" in html
    assert "Templates" not in html


def test_the_page_says_that_answers_are_given_as_they_stand_then(
    client: Client, cast: Cast
) -> None:
    html = shown(client, cast.manager, reverse("template", args=[make_project(cast).ref]))
    assert "as they stand on the day somebody begins" in html


def test_templates_are_listed_first_under_a_heading_of_their_own(
    client: Client, cast: Cast
) -> None:
    template = make_project(cast, name="Our template")
    offer_as_template(actor=cast.manager, project=template, offered=True)
    make_project(cast, name="A newer one")
    html = shown(client, cast.manager, reverse("new-project"))
    order = [html.index(words) for words in ("Templates", "Our template", "Earlier projects")]
    assert order == sorted(order)
    assert order[-1] < html.index("A newer one")


def test_an_old_project_is_offered_where_its_own_page_asks_for_it(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    page = shown(client, cast.manager, reverse("project", args=[project.ref]))
    address = f"{reverse('new-project')}?from={project.ref}"
    assert address in page
    html = shown(client, cast.manager, address)
    assert re.search(rf'<option value="{project.ref}"\s+selected', html)
    assert sources_for(cast.other_manager, also=project.ref) == []
    assert SOURCES > 100


@pytest.mark.parametrize("named", ["GW-999999", "nonsense", "GW-", "0"])
def test_a_project_that_nobody_may_begin_from_is_refused_at_its_field(
    client: Client, cast: Cast, named: str
) -> None:
    make_project(cast)
    client.force_login(cast.manager)
    response = client.post(reverse("new-project"), wanted(cast, start_from=named))
    assert response.status_code == 422
    assert 'href="#id_start_from"' in response.content.decode()
    assert 'value="Invoice matching"' in response.content.decode()
    assert not Project.objects.filter(name="Invoice matching").exists()


def test_the_service_refuses_a_source_the_actor_may_not_see(cast: Cast) -> None:
    source = make_project(cast)
    with pytest.raises(Forbidden):
        begun(cast, source, actor=cast.other_manager)
    assert Project.objects.count() == 1


def test_another_manager_begins_from_a_template_without_seeing_the_project(
    client: Client, cast: Cast
) -> None:
    source = earlier(cast)
    offer_as_template(actor=cast.manager, project=source, offered=True)
    client.force_login(cast.other_manager)
    response = client.post(reverse("new-project"), wanted(cast, start_from=source.ref))
    html = client.get(response["Location"]).content.decode()
    assert f"Taken over from {source.ref}" in html
    assert f'href="{reverse("project", args=[source.ref])}"' not in html


def test_who_wrote_what_is_taken_over_cannot_judge_it(client: Client, cast: Cast) -> None:
    writer = make_person("Wanda Rite", Role.DIRECTOR, Role.PROJECT_MANAGER)
    source = make_project(cast)
    source.manager = writer
    source.save()
    source = Project.objects.get(pk=source.pk)
    fill(source, "problem")
    offer_as_template(actor=writer, project=source, offered=True)
    client.force_login(cast.manager)
    typed = wanted(cast, start_from=source.ref, director=writer.pk)
    response = client.post(reverse("new-project"), typed)
    assert response.status_code == 422
    assert f"Wanda Rite wrote part of {source.ref}" in response.content.decode()
    assert not Project.objects.filter(name="Invoice matching").exists()


def test_names_stay_unique_however_a_project_begins(cast: Cast) -> None:
    source = make_project(cast, name="Invoice matching")
    with pytest.raises(Invalid, match="already a project of this name"):
        begun(cast, source)


def test_offering_a_template_twice_is_one_event(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    for _ in range(2):
        client.post(reverse("template", args=[project.ref]), {"offered": "yes"})
    assert Event.objects.filter(verb="offered as a template").count() == 1
    html = client.get(reverse("project", args=[project.ref])).content.decode()
    assert "Take the template back" in html


def test_the_pages_ask_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast
) -> None:
    source = earlier(cast)
    new = begun(cast, source)
    pages = [reverse("new-project"), reverse("taken-over", args=[new.ref])]
    pages.append(reverse("template", args=[new.ref]))
    one = [queries(client, cast.manager, page) for page in pages]
    make_project(cast, name="Second")
    make_project(cast, name="Third")
    fill(new, "exam", changes={"exam.problem": {"evidence": []}})
    three = [queries(client, cast.manager, page) for page in pages]
    assert one == three
    assert max(one) <= MOST_QUERIES
