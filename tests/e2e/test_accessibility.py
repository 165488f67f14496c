"""axe finds nothing on any page, light or dark, and no page complains in the browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser

from tests.e2e.conftest import Enter
from tests.e2e.pages import addresses, outside
from tests.e2e.person import Person, Theme
from tests.live.stack import Stack
from tests.test_authz_matrix import NAMES, PROJECT_ROWS

pytestmark = pytest.mark.e2e

# What answers with no page of its own: acts that lead on to a page, files, and parts of a page.
NO_PAGE = {name for name, row in PROJECT_ROWS.items() if row.get is None} | {
    "dossier-file", "dossier-status", "evidence-file", "evidence-version", "evidence-version-file",
    "evidence-words", "new-version", "set-data-aside",
}  # fmt: skip
REFUSING = {"/projects/GW-999999/": 404, "/manage/people/": 403, "/invitation/MQ/used-up/": 410}

Everybodys = dict[str, list[str]]


@pytest.fixture(scope="module")
def pages(stack: Stack) -> Everybodys:
    """The address of every page, by who is to look at it."""
    return addresses(stack)


@pytest.fixture(scope="module")
def strangers(stack: Stack) -> list[str]:
    """The address of every page for who is not signed in."""
    return outside(stack)


def test_every_page_is_looked_at(pages: Everybodys, strangers: list[str]) -> None:
    addresses = [page.partition("?")[0] for own in (*pages.values(), strangers) for page in own]
    assert {resolve(address).url_name for address in addresses} == NAMES - NO_PAGE


def violations(person: Person, theme: Theme) -> list[str]:
    """Return what axe finds on the page in a theme."""
    person.page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
    found = Axe().run(person.page).response["violations"]
    return [
        f"{person.page.url} {theme}: {fault['id']} {node['html'][:200]} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


def look(person: Person, addresses: list[str]) -> list[str]:
    """Return what is wrong on these pages, in both themes."""
    found: list[str] = []
    for address in addresses:
        person.open(address)
        found += violations(person, "light") + violations(person, "dark")
    return found


def test_axe_finds_nothing_on_any_page_in_light_and_dark(enter: Enter, pages: Everybodys) -> None:
    found: list[str] = []
    for name, own in pages.items():
        found += look(enter(name), own)
    count = sum(len(own) for own in pages.values())
    print(f"figure axe: {len(found)} violations on {count} pages in light and dark")
    assert found == []


def test_axe_finds_nothing_on_pages_outside_and_on_pages_that_refuse(
    enter: Enter, browser: Browser, stack: Stack, strangers: list[str]
) -> None:
    visitor = Person(browser, stack, "nobody@example.org")
    found = look(visitor, strangers)
    manager = enter("mara.lind")
    manager.expected = set(REFUSING.values())
    for address, status in REFUSING.items():
        response = manager.page.goto(address)
        assert response is not None
        assert response.status == status
        found += violations(manager, "light") + violations(manager, "dark")
    visitor.close()
    assert found == []


ON_A_PHONE = ("stages/problem/", "rounds/1/q/2/", "management/sign/", "team/respond/")


def test_axe_finds_nothing_on_a_phone(enter: Enter, pages: Everybodys) -> None:
    found: list[str] = []
    for name, own in pages.items():
        small = [page for page in own if page == "/" or page.endswith(ON_A_PHONE)]
        found += look(enter(name, width=390), small)
    assert found == []
