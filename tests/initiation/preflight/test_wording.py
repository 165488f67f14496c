"""What counts as a number, and what counts as saying nothing."""

import pytest

from initiation.preflight.wording import has_number, says_nothing
from tests.initiation.preflight.planting import INVOICES, TICKETS, put, said

TASK, CRITERION = "ml.tasks.tasks.0", "problem.success.criteria.2.threshold"


@pytest.mark.parametrize(
    "text",
    [
        "within one working day", "once a week", "no wrong booking", "all tickets",
        "not a single wrong booking", "eleven minutes", "at most twelve", "a dozen a month",
        "under a hundred", "½ an hour", "Twenty-five a day", "never", "3 days",
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_words(text: str) -> None:
    assert has_number(text)


@pytest.mark.parametrize("text", ["much lower", "clearly cheaper", "someone is content", ""])
def test_a_wish_is_no_number(text: str) -> None:
    assert not has_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "The team, by hand, codes every invoice",
        "IT (2 clerks) sort by hand",
        "All: below 0.4 by 1 June",
        "Users: choose the queue themselves",
        "Unknown: below 0.4 on 200 cases",
        "None of the rules, but the queue of the last ticket",
        "Open, then closed by the clerk",
    ],
)
def test_a_text_is_not_judged_by_its_first_word(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "None", "n/a", "Not measured.", "TBD (to be decided)", "Not known yet", "Unknown, yet",
        "None, because this is done by hand today", "Open: to be agreed with the clerks",
    ],
)  # fmt: skip
def test_words_of_not_knowing_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["The team, by hand, sorts them", "IT (2 clerks) sort by hand"])
def test_work_done_by_hand_is_a_baseline(text: str) -> None:
    assert not said(TICKETS, "no_baseline", put(f"{TASK}.baseline", text))


def test_a_stop_criterion_may_begin_with_whom_it_concerns() -> None:
    edit = put(f"{TASK}.stop", "All: below 0.4 by 1 June 2027")
    assert not said(TICKETS, "stop_without_number", edit)


def test_a_threshold_may_be_written_in_words() -> None:
    edit = put(CRITERION, "Within one working day")
    assert not said(INVOICES, "criterion_without_number", edit)
