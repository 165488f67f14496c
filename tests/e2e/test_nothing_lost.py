"""Nothing typed is lost: when a page dies, when a session ends, when two people write at once."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.conftest import Enter
from tests.e2e.person import Person
from tests.live.stack import Stack

pytestmark = pytest.mark.e2e

LABEL = "The problem, in words"
STATEMENT = '[name="statement.statement"]'
OFFER = "[data-gw-unsent]"
SAVED = re.compile(r"^Saved at")
KEPT_SOON = 400  # milliseconds after which what is typed lies in the browser


@pytest.fixture
def ref(stack: Stack, request: pytest.FixtureRequest) -> str:
    """A project that only this test writes."""
    return str(stack.act("project", name=request.node.name))


def stage(person: Person, ref: str) -> Person:
    return person.open(f"/projects/{ref}/stages/problem/")


def saves(page: Page) -> None:
    expect(page.locator("#save-status")).to_have_text(SAVED)


def crash(person: Person) -> None:
    """Kill what draws the page, as a crash does, and go on in a new tab of the same browser."""
    with pytest.raises(Error):
        person.page.goto("chrome://crash")
    person.page = person.context.new_page()


def versions(stack: Stack, ref: str) -> list[str]:
    found = stack.rows(
        "SELECT value->>'statement' AS text FROM initiation_answerversion"
        " WHERE project_id = %s AND question_code = 'statement' ORDER BY version",
        int(ref.removeprefix("GW-")),
    )
    return [row["text"] for row in found]


# The page dies


def test_what_was_typed_before_a_crash_is_offered_and_put_back(
    enter: Enter, stack: Stack, ref: str
) -> None:
    manager = stage(enter("mara.lind"), ref)
    manager.page.route("**/autosave/", lambda route: route.abort())  # and with the page it goes
    manager.write(LABEL, "Typed before the crash.")
    manager.page.wait_for_timeout(KEPT_SOON)
    crash(manager)
    manager.complaints.clear()  # of the requests that did not reach the server
    assert versions(stack, ref) == []

    page = stage(manager, ref).page
    expect(page.locator(OFFER)).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(STATEMENT)).to_have_value("Typed before the crash.")
    saves(page)
    assert versions(stack, ref) == ["Typed before the crash."]


def test_control_what_was_stored_before_a_crash_stands_there_and_is_not_offered(
    enter: Enter, stack: Stack, ref: str
) -> None:
    manager = stage(enter("mara.lind"), ref)
    manager.write(LABEL, "Typed and stored.")
    saves(manager.page)
    crash(manager)
    page = stage(manager, ref).page
    expect(page.locator(STATEMENT)).to_have_value("Typed and stored.")
    expect(page.locator(OFFER)).to_be_hidden()


# The session ends


def test_saving_in_a_session_that_ended_leads_through_signing_in_back_to_the_text(
    enter: Enter, stack: Stack, ref: str
) -> None:
    manager = stage(enter("mara.lind"), ref)
    manager.context.route("**/autosave/", lambda route: route.abort())
    manager.write(LABEL, "Typed while signed out.")
    manager.context.clear_cookies(name="sessionid")
    manager.press("Save")
    assert "/login/" in manager.page.url
    manager.context.unroute_all()
    manager.complaints.clear()
    manager.write("E-mail address", manager.email)
    manager.write("Password", "a good long password")
    manager.press("Sign in")
    assert manager.page.url.endswith("/stages/problem/")
    page = manager.page
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(STATEMENT)).to_have_value("Typed while signed out.")
    saves(page)
    assert versions(stack, ref) == ["Typed while signed out."]


# Two people write


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_two_browsers_on_one_answer_keep_both_texts_and_store_the_chosen_one(
    enter: Enter, stack: Stack, ref: str, keep: str
) -> None:
    manager, contributor = stage(enter("mara.lind"), ref), stage(enter("carl.beck"), ref)
    manager.expected = {409}
    contributor.write(LABEL, "Theirs, saved first.")
    saves(contributor.page)
    page = manager.page
    manager.write(LABEL, "Mine, meanwhile.")
    expect(page.locator("#save-status")).to_contain_text("Carl Beck changed this answer meanwhile")

    manager.press("Save")
    manager.sees("Carl Beck changed this answer while you were writing")
    for words in ("Theirs, saved first.", "Mine, meanwhile.", "The difference, from the text of"):
        manager.sees(words)
    expect(page.locator(STATEMENT)).to_have_value("Mine, meanwhile.")
    page.locator(f"#keep-{keep}-statement").check()
    manager.press("Save")
    manager.sees("Saved.")
    chosen = {"mine": "Mine, meanwhile.", "theirs": "Theirs, saved first."}[keep]
    expect(page.locator(STATEMENT)).to_have_value(chosen)
    expect(page.locator(OFFER)).to_be_hidden()
    wanted = ["Theirs, saved first.", "Mine, meanwhile."]
    assert versions(stack, ref) == wanted[: 2 if keep == "mine" else 1]


def test_control_two_browsers_on_different_answers_do_not_meet(
    enter: Enter, stack: Stack, ref: str
) -> None:
    manager, contributor = stage(enter("mara.lind"), ref), stage(enter("carl.beck"), ref)
    contributor.write(LABEL, "Theirs.")
    saves(contributor.page)
    manager.write("Out of scope", "Laptops.")
    saves(manager.page)
    assert versions(stack, ref) == ["Theirs."]
