"""The running stack and the browser, once for all journeys."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.person import Person
from tests.live.stack import Stack, running

Enter = Callable[..., Person]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything that script/server starts, on a port of its own, with the people of the tests."""
    state = tmp_path_factory.mktemp("groundwork")
    with running(state, "web", "worker", "beat") as made:
        made.act("cast")
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def enter(browser: Browser, stack: Stack) -> Iterator[Enter]:
    """Let somebody sign in by the part they have in the cast; all leave when the test ends."""
    inside: list[Person] = []

    def sign_in(name: str, *, scripts: bool = True, width: int = 1440) -> Person:
        person = Person(browser, stack, f"{name}@example.org", scripts=scripts, width=width)
        inside.append(person)
        return person.sign_in()

    yield sign_in
    for person in inside:
        person.close()


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """Raw data that says it is made up."""
    lines = ["id,opened,team,minutes,text"]
    for number in range(1, 201):
        team = "hardware" if number % 3 else "access"
        lines.append(f"{number},2026-03-{number % 28 + 1:02},{team},{number % 50},made up {number}")
    path = tmp_path / "tickets.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
