"""Pictures of the pages: those of the README, or of every page in both themes and two widths."""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from demo.reading import organisation
from script.stack.layout import ROOT
from tests.e2e.pages import addresses, outside
from tests.e2e.person import Person
from tests.live.stack import Stack, running

WIDTHS = (1440, 390)
NOBODY = "nobody"
THEMES = ("light", "dark")
SEPARATORS = re.compile(r"[/?=]+")
# The picture's name, who of the demo organisation looks, at which address.
README = (
    ("task-list", "milena.horak", "/projects/GW-5/"),
    ("examination", "katrin.vogel", "/projects/GW-1/exams/ml/rounds/1/q/2/"),
)


def take(person: Person, path: Path, theme: str, *, whole: bool) -> None:
    """Write one picture of the page the person is at."""
    person.page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
    path.parent.mkdir(parents=True, exist_ok=True)
    person.page.screenshot(path=path, full_page=whole)


def readme(browser: Browser, stack: Stack, folder: Path) -> int:
    """Take the README's pictures in the demo organisation, which says that it is made up."""
    stack.act("demo")
    for name, who, address in README:
        person = Person(browser, stack, f"{who}@korvana.example").sign_in(
            organisation()["password"]
        )
        person.open(address)
        take(person, folder / f"{name}.png", "light", whole=False)
        person.context.close()
    return len(README)


def everything(browser: Browser, stack: Stack, folder: Path) -> int:
    """Take every page in both themes and both widths."""
    stack.act("cast")
    count = 0
    for who, pages in {**addresses(stack), NOBODY: outside(stack)}.items():
        for width in WIDTHS:
            person = Person(browser, stack, f"{who}@example.org", width=width)
            if who != NOBODY:
                person.sign_in()
            for address in pages:
                person.open(address)
                name = f"{who}-{SEPARATORS.sub('-', address).strip('-') or 'my-work'}"
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
    with (
        tempfile.TemporaryDirectory(prefix="groundwork-") as state,
        running(Path(state), "web", "worker", "beat") as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        if folder:
            count = everything(browser, stack, folder)
        else:
            count = readme(browser, stack, ROOT / "docs" / "images")
        browser.close()
    print(f"{count} pictures taken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
