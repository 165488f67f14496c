"""What the first visit costs over the wire, and who may look without signing in."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Enter
from tests.e2e.person import Person
from tests.live.stack import Stack

pytestmark = pytest.mark.e2e

MOST_FIRST = 120 * 1024
MOST_LATER = 30 * 1024


class Meter:
    """Counts the bytes that come over the wire, headers and compressed bodies."""

    def __init__(self, person: Person) -> None:
        self.bytes = 0
        session = person.context.new_cdp_session(person.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def take(self) -> int:
        """Return what was counted since the last time."""
        taken, self.bytes = self.bytes, 0
        return taken


def test_the_first_visit_is_small_and_later_pages_are_smaller(
    browser: Browser, stack: Stack
) -> None:
    person = Person(browser, stack, "mara.lind@example.org")
    meter = Meter(person)
    person.open("/login/").page.wait_for_load_state("networkidle")
    first = meter.take()
    person.sign_in().page.wait_for_load_state("networkidle")
    meter.take()
    person.open("/projects/").page.wait_for_load_state("networkidle")
    later = meter.take()
    print(f"figure first visit: {first} of {MOST_FIRST} bytes")
    print(f"figure later page: {later} of {MOST_LATER} bytes")
    assert 0 < first <= MOST_FIRST
    assert 0 < later <= MOST_LATER
    person.close()


def test_a_stranger_is_told_nothing_about_a_project(enter: Enter, stack: Stack) -> None:
    ref = stack.act("project", name="Not for strangers")
    stranger = enter("sven.fremd")
    stranger.expected = {404}
    response = stranger.page.goto(f"/projects/{ref}/")
    assert response is not None
    assert response.status == 404
    assert "Not for strangers" not in stranger.text()
