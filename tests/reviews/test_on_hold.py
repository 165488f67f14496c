"""While a project is on hold nothing is judged, asked, answered or closed, whatever pages show."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.refused import Forbidden, Refused
from initiation.models import Project
from initiation.workflow import Gate
from reviews.models import FollowUp, Stance, Verdict
from reviews.services import examining
from reviews.services.pausing import hold, resume
from tests.factories import Cast
from tests.reviews.examining import open_round
from tests.reviews.paging import Browser

Act = Callable[[Project, FollowUp], object]


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def judge(project: Project, _: FollowUp) -> object:
    return examining.give_verdict(
        actor=project.director, project=project, gate=Gate.ML, number=1,
        question_code="problem", stance=Stance.ACCEPTED, comment="",
    )  # fmt: skip


def ask(project: Project, _: object = None, text: str = "And now?") -> FollowUp:
    return examining.ask_follow_up(
        actor=project.director, project=project, gate=Gate.ML, number=1,
        question_code="problem", text=text, blocking=False,
    )  # fmt: skip


def answer(project: Project, follow_up: FollowUp) -> None:
    examining.answer_follow_up(
        actor=project.manager, project=project, follow_up=follow_up, text="Support did."
    )


def close(project: Project, follow_up: FollowUp) -> None:
    examining.close_follow_up(actor=project.director, project=project, follow_up=follow_up)


ACTS: list[Act] = [judge, ask, answer, close]


@pytest.mark.parametrize("act", ACTS)
def test_what_was_read_before_the_hold_is_refused_after_it(cast: Cast, act: Act) -> None:
    before = open_round(cast).project
    follow_up = ask(before, text="Who counted?")
    hold(actor=cast.manager, project=before, reason="Budget is frozen.")
    with pytest.raises(Refused, match="nothing is examined now"):
        act(before, follow_up)
    follow_up.refresh_from_db()
    assert (follow_up.answered_at, follow_up.closed_at) == (None, None)
    assert FollowUp.objects.count() == 1
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_control_once_it_goes_on_the_same_is_done(cast: Cast, act: Act) -> None:
    project = open_round(cast).project
    follow_up = ask(project, text="Who counted?")
    held = hold(actor=cast.manager, project=project, reason="Budget is frozen.")
    resume(actor=cast.manager, project=held)
    act(project, follow_up)


@pytest.mark.parametrize("act", ACTS)
def test_control_without_the_lock_what_was_read_before_the_hold_would_pass(
    cast: Cast, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_round(cast).project
    follow_up = ask(before, text="Who counted?")
    hold(actor=cast.manager, project=before, reason="Budget is frozen.")
    monkeypatch.setattr(examining, "lock", lambda project: project)
    act(before, follow_up)


@pytest.mark.parametrize("act", [judge, ask, close])
def test_a_director_who_was_replaced_meanwhile_does_nothing_more(cast: Cast, act: Act) -> None:
    before = open_round(cast).project
    follow_up = ask(before, text="Who counted?")
    Project.objects.filter(pk=before.pk).update(director=cast.other_director)
    with pytest.raises(Forbidden):
        act(before, follow_up)


def test_on_hold_a_follow_up_offers_no_reply_and_one_that_is_sent_comes_back(
    browser: Browser, cast: Cast
) -> None:
    project = open_round(cast).project
    follow_up = ask(project, text="Who counted?")
    place = reverse("answer-follow-up", args=[project.ref, follow_up.pk])
    pages = (("exam-answer", "ml", 1), ("examine-all", "ml", 1))
    for name, *rest in pages:
        assert place in browser.get(cast.manager, name, project, *rest)[1]
    hold(actor=cast.manager, project=project, reason="Budget is frozen.")
    for name, *rest in pages:
        html = browser.get(cast.manager, name, project, *rest)[1]
        assert "Who counted?" in html
        assert place not in html
    status, html = browser.post(
        cast.manager, "answer-follow-up", project, follow_up.pk, text="Support did."
    )
    assert status == 409
    assert "nothing is examined now" in html
    assert "Support did." in html
