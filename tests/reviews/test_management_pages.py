"""The management case: written, read whole, signed or refused."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Role
from initiation.models import Member, Part
from initiation.workflow import State
from reviews.models import SignOff
from reviews.services.pausing import hold
from tests.factories import PASSWORD, Cast, at, make_person, make_project
from tests.reviews.paging import MOST_QUERIES, Browser, says_first_that_it_is_stale


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def sha(project: object) -> str:
    return str(project.case_file.sha256)  # type: ignore[attr-defined]  # always frozen by then


def test_the_case_lists_its_answers_and_the_seven(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_CASE)
    status, html = browser.get(cast.manager, "management-case", project)
    assert status == 200
    assert reverse("management-answer", args=[project.ref, 5]) in html
    assert reverse("exam-answers", args=[project.ref, "mlops"]) in html
    assert browser.get(cast.manager, "management-answer", project, 1)[0] == 200
    assert browser.get(cast.manager, "management-answer", project, 99)[0] == 404


def test_a_signer_reads_the_case_whole_and_signs_once(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    status, html = browser.get(cast.sponsor, "sign", project)
    assert status == 200
    assert "What must we buy?" in html
    word = {"word": "sign", "reason": "", "password": PASSWORD, "seen": sha(project)}
    for _ in range(2):
        status, where = browser.post(cast.sponsor, "sign", project, **word)
        assert (status, where) == (302, reverse("management-case", args=[project.ref]))
    assert SignOff.objects.count() == 1
    project.refresh_from_db()
    assert project.where is State.MLOPS_EXAM


def test_a_refusal_needs_a_reason_and_sends_the_case_back(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    word = {"word": "refuse", "reason": "", "password": PASSWORD, "seen": sha(project)}
    status, html = browser.post(cast.sponsor, "sign", project, **word)
    assert status == 422
    assert 'href="#id_reason"' in html
    word["reason"] = "The savings are counted twice."
    assert browser.post(cast.sponsor, "sign", project, **word)[0] == 302
    assert (
        "The savings are counted twice." in browser.get(cast.manager, "management-case", project)[1]
    )
    assert "The savings are counted twice." in browser.get(cast.manager, "project", project)[1]


def test_a_wrong_password_signs_nothing_and_keeps_the_words(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    status, html = browser.post(
        cast.sponsor, "sign", project,
        word="refuse", reason="Too early.", password="guessed", seen=sha(project),
    )  # fmt: skip
    assert status == 422
    assert "This is not your password." in html
    assert "Too early." in html
    assert "guessed" not in html
    assert not SignOff.objects.exists()


def test_a_case_that_is_not_the_one_read_is_not_signed(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    status, html = browser.post(
        cast.sponsor, "sign", project, word="sign", reason="", password=PASSWORD, seen="0" * 64
    )
    assert status == 409
    assert "Nothing was signed" in html
    assert says_first_that_it_is_stale(html)
    assert not SignOff.objects.exists()


def test_only_signers_sign(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    for person in (cast.manager, cast.director, cast.auditor):
        status, html = browser.get(person, "sign", project)
        assert status == 403
        assert "Simon Falk (management)" in html
    assert browser.get(cast.stranger, "sign", project)[0] == 404
    assert browser.get(cast.other_sponsor, "management-case", project)[0] == 404


def test_three_signers_cost_as_many_queries_as_one(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    pages = ("management-case", "sign")
    at_one = [browser.queries(cast.sponsor, name, project) for name in pages]
    for name in ("Ute Rast", "Vera Sohn"):
        person = make_person(name, Role.MANAGEMENT)
        Member.objects.create(project=project, user=person, part=Part.SIGNER)
    assert [browser.queries(cast.sponsor, name, project) for name in pages] == at_one
    assert max(at_one) <= MOST_QUERIES


def test_the_signatures_stay_under_the_case_for_every_reader(browser: Browser, cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CASE)
    for person in (cast.manager, cast.director, cast.auditor):
        _, task_list = browser.get(person, "project", project)
        assert f"/projects/{project.ref}/management/#signatures-title" in task_list
        status, html = browser.get(person, "management-case", project)
        assert status == 200
        assert 'id="signatures-title"' in html
        assert "Signed" in html


def test_a_reason_sent_after_the_project_moved_on_comes_back_on_the_page(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    word = {"word": "refuse", "reason": "Counted twice.", "password": "guessed",
            "seen": sha(project)}  # fmt: skip
    hold(actor=cast.manager, project=project, reason="Budget is frozen.")
    for reason in ("Counted twice.", "Counted twice, and late."):
        status, html = browser.post(cast.sponsor, "sign", project, **word | {"reason": reason})
        assert status == 409
        assert says_first_that_it_is_stale(html)
        assert "There is nothing to sign" in html
        assert reason in html
        assert "guessed" not in html
        word["word"] = ""  # incomplete, too
    assert not SignOff.objects.exists()
    assert browser.get(cast.sponsor, "sign", project)[0] == 302


def test_a_second_and_different_word_of_a_signer_comes_back_on_the_page(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    other = make_person("Vera Sohn", Role.MANAGEMENT)
    Member.objects.create(project=project, user=other, part=Part.SIGNER)
    project = at(project, State.MANAGEMENT_REVIEW)
    word = {"word": "sign", "reason": "", "password": PASSWORD, "seen": sha(project)}
    assert browser.post(cast.sponsor, "sign", project, **word)[0] == 302
    word |= {"word": "refuse", "reason": "On second thoughts, no."}
    status, html = browser.post(cast.sponsor, "sign", project, **word)
    assert status == 409
    assert "You have already signed or refused this case." in html
    assert "On second thoughts, no." in html
    assert SignOff.objects.count() == 1


def test_why_a_signer_refused_is_read_by_those_who_may_read_the_examination(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    word = {"word": "refuse", "reason": "Counted twice.", "password": PASSWORD,
            "seen": sha(project)}  # fmt: skip
    assert browser.post(cast.sponsor, "sign", project, **word)[0] == 302
    assert "Counted twice." in browser.get(cast.manager, "management-case", project)[1]
    assert "Counted twice." in browser.get(cast.auditor, "history", project)[1]
    for name in ("management-case", "project", "history"):
        assert "Counted twice." not in browser.get(cast.contributor, name, project)[1]


def test_a_reason_beside_a_signature_is_not_shown_to_a_contributor(
    browser: Browser, cast: Cast
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    word = {"word": "sign", "reason": "Only for a year.", "password": PASSWORD,
            "seen": sha(project)}  # fmt: skip
    assert browser.post(cast.sponsor, "sign", project, **word)[0] == 302
    assert "Only for a year." in browser.get(cast.auditor, "management-case", project)[1]
    html = browser.get(cast.contributor, "management-case", project)[1]
    assert "Signed" in html
    assert "Only for a year." not in html
