"""Pictures of the pages: those of the README, or of every page in both themes and two widths."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from script.stack.layout import ROOT
from tests.e2e.pages import PAGES
from tests.e2e.person import Person
from tests.live.stack import Stack, running

WIDTHS = (1440, 390)
THEMES = ("light", "dark")
# The picture's name, who looks, the project's state, what stands under its address.
README = (
    ("task-list", "mara.lind", "preparing", ""),
    ("stage", "mara.lind", "preparing", "stages/problem/"),
    ("examination", "dora.weiss", "ml_exam", "exams/ml/rounds/1/q/2/"),
    ("decision", "dora.weiss", "initiated", "exams/ml/rounds/1/decision/"),
)


def take(person: Person, path: Path, theme: str, *, whole: bool) -> None:
    """Write one picture of the page the person is at."""
    person.page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
    path.parent.mkdir(parents=True, exist_ok=True)
    person.page.screenshot(path=path, full_page=whole)


def readme(browser: Browser, stack: Stack, projects: dict[str, str], folder: Path) -> int:
    """Take the README's pictures."""
    for name, who, state, page in README:
        person = Person(browser, stack, f"{who}@example.org").sign_in()
        person.open(f"/projects/{projects[state]}/{page}")
        take(person, folder / f"{name}.png", "light", whole=False)
        person.context.close()
    return len(README)


def everything(browser: Browser, stack: Stack, projects: dict[str, str], folder: Path) -> int:
    """Take every page in both themes and both widths."""
    count = 0
    for width in WIDTHS:
        for who, pages in PAGES.items():
            person = Person(browser, stack, f"{who}@example.org", width=width).sign_in()
            for state, page in pages:
                person.open(f"/projects/{projects[state]}/{page}")
                name = f"{who}-{state}-{page.strip('/').replace('/', '-') or 'project'}"
                for theme in THEMES:
                    take(person, folder / f"{name}-{theme}-{width}.png", theme, whole=True)
                    count += 1
            person.context.close()
    return count


def main() -> int:
    """Start a stack with projects in every state and take the pictures."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="every page, into this folder")
    folder = parser.parse_args().folder
    states = sorted({state for pages in PAGES.values() for state, _ in pages})
    with (
        tempfile.TemporaryDirectory(prefix="groundwork-") as state,
        running(Path(state), "web", "worker", "beat") as stack,
        sync_playwright() as playwright,
    ):
        stack.act("cast")
        projects = stack.act("projects", states=states)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        if folder:
            count = everything(browser, stack, projects, folder)
        else:
            count = readme(browser, stack, projects, ROOT / "docs" / "images")
        browser.close()
    print(f"{count} pictures taken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
