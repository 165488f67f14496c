"""The director reads one answer at a time, and gives a verdict that stays private until decided."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiation.workflow import Gate, State
from reviews.models import Outcome, Stance, Verdict
from reviews.services.examining import ask_follow_up, give_verdict
from tests.factories import Cast, decided, make_project
from tests.reviews.examining import LAST, open_round, second_round
from tests.reviews.paging import MOST_QUERIES, Browser

SECRET = "Nobody but the director may read this yet."


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def test_the_director_of_the_project_may_examine_and_nobody_else(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    assert browser.get(cast.director, "examine", project, "ml", 1, 1)[0] == 200
    for person in (cast.manager, cast.contributor, cast.sponsor, cast.team_member, cast.auditor):
        status, html = browser.get(person, "examine", project, "ml", 1, 1)
        assert status == 403
        assert "IT director" in html
        assert cast.director.name in html
    status, html = browser.get(cast.other_director, "examine", project, "ml", 1, 1)
    assert status == 403
    for stranger in (cast.stranger, cast.other_manager, cast.other_sponsor):
        assert browser.get(stranger, "examine", project, "ml", 1, 1)[0] == 404


@pytest.mark.parametrize("place", [("ml", 2, 1), ("ml", 1, 8), ("ml", 1, 0), ("moon", 1, 1)])
def test_a_place_that_does_not_exist_is_not_found(
    browser: Browser, cast: Cast, place: tuple[str, int, int]
) -> None:
    project = open_round(cast).project
    assert browser.get(cast.director, "examine", project, *place)[0] == 404
    assert browser.post(cast.director, "examine", project, *place, verdict="accepted")[0] == 404


def test_the_answer_stands_whole_beside_what_the_stages_say(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    _, html = browser.get(cast.director, "examine", project, "ml", 1, 1)
    assert "Your answer.\nIt has a second line." in html
    for place in ("problem-statement", "problem-cost", "problem-success"):
        assert f'id="stage-{place}"' in html
    assert "Ticket log" in html  # the cited evidence
    assert "Who outside the project counted this" in html  # a probe


def test_a_verdict_saved_leads_to_the_next_unjudged_and_at_last_to_the_decision(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    order = [3, 4, 5, 6, 7, 1, 2]
    for number, after in pairwise(order):
        typed = {"verdict": "accepted", "comment": "", "next": "1"}
        status, where = browser.post(cast.director, "examine", project, "ml", 1, number, **typed)
        assert status == 302
        assert where == reverse("examine", args=[project.ref, "ml", 1, after])
    _, where = browser.post(cast.director, "examine", project, "ml", 1, 2, **typed)
    assert where == reverse("decide", args=[project.ref, "ml", 1])
    assert Verdict.objects.count() == 7


def test_a_verdict_without_its_comment_is_not_saved_and_says_where(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    status, html = browser.post(
        cast.director, "examine", project, "ml", 1, 1, verdict="needs_work", comment="  "
    )
    assert status == 422
    assert "<title>Error:" in html
    assert 'href="#comment"' in html
    assert re.search(r'value="needs_work"[^>]*checked', html)
    assert not Verdict.objects.exists()


def test_a_comment_without_a_verdict_is_kept_as_it_was_typed(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    typed = "Two lines,\r\nboth <kept>."
    status, html = browser.post(cast.director, "examine", project, "ml", 1, 1, comment=typed)
    assert status == 422
    assert "Two lines,\r\nboth <kept>.</textarea>" in html
    assert "Choose a verdict." in html


def test_autosave_swaps_the_status_and_the_rail_and_says_when_nothing_was_stored(
    client: Client, cast: Cast
) -> None:
    project = open_round(cast).project
    client.force_login(cast.director)
    address = reverse("examine", args=[project.ref, "ml", 1, 1])
    headers = {"HX-Request": "true"}
    response = client.post(address, {"verdict": "rejected", "comment": ""}, headers=headers)
    assert response.headers["X-Saved"] == "no"
    assert not Verdict.objects.exists()
    response = client.post(address, {"verdict": "rejected", "comment": "No."}, headers=headers)
    assert "X-Saved" not in response.headers
    html = response.content.decode()
    assert "Draft saved" in html
    assert "1 of 7 judged" in html
    assert "<html" not in html


def test_a_verdict_sent_twice_is_one_verdict(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    for _ in range(2):
        browser.post(cast.director, "examine", project, "ml", 1, 1, verdict="accepted")
    assert Verdict.objects.count() == 1


def test_a_verdict_after_the_decision_is_refused_with_who_decided_and_the_words_kept(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    decided(project, Gate.ML, Outcome.APPROVE)
    typed = {"verdict": "rejected", "comment": "On second thoughts"}
    status, html = browser.post(cast.director, "examine", project, "ml", 1, 1, **typed)
    assert status == 409
    assert f"{cast.director.name} decided this round" in html
    assert "On second thoughts" in html
    assert set(Verdict.objects.values_list("stance", flat=True)) == {Stance.ACCEPTED}


def test_a_project_on_hold_is_read_but_not_judged(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    project.state, project.held_from = State.ON_HOLD, State.ML_EXAM
    project.save()
    status, html = browser.get(cast.director, "examine", project, "ml", 1, 1)
    assert status == 200
    assert 'name="verdict"' not in html
    assert browser.post(cast.director, "examine", project, "ml", 1, 1, verdict="accepted")[0] == 409


def everywhere(browser: Browser, cast: Cast, gate: str = "ml") -> list[tuple[str, str]]:
    """Read every page of the project that anybody but its director can read."""
    project = cast.manager.managed_projects.get()
    pages: list[tuple[str, tuple[object, ...]]] = [
        ("project", ()), ("history", ()), ("dossiers", ()), ("exam-answers", (gate,)),
        ("exam-answer", (gate, 1)), ("examine-all", (gate, 1)), ("decision", (gate, 1)),
    ]  # fmt: skip
    people = (
        cast.manager, cast.contributor, cast.sponsor, cast.auditor, cast.other_director,
        cast.team_member,
    )  # fmt: skip
    found = []
    for person in people:
        for name, rest in pages:
            status, html = browser.get(person, name, project, *rest)
            if status == 200:
                found.append((f"{name} to {person}", html))
    return found


def test_draft_verdicts_stand_nowhere_before_the_decision_and_there_after_it(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    _, before = browser.get(cast.manager, "examine-all", project, "ml", 1)
    give_verdict(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="problem",
        stance=Stance.NEEDS_WORK, comment=SECRET,
    )  # fmt: skip
    pages = everywhere(browser, cast)
    assert len(pages) > 15
    assert [name for name, html in pages if SECRET in html] == []
    csrf = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
    _, after = browser.get(cast.manager, "examine-all", project, "ml", 1)
    assert csrf.sub("", before) == csrf.sub("", after)  # not even that there is a draft
    assert SECRET in browser.get(cast.director, "examine-all", project, "ml", 1)[1]

    Verdict.objects.all().delete()
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, problem=Stance.NEEDS_WORK)
    shown = [name for name, html in everywhere(browser, cast) if LAST in html]
    for page in ("examine-all", "decision"):
        assert f"{page} to {cast.manager}" in shown
        assert f"{page} to {cast.auditor}" in shown


def test_a_second_round_shows_the_difference_and_the_clean_text_on_request(
    browser: Browser, cast: Cast
) -> None:
    changes = {"exam.problem": {"summary": "Your answer.\nIt has a better line."}}
    project = second_round(cast, **changes).project
    _, html = browser.get(cast.director, "examine", project, "ml", 2, 1)
    assert re.search(r"<ins>.*?better", html, re.S)
    assert re.search(r"<del>.*?second", html, re.S)
    assert "1 word added, 1 removed" in html
    assert LAST in html  # what was said in round 1
    browser.client.force_login(cast.director)
    address = reverse("examine", args=[project.ref, "ml", 2, 1])
    clean = browser.client.get(address, {"show": "clean"}).content.decode()
    assert "<ins>" not in clean
    assert "It has a better line." in clean


def test_an_accepted_answer_that_did_not_change_is_carried_and_may_be_judged_again(
    browser: Browser, cast: Cast
) -> None:
    project = second_round(cast).project
    _, html = browser.get(cast.director, "examine", project, "ml", 2, 2)
    assert "Accepted, carried over from round 1" in html
    assert "Judge it again" in html
    assert "Nothing changed since round 1" in html
    typed = {"verdict": "needs_work", "comment": "I looked again."}
    assert browser.post(cast.director, "examine", project, "ml", 2, 2, **typed)[0] == 302
    again = Verdict.objects.get(round__number=2, question_code="why_ml")
    assert (again.stance, again.carried_from) == (Stance.NEEDS_WORK, None)


def test_an_accepted_answer_whose_stage_changed_is_cleared_and_says_so(
    browser: Browser, cast: Cast
) -> None:
    cost = {"low": "11", "likely": "22", "high": "44", "basis": "counted anew", "currency": "EUR"}
    project = second_round(cast, **{"problem.cost": {"today": cost}}).project
    assert not Verdict.objects.filter(round__number=2, question_code="why_ml").exists()
    assert Verdict.objects.filter(round__number=2, question_code="data").exists()  # the control
    _, html = browser.get(cast.director, "examine", project, "ml", 2, 2)
    assert "You accepted this in the last round, and it has changed since" in html
    assert "Beside it changed" in html
    assert "Changed since round 1" in html


def test_everybody_who_may_view_the_examination_reads_all_answers(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    people = (cast.director, cast.manager, cast.sponsor, cast.auditor, cast.other_director)
    for person in people:
        status, html = browser.get(person, "examine-all", project, "ml", 1)
        assert status == 200
        assert html.count("It has a second line.") >= 7
    for person in (cast.contributor, cast.team_member):
        assert browser.get(person, "examine-all", project, "ml", 1)[0] == 403
    assert browser.get(cast.stranger, "examine-all", project, "ml", 1)[0] == 404


@pytest.mark.parametrize("name", ["examine", "examine-all", "decide", "decision"])
def test_pages_of_an_examination_ask_as_much_for_three_things_as_for_one(
    browser: Browser, cast: Cast, name: str
) -> None:
    found = open_round(cast)
    project = found.project
    place = ("ml", 1, 1) if name == "examine" else ("ml", 1)

    def say(code: str) -> None:
        give_verdict(
            actor=cast.director, project=project, gate=Gate.ML, number=1, question_code=code,
            stance=Stance.REJECTED, comment=code,
        )  # fmt: skip
        ask_follow_up(
            actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="problem",
            text=f"What about {code}?", blocking=True,
        )  # fmt: skip

    say("problem")
    one = browser.queries(cast.director, name, project, *place)
    say("data")
    say("fit")
    assert browser.queries(cast.director, name, project, *place) == one <= MOST_QUERIES


@pytest.mark.parametrize("name", ["examine", "examine-all", "decide", "decision"])
def test_pages_of_a_second_round_stay_within_their_queries(
    browser: Browser, cast: Cast, name: str
) -> None:
    project = second_round(cast).project
    place = ("ml", 2, 1) if name == "examine" else ("ml", 2)
    assert browser.queries(cast.director, name, project, *place) <= MOST_QUERIES


def test_shortcuts_are_there_for_who_switched_them_on(browser: Browser, cast: Cast) -> None:
    project = open_round(cast).project
    assert 'id="shortcuts"' not in browser.get(cast.director, "examine", project, "ml", 1, 1)[1]
    cast.director.shortcuts = True
    cast.director.save()
    _, html = browser.get(cast.director, "examine", project, "ml", 1, 2)
    assert 'id="shortcuts"' in html
    keys = set(re.findall(r'data-gw-key="(.)"', html))
    assert keys == set("jkuawrcfe")


def test_a_withdrawn_round_ends_without_a_decision_and_keeps_its_drafts_private(
    browser: Browser, cast: Cast
) -> None:
    found = open_round(cast)
    give_verdict(
        actor=cast.director, project=found.project, gate=Gate.ML, number=1,
        question_code="problem", stance=Stance.NEEDS_WORK, comment=SECRET,
    )  # fmt: skip
    found.closed_at = timezone.now()
    found.save()
    found.project.state = State.WITHDRAWN
    found.project.save()
    status, html = browser.get(cast.manager, "decision", found.project, "ml", 1)
    assert (status, "ended without a decision" in html) == (200, True)
    for name in ("decision", "examine-all"):
        assert SECRET not in browser.get(cast.manager, name, found.project, "ml", 1)[1]


def test_a_project_never_submitted_has_no_round(browser: Browser, cast: Cast) -> None:
    project = make_project(cast)
    for name in ("examine-all", "decide", "decision"):
        assert browser.get(cast.director, name, project, "ml", 1)[0] == 404
