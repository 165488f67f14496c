"""All five stages and the seven answers, with nothing but a keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.keyboard import Keyboard
from tests.e2e.person import PASSWORD, Person
from tests.live.stack import Stack, eventually

pytestmark = pytest.mark.e2e

STAGES = ("problem", "architecture", "ml", "data", "rawdata")


@pytest.fixture
def ref(stack: Stack, request: pytest.FixtureRequest) -> str:
    """A project with raw data, which only this test writes."""
    return str(stack.act("raw_project", name=request.node.name))


def stored(stack: Stack, ref: str, set_code: str) -> int:
    """Return how many questions of a set hold an answer."""
    found = stack.rows(
        "SELECT count(*) AS n FROM initiation_answer"
        " WHERE project_id = %s AND set_code = %s AND value <> '{}'",
        int(ref.removeprefix("GW-")),
        set_code,
    )
    return int(found[0]["n"])


def test_signing_in_and_the_first_key_lead_past_the_header(enter: Enter) -> None:
    person = enter("mara.lind")
    person.open("/logout/")
    keys = Keyboard(person)
    keys.press("Sign out")
    person.open("/login/")
    keys.write("E-mail address", person.email)
    keys.write("Password", PASSWORD)
    keys.enter()
    assert person.page.url.rstrip("/").endswith(person.stack.address)
    first = keys.tab()
    assert first is not None
    assert first.label == "Skip to main content"
    assert first.visible


def test_five_stages_and_seven_answers_are_filled_by_keyboard_only(
    enter: Enter, stack: Stack, ref: str
) -> None:
    manager = enter("mara.lind")
    keys = Keyboard(manager)
    manager.open(f"/projects/{ref}/evidence/")
    keys.write("Title", "Ticket log of March")
    keys.write("Link", "https://example.org/log")
    keys.enter()
    manager.sees("Ticket log of March")

    typed, missed = 0, list[str]()
    manager.open(f"/projects/{ref}/stages/problem/")
    for stage in STAGES:
        manager.page.wait_for_url(f"**/stages/{stage}/")
        words, left = keys.fill_page()
        typed, missed = typed + len(words), missed + left
        assert words or stage == "rawdata"
        keys.press("Save and continue")
        assert not manager.page.title().startswith("Error"), manager.text()[:1500]
        assert stored(stack, ref, stage) > 0
    manager.open(f"/projects/{ref}/exams/ml/answers/1/")
    for number in range(1, 8):
        manager.page.wait_for_url(f"**/answers/{number}/")
        words, left = keys.fill_page()
        typed, missed = typed + len(words), missed + left
        assert words
        keys.press("Save and continue")
        assert not manager.page.title().startswith("Error"), manager.text()[:1500]
    assert stored(stack, ref, "exam") == 7
    assert missed == []
    assert keys.unseen == [], "\n".join(keys.unseen)
    print(f"figure keyboard journey: {typed} controls filled, 0 out of reach")


def test_rows_are_added_moved_and_removed_by_keyboard(enter: Enter, stack: Stack, ref: str) -> None:
    manager = enter("mara.lind").open(f"/projects/{ref}/stages/problem/")
    keys, page = Keyboard(manager), manager.page

    def groups() -> list[str]:
        return [field.input_value() for field in page.locator('[name$=".group"]').all()]

    first = next(stop for stop in iter(keys.tab, None) if stop.id.endswith("groups-0-group"))
    assert first.inside
    keys.keys.insert_text("Service desk")
    keys.press("Add a row")
    cursor = keys.focused()
    assert cursor is not None
    assert cursor.id == "id_sufferers-groups-1-group"
    keys.keys.insert_text("Shops")
    keys.press("Move row 2 up")
    assert groups() == ["Shops", "Service desk"]
    keys.press("Remove row 2")
    assert groups() == ["Shops"]
    expect(page.locator("#save-status")).to_contain_text("Saved at")
    assert keys.unseen == []


def history_shows(person: Person, words: str) -> bool:
    person.page.reload()
    return words in person.text()


def test_an_earlier_version_is_found_and_restored_by_keyboard(
    enter: Enter, stack: Stack, ref: str
) -> None:
    manager = enter("mara.lind").open(f"/projects/{ref}/stages/problem/")
    for text in ("The first words.", "Other words."):
        manager.write("The problem, in words", text)
        manager.press("Save")
    keys = Keyboard(manager)
    keys.press("History: ")
    assert eventually(lambda: history_shows(manager, "The first words."), "the history")
    keys.press("Restore version 1")
    manager.sees("Version 1 is restored; it is version 3 now.")
    assert keys.unseen == []
