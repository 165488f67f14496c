"""What is typed survives in the browser: row buttons, offers to put it back, signing in again."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Enter
from tests.e2e.person import Person
from tests.live.stack import Stack

pytestmark = pytest.mark.e2e

SAVED = re.compile(r"^Saved at")
STATEMENT = "statement.statement"
OFFER = "[data-gw-unsent]"


@pytest.fixture
def manager(enter: Enter, stack: Stack, request: pytest.FixtureRequest) -> Person:
    """The manager, on the first stage of a project that only this test writes."""
    ref = stack.act("project", name=request.node.name)
    return enter("mara.lind").open(f"/projects/{ref}/stages/problem/")


def named(page: Page, name: str) -> str:
    """Return what stands in the control with this name."""
    return page.locator(f'[name="{name}"]').input_value()


def saves(page: Page) -> None:
    """Wait until the status says that the server has everything."""
    expect(page.locator("#save-status")).to_have_text(SAVED)


def left_behind(person: Person, *values: tuple[str, str]) -> None:
    """Leave a copy in the browser as a crash does, and open the page again."""
    kept = {"at": "2026-03-02T08:00:00.000Z", "values": [[*value, True] for value in values]}
    person.page.evaluate(
        "kept => localStorage.setItem("
        "`gw:unsent:${document.body.dataset.gwUser}:${location.pathname}:sheet`, kept)",
        json.dumps(kept),
    )
    person.page.reload()


def test_text_is_put_back_by_name_and_what_has_no_place_stays_on_offer(manager: Person) -> None:
    page = manager.page
    left_behind(
        manager,
        ("sufferers.groups.1.group", "The row that is gone"),
        (STATEMENT, "We lose calls."),
    )
    page.get_by_role("button", name="Put it back").click()
    assert named(page, STATEMENT) == "We lose calls."
    manager.sees("The row that is gone")
    saves(page)

    manager.go(page.locator("#id_sufferers-groups-add"))
    page.get_by_role("button", name="Put it back").click()
    assert named(page, "sufferers.groups.1.group") == "The row that is gone"
    expect(page.locator(OFFER)).to_be_hidden()
    saves(page)
    page.reload()
    assert named(page, STATEMENT) == "We lose calls."
    expect(page.locator(OFFER)).to_be_hidden()


def test_an_offer_nobody_answered_outlives_typing_and_saving(manager: Person) -> None:
    page = manager.page
    left_behind(manager, (STATEMENT, "Typed before the crash."))
    manager.write("The problem, in words", "Something else.")
    manager.press("Save")
    manager.sees("Saved.")
    page.get_by_role("button", name="Put it back").click()
    assert named(page, STATEMENT) == "Typed before the crash."
    saves(page)
    page.reload()
    expect(page.locator(OFFER)).to_be_hidden()


def test_a_row_button_is_saved_by_itself_and_kept_when_it_cannot_be(manager: Person) -> None:
    page, path = manager.page, manager.page.url
    page.locator('[name="sufferers.groups.0.group"]').fill("Service desk")
    manager.go(page.locator("#id_sufferers-groups-add"))
    saves(page)
    page.reload()
    assert named(page, "sufferers.groups.0.group") == "Service desk"

    page.context.route("**/autosave/", lambda route: route.abort())
    page.locator('[name="sufferers.groups.0.group"]').fill("Service desk and shops")
    manager.go(page.locator("#id_sufferers-groups-add"))
    manager.follow("Projects")
    page.context.unroute_all()
    manager.complaints.clear()  # of the requests that did not reach the server
    manager.open(path)
    page.get_by_role("button", name="Put it back").click()
    assert named(page, "sufferers.groups.0.group") == "Service desk and shops"
    saves(page)


def test_what_autosave_leaves_out_is_kept_however_soon_the_page_is_left(manager: Person) -> None:
    page = manager.page
    with page.expect_navigation(wait_until="load"):
        page.locator('[name="cost.today.low"]').evaluate(
            """figure => {
                figure.value = "twelve";
                for (const kind of ["input", "change"]) {
                    figure.dispatchEvent(new Event(kind, { bubbles: true }));
                }
                location.reload();
            }"""
        )
    page.get_by_role("button", name="Put it back").click()
    assert named(page, "cost.today.low") == "twelve"


def test_after_signing_in_again_the_page_from_before_is_saved(manager: Person) -> None:
    page = manager.page
    manager.context.clear_cookies(name="sessionid")
    manager.write("The problem, in words", "Typed while signed out.")
    expect(page.locator("#gw-banner")).to_contain_text("Your session has ended")

    manager.complaints.clear()  # of the request that met the ended session
    manager.page = manager.context.new_page()
    manager.sign_in().page.close()
    manager.page = page
    manager.write("The problem, in words", "Typed and saved.")
    saves(page)
    manager.press("Save")
    manager.sees("Saved.")
    assert named(page, STATEMENT) == "Typed and saved."


def test_a_key_only_unfolds_what_is_folded_away(enter: Enter, stack: Stack) -> None:
    ref = stack.act("project", name="Judged by keys", state="ml_exam")
    stack.rows("UPDATE accounts_user SET shortcuts = true WHERE email LIKE 'dora.weiss%%'")
    director = enter("dora.weiss").open(f"/projects/{ref}/exams/ml/rounds/1/q/2/")
    page = director.page
    page.evaluate(
        """() => {
            const fold = document.createElement("details");
            const form = document.getElementById("verdict-form");
            form.before(fold);
            fold.append(document.createElement("summary"), form);
        }"""
    )
    page.keyboard.press("a")
    expect(page.locator("#verdict-accepted")).to_be_focused()
    expect(page.locator("#verdict-accepted")).not_to_be_checked()
    page.keyboard.press("a")
    expect(page.locator("#verdict-accepted")).to_be_checked()
    page.keyboard.press("f")
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
