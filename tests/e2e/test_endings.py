"""How a project can end or go round: refused, sent back and approved, a proof of concept."""

import pytest

from tests.e2e import journey as does
from tests.e2e.conftest import Enter
from tests.live.stack import Stack

pytestmark = pytest.mark.e2e


def test_a_refusal_names_its_reason_and_the_way_back(enter: Enter, stack: Stack) -> None:
    project = f"/projects/{stack.act('project', name='Refused', state='ml_exam')}/"
    rounds = f"{project}exams/ml/rounds/1/"
    director = enter("dora.weiss")
    does.give_verdict(director, f"{rounds}q/2/", "Rejected", "A checklist does this for nothing.")
    for number in (1, 3, 4, 5, 6, 7):
        does.give_verdict(director, f"{rounds}q/{number}/", "Accepted")
    does.decide(director, rounds, "Reject", "The case is not made.", would_change="Twice as many.")

    manager = enter("mara.lind")
    manager.open(f"{rounds}decision/")
    for words in ("The case is not made.", "Twice as many.", "A checklist does this for nothing."):
        manager.sees(words)
    manager.open(project)
    manager.sees("Rejected")
    manager.press("Start a new version")
    assert project not in manager.page.url
    manager.sees("Refused")


def test_changes_are_asked_for_made_and_only_they_are_judged_again(
    enter: Enter, stack: Stack
) -> None:
    project = f"/projects/{stack.act('project', name='Sent back', state='ml_exam')}/"
    first, second = (f"{project}exams/ml/rounds/{number}/" for number in (1, 2))
    director = enter("dora.weiss")
    comment = "Where is the count from?"
    does.give_verdict(director, f"{first}q/1/", "Needs work", comment)
    for number in range(2, 8):
        does.give_verdict(director, f"{first}q/{number}/", "Accepted")
    does.decide(director, first, "Request changes", "One figure has no source.")

    manager = enter("mara.lind")
    manager.open(f"{project}exams/ml/answers/1/")
    manager.sees(comment)
    manager.write("Your answer", "Counted in the ticket log from January to March.")
    does.save_page(manager)
    does.submit(manager, f"{project}exams/ml/submit/")

    director.open(f"{second}q/1/")
    director.sees("Counted in the ticket log from January to March.")
    director.open(f"{second}decide/")
    director.sees("6 of 7")
    does.give_verdict(director, f"{second}q/1/", "Accepted")
    does.decide(director, second, "Approve", "Now it has.")
    manager.open(f"{second}decision/")
    manager.sees("Now it has.")


def test_a_project_that_needs_no_mlops_is_initiated_as_a_proof_of_concept(
    enter: Enter, stack: Stack
) -> None:
    project = f"/projects/{stack.act('project', name='Proof', state='need_confirmed')}/"
    manager, director = enter("mara.lind"), enter("dora.weiss")
    does.put_mlops_need(manager, project, kind="Proof of concept")
    does.confirm_mlops_need(
        director, project, "A proof of concept is enough", "Can it be done at all?"
    )
    manager.open(project)
    manager.sees("Initiated")
    manager.sees("proof of concept")
