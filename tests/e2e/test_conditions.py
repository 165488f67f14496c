"""What is asked only beside certain answers shows whatever way an answer came into its field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.e2e

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
ADDRESS = "http://conditions.test/page"
FORM = """<!doctype html><html lang="en"><title>Conditions</title><body data-gw-user="1">
<form id="sheet" data-gw-autosave>
  <div data-gw-unsent hidden>
    <span data-gw-unsent-time></span>
    <div data-gw-unsent-rest hidden><ul></ul></div>
    <button type="button" data-gw-unsent-restore>Restore</button>
    <button type="button" data-gw-unsent-discard>Discard</button>
  </div>
  <label>Kind <select name="kind">
    <option value="">Choose</option><option value="other">Other</option>
  </select></label>
  <div data-gw-when="kind=other"><label>Which <input name="which"></label></div>
  <label>Note <input name="note"></label>
</form>
<script type="module" src="/autosave.js"></script>
<script type="module" src="/conditions.js"></script>
</body></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A form with one condition, served with the scripts of the product."""
    context = browser.new_context()
    made = context.new_page()

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name.endswith(".js"):
            script = (SCRIPTS / name).read_text(encoding="utf-8")
            route.fulfill(body=script, content_type="text/javascript")
        else:
            route.fulfill(body=FORM, content_type="text/html")

    made.route("http://conditions.test/**", serve)
    made.goto(ADDRESS)
    yield made
    context.close()


def test_a_restored_answer_shows_what_was_typed_beside_it(page: Page) -> None:
    page.get_by_label("Kind").select_option("other")
    page.get_by_label("Which").fill("A third one")
    page.reload()
    expect(page.get_by_label("Which")).to_be_hidden()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Which")).to_be_visible()
    expect(page.get_by_label("Which")).to_have_value("A third one")


def test_what_the_browser_fills_in_on_the_way_back_is_shown(page: Page) -> None:
    expect(page.get_by_label("Which")).to_be_hidden()
    page.evaluate("document.querySelector('[name=kind]').value = 'other'")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.get_by_label("Which")).to_be_visible()


def test_a_field_stays_while_somebody_empties_it_and_goes_with_its_last_word(page: Page) -> None:
    page.get_by_label("Kind").select_option("other")
    which = page.get_by_label("Which")
    which.press_sequentially("Third")
    page.get_by_label("Kind").focus()
    page.get_by_label("Kind").select_option("")
    expect(which).to_be_visible()
    which.press("ControlOrMeta+a")
    which.press("Delete")
    expect(which).to_be_visible()
    which.press("Tab")
    expect(which).to_be_hidden()
