"""A person at a browser: opens pages, presses what is written on buttons, fills what has labels."""

import re
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response

from tests.live.stack import Stack

PASSWORD = "a good long password"
Theme = Literal["light", "dark"]
# Pages that refuse something are told by the browser as errors too; only the tests that ask for
# them tell so here.
LOADING_FAILED = re.compile(r"Failed to load resource: .* status of (?P<status>\d+)")


class Person:
    """One browser session. What the browser complains about is kept in ``complaints``."""

    def __init__(
        self, browser: Browser, stack: Stack, email: str, *, scripts: bool = True, width: int = 1440
    ) -> None:
        self.stack = stack
        self.email = email
        self.scripts = scripts
        self.context: BrowserContext = browser.new_context(
            base_url=stack.address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._look)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            failed = LOADING_FAILED.search(message.text)
            if not failed or int(failed["status"]) not in self.expected:
                self.complaints.append(f"{self.page.url}: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} from {response.url}")

    def sign_in(self, password: str = PASSWORD) -> "Person":
        """Sign in, with the password of the tests when no other is given."""
        self.open("/login/")
        self.write("E-mail address", self.email)
        self.write("Password", password)
        self.press("Sign in")
        assert "/login/" not in self.page.url, self.text()
        return self

    def open(self, path: str) -> "Person":
        """Go to an address; fail when it does not answer with a page."""
        response = self.page.goto(path, wait_until="load")
        assert response is not None
        assert response.status < 400, f"{response.status} from {path}: {self.text()[:600]}"
        return self

    def text(self) -> str:
        """Return what can be read on the page."""
        return self.page.locator("body").inner_text()

    def sees(self, words: str) -> None:
        """Fail unless the page says this, in the case given."""
        seen = " ".join(self.text().split())
        assert words in seen, f"{self.page.url} does not say {words!r}:\n{seen[:3000]}"

    def write(self, label: str, text: str) -> None:
        """Fill the control with this label."""
        self._labelled(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from the list with this label."""
        self._labelled(label).select_option(label=option)

    def tick(self, label: str) -> None:
        """Tick the box or take the choice with this label."""
        self._labelled(label).check()

    def attach(self, label: str, file: Path) -> None:
        """Give a file to the control with this label."""
        self._labelled(label).set_input_files(file)

    def press(self, name: str) -> None:
        """Press the button with this name and wait for the page it leads to."""
        self.go(self.page.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> None:
        """Follow the link with this name, wherever it is on the page."""
        link = self.page.get_by_role("link", name=name)
        self.go(link.first)

    def go(self, target: Locator) -> None:
        """Click what leads to another page, and wait for that."""
        with self.page.expect_navigation(wait_until="load"):
            target.click()

    def _labelled(self, label: str) -> Locator:
        begins = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
        return self.page.locator("input, select, textarea").and_(begins).first

    def close(self) -> None:
        """Leave; fail when the browser complained about anything."""
        self.context.close()
        assert self.complaints == []
