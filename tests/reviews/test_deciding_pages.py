"""A round ends once, in words, about exactly the case file that was read."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event, Job
from initiation.models import Project
from initiation.workflow import Gate, State
from reviews.models import Decision, Outcome, Stance
from reviews.services.deciding import decide
from reviews.services.examining import ask_follow_up
from tests.factories import Cast, judged, make_project, submitted
from tests.reviews.examining import LAST, open_round
from tests.reviews.paging import Browser

REASONS = "The figures hold.\r\nThe plan does too."


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def judged_project(cast: Cast, **stances: Stance) -> Project:
    project = open_round(cast).project
    judged(project, Gate.ML, **stances)
    return project


def words(project: Project, outcome: str, **more: str) -> dict[str, Any]:
    sha256 = project.rounds.get().case_file.sha256
    return {"outcome": outcome, "reasons": REASONS, "seen_sha256": sha256} | more


REJECTION = {"reason_code": "no_case", "would_change": "Twice the volume."}


def test_only_the_director_of_the_project_decides(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    assert browser.get(cast.director, "decide", project, "ml", 1)[0] == 200
    typed = words(project, "approve", confirm="1")
    for person in (cast.manager, cast.contributor, cast.sponsor, cast.auditor, cast.other_director):
        status, html = browser.get(person, "decide", project, "ml", 1)
        assert status == 403
        assert "IT director" in html
        assert cast.director.name in html
        assert browser.post(person, "decide", project, "ml", 1, **typed)[0] == 403
    assert browser.get(cast.stranger, "decide", project, "ml", 1)[0] == 404
    assert browser.post(cast.stranger, "decide", project, "ml", 1, **typed)[0] == 404
    assert not Decision.objects.exists()


def test_what_stands_in_the_way_is_named_and_leads_to_its_question(
    browser: Browser, cast: Cast
) -> None:
    project = judged_project(cast, data=Stance.NEEDS_WORK)
    project.rounds.get().verdicts.filter(question_code="fit").delete()
    ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="quality",
        text="Who labelled it?", blocking=True,
    )  # fmt: skip
    _, html = browser.get(cast.director, "decide", project, "ml", 1)
    for number, reason in (
        (4, "Question 4 has no verdict yet."),
        (6, "Question 6 is not accepted."),
        (7, "A blocking follow-up on question 7 is open."),
    ):
        address = reverse("examine", args=[project.ref, "ml", 1, number])
        assert re.search(rf'<a href="{address}">\s*{reason}\s*</a>', html)
    assert "?outcome=approve" not in html
    assert "?outcome=request_changes" in html


def test_the_message_is_read_before_it_leaves_and_leaves_as_it_was_read(
    browser: Browser, cast: Cast
) -> None:
    project = judged_project(cast, data=Stance.NEEDS_WORK)
    typed = words(project, "request_changes")
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 200
    assert not Decision.objects.exists()
    assert LAST in html
    status, where = browser.post(cast.director, "decide", project, "ml", 1, **typed, confirm="1")
    assert (status, where) == (302, reverse("decision", args=[project.ref, "ml", 1]))
    made = Decision.objects.get()
    mail = Job.objects.get(key=f"mail:decision:{made.pk}").payload
    shown = re.search(r'<p class="gw-text">(.*?)</p>', html, re.S)
    assert shown
    assert " ".join(shown[1].split()) == " ".join(mail["body"].split())
    assert mail["subject"] in html


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("approve", State.NEED_CONFIRMED),
        ("request_changes", State.PREPARING),
        ("reject", State.REJECTED),
    ],
)
def test_each_outcome_leads_where_it_says(
    browser: Browser, cast: Cast, outcome: str, state: State
) -> None:
    accepted = outcome == "approve"
    project = judged_project(cast, **({} if accepted else {"data": Stance.REJECTED}))
    typed = words(project, outcome, confirm="1", **(REJECTION if outcome == "reject" else {}))
    assert browser.post(cast.director, "decide", project, "ml", 1, **typed)[0] == 302
    project.refresh_from_db()
    assert project.where is state
    _, html = browser.get(cast.manager, "decision", project, "ml", 1)
    made = Decision.objects.get()
    assert f"<h1>{made.get_outcome_display()}</h1>" in html
    assert made.case_file_sha256 in html
    assert cast.director.name in html


def test_the_record_leads_on_to_what_its_reader_does_next(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast, data=Stance.NEEDS_WORK)
    typed = words(project, "request_changes", confirm="1")
    browser.post(cast.director, "decide", project, "ml", 1, **typed)
    onward = {}
    for reader in (cast.manager, cast.director, cast.auditor):
        _, html = browser.get(reader, "decision", project, "ml", 1)
        (onward[reader],) = re.findall(r'class="btn btn-primary"\s+href="([^"]+)"', html)
    answers = reverse("exam-answers", args=[project.ref, "ml"])
    dossiers = reverse("dossiers", args=[project.ref])
    assert onward == {cast.manager: answers, cast.director: dossiers, cast.auditor: dossiers}


def test_an_outcome_is_called_the_same_before_and_after_it_is_chosen(
    browser: Browser, cast: Cast
) -> None:
    project = judged_project(cast, data=Stance.NEEDS_WORK)
    _, html = browser.get(cast.director, "decide", project, "ml", 1)
    assert "Request changes" in html
    assert "Ask for changes" not in html


def test_a_rejection_without_reason_and_way_back_keeps_what_was_typed(
    browser: Browser, cast: Cast
) -> None:
    project = judged_project(cast)
    typed = words(project, "reject", would_change="Kept as it was typed.")
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 422
    assert "<title>Error:" in html
    assert 'href="#reason_code"' in html
    assert "Kept as it was typed.</textarea>" in html
    assert "The plan does too.</textarea>" in html
    assert not Decision.objects.exists()


def test_a_decision_without_reasons_is_asked_for_them(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    typed = words(project, "approve", confirm="1") | {"reasons": "  "}
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 422
    assert 'href="#reasons"' in html


def test_the_words_can_be_changed_after_reading_the_message(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    typed = words(project, "approve", edit="1")
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 200
    assert "The plan does too.</textarea>" in html
    assert not Decision.objects.exists()


@pytest.mark.parametrize("step", ["", "confirm"])
def test_another_case_file_than_the_one_read_is_not_decided_on(
    browser: Browser, cast: Cast, step: str
) -> None:
    project = judged_project(cast)
    typed = words(project, "approve") | {"seen_sha256": "0" * 64} | ({step: "1"} if step else {})
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 409
    assert "0" * 64 in html  # what was read
    assert project.rounds.get().case_file.sha256 in html  # what is there
    assert "The plan does too.</textarea>" in html
    assert not Decision.objects.exists()


def test_a_decision_sent_twice_is_one_decision(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    typed = words(project, "approve", confirm="1")
    for _ in range(2):
        status, where = browser.post(cast.director, "decide", project, "ml", 1, **typed)
        assert (status, where) == (302, reverse("decision", args=[project.ref, "ml", 1]))
    assert Decision.objects.count() == 1
    assert Event.objects.filter(verb="approve_ml").count() == 1
    assert Job.objects.filter(kind="dossier", key__contains=":decision:").count() == 1


def test_a_second_and_different_decision_shows_both_and_records_neither_again(
    browser: Browser, cast: Cast
) -> None:
    project = judged_project(cast)
    typed = words(project, "reject", confirm="1", **REJECTION) | {"reasons": "I would not."}
    browser.post(
        cast.director, "decide", project, "ml", 1, **words(project, "approve", confirm="1")
    )
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 409
    assert f"{cast.director.name} decided this round" in html
    for kept in ("Recorded: Approved", "The plan does too.", "I would not.", "Twice the volume."):
        assert kept in html
    assert Decision.objects.get().outcome == Outcome.APPROVE


def test_a_verdict_withdrawn_meanwhile_stops_the_approval(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    typed = words(project, "approve", confirm="1")
    project.rounds.get().verdicts.filter(question_code="fit").delete()
    status, html = browser.post(cast.director, "decide", project, "ml", 1, **typed)
    assert status == 409
    assert "Question 4 has no verdict yet." in html
    assert "The plan does too." in html


def test_an_outcome_that_does_not_exist_is_ignored_or_refused(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    address = reverse("decide", args=[project.ref, "ml", 1])
    browser.client.force_login(cast.director)
    assert browser.client.get(address, {"outcome": "moon"}).status_code == 200
    assert browser.client.post(address, {"outcome": "moon", "reasons": "x"}).status_code == 422


def test_the_record_before_the_decision_says_there_is_none(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast, data=Stance.NEEDS_WORK)
    for person in (cast.director, cast.manager, cast.auditor, cast.sponsor):
        status, html = browser.get(person, "decision", project, "ml", 1)
        assert status == 200
        assert "There is no decision yet" in html
        assert LAST not in html
    assert browser.get(cast.contributor, "decision", project, "ml", 1)[0] == 403
    assert browser.get(cast.stranger, "decision", project, "ml", 1)[0] == 404


def test_a_decided_round_leads_from_deciding_to_its_record(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    browser.post(
        cast.director, "decide", project, "ml", 1, **words(project, "approve", confirm="1")
    )
    browser.client.force_login(cast.director)
    response = browser.client.get(reverse("decide", args=[project.ref, "ml", 1]))
    assert response.headers["Location"] == reverse("decision", args=[project.ref, "ml", 1])


def test_a_director_may_decide_on_a_project_of_another_manager_only_when_named(
    browser: Browser, cast: Cast
) -> None:
    project = judged_project(cast)
    project.director = cast.other_director
    project.save()
    typed = words(project, "approve", confirm="1")
    assert browser.post(cast.director, "decide", project, "ml", 1, **typed)[0] == 403
    assert browser.post(cast.other_director, "decide", project, "ml", 1, **typed)[0] == 302


def test_markup_in_reasons_stays_text_on_every_page(browser: Browser, cast: Cast) -> None:
    project = judged_project(cast)
    typed = words(project, "approve") | {"reasons": "<script>alert(1)</script>"}
    client = browser.client
    client.force_login(cast.director)
    address = reverse("decide", args=[project.ref, "ml", 1])
    preview = client.post(address, typed).content.decode()
    client.post(address, typed | {"confirm": "1"})
    record = client.get(reverse("decision", args=[project.ref, "ml", 1])).content.decode()
    for html in (preview, record):
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_the_service_keeps_line_breaks_alike_whatever_the_browser_sends(cast: Cast) -> None:
    project = submitted(make_project(cast))
    found = judged(project, Gate.ML)
    made = decide(
        actor=cast.director, project=project, gate=Gate.ML, number=1, outcome=Outcome.APPROVE,
        reasons=REASONS, seen_sha256=found.case_file.sha256,
    )  # fmt: skip
    assert made.reasons == "The figures hold.\nThe plan does too."
