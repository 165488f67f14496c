"""Signing: by all of them, once each, and in the signer's own name."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from accounts.models import User
from core.models import Event
from initiation.models import Member, Part, Project
from initiation.workflow import State
from reviews.models import Round, SignOff
from tests.factories import PASSWORD, Cast, at, make_person, make_project, submitted
from tests.reviews.paging import MOST_QUERIES, Browser


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def word(project: Project, said: str = "sign", **more: str) -> dict[str, str]:
    project.refresh_from_db()
    assert project.case_file is not None
    sha256 = project.case_file.sha256
    return {"word": said, "reason": "", "password": PASSWORD, "seen": sha256} | more


def second_signer(project: Project) -> User:
    person = make_person("Ute Rast", Role.MANAGEMENT)
    Member.objects.create(project=project, user=person, part=Part.SIGNER)
    return person


@pytest.mark.parametrize("name", ["management-case", "sign"])
def test_strangers_find_no_case_to_sign(browser: Browser, cast: Cast, name: str) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    for person in (cast.stranger, cast.other_manager, cast.other_sponsor, cast.administrator):
        assert browser.get(person, name, project)[0] == 404


def test_every_reader_reads_the_case_and_a_team_member_is_told_who_may(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    for person in (cast.manager, cast.director, cast.sponsor, cast.contributor, cast.auditor):
        assert browser.get(person, "management-case", project)[0] == 200
    status, html = browser.get(cast.team_member, "management-case", project)
    assert status == 403
    assert "management" in html


def test_nobody_else_signs_even_with_the_right_words(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    for person in (cast.manager, cast.director, cast.contributor, cast.auditor, cast.team_member):
        status, html = browser.post(person, "sign", project, **word(project))
        assert status == 403
        assert "Simon Falk (management)" in html
    assert browser.post(cast.other_sponsor, "sign", project, **word(project))[0] == 404
    assert not SignOff.objects.exists()


def test_the_director_is_asked_when_the_last_of_them_has_signed(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    other = second_signer(project)
    assert browser.post(cast.sponsor, "sign", project, **word(project))[0] == 302
    assert not Round.objects.filter(gate="mlops").exists()
    _, html = browser.get(cast.sponsor, "management-case", project)
    assert reverse("sign", args=[project.ref]) not in html
    assert reverse("sign", args=[project.ref]) in browser.get(other, "management-case", project)[1]
    assert browser.post(other, "sign", project, **word(project))[0] == 302
    project.refresh_from_db()
    assert project.where is State.MLOPS_EXAM
    assert Round.objects.filter(gate="mlops").count() == 1


def test_whoever_signed_cannot_take_it_back(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    second_signer(project)
    browser.post(cast.sponsor, "sign", project, **word(project))
    status, html = browser.post(
        cast.sponsor, "sign", project, **word(project, "refuse", reason="On second thought.")
    )
    assert status == 409
    assert "You have already signed or refused this case." in html
    assert SignOff.objects.get().signed


def test_a_refusal_pressed_twice_is_one_refusal(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    refusal = word(project, "refuse", reason="Counted twice.")
    for _ in range(2):
        status, where = browser.post(cast.sponsor, "sign", project, **refusal)
        assert (status, where) == (302, reverse("management-case", args=[project.ref]))
    assert SignOff.objects.count() == 1
    assert Event.objects.filter(verb="refuse_management").count() == 1


def test_a_case_submitted_again_is_signed_again_and_not_by_the_old_page(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    old = word(project)
    browser.post(cast.sponsor, "sign", project, **word(project, "refuse", reason="Not yet."))
    submitted(project, **{"management.closing": {"funding_source": "Another budget."}})
    status, html = browser.post(cast.sponsor, "sign", project, **old)
    assert status == 409
    assert "Nothing was signed" in html
    assert PASSWORD not in html
    assert f'name="seen" value="{word(project)["seen"]}"' in html
    assert browser.post(cast.sponsor, "sign", project, **word(project))[0] == 302


@pytest.mark.parametrize(
    ("fault", "anchor"), [({"word": ""}, "id_word_0"), ({"password": ""}, "id_password")]
)
def test_what_is_missing_is_linked(
    browser: Browser, cast: Cast, fault: dict[str, str], anchor: str
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    status, html = browser.post(cast.sponsor, "sign", project, **word(project) | fault)
    assert status == 422
    assert f'href="#{anchor}"' in html
    assert f'id="{anchor}"' in html
    assert not SignOff.objects.exists()


def test_there_is_nothing_to_sign_before_or_after(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_CASE)
    told = word(project)
    assert browser.get(cast.sponsor, "sign", project)[0] == 302
    status, html = browser.post(cast.sponsor, "sign", project, **told)
    assert status == 409
    assert "There is nothing to sign" in html


def test_three_rounds_of_signing_cost_as_many_queries_as_one(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    readers = (cast.manager, cast.sponsor, cast.auditor)
    counts = []
    for number in range(3):
        browser.post(
            cast.sponsor, "sign", project, **word(project, "refuse", reason=f"No {number}.")
        )
        counts.append([browser.queries(person, "management-case", project) for person in readers])
        submitted(project, **{"management.closing": {"funding_source": f"Budget {number}."}})
    assert counts[0] == counts[2]
    assert max(counts[0]) <= MOST_QUERIES
