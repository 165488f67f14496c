"""Evidence in a browser: a large file with its progress, a refusal, and all without scripts."""

import json
from pathlib import Path

import pytest

from tests.e2e.conftest import Enter
from tests.e2e.person import Person
from tests.live.stack import Stack

pytestmark = pytest.mark.e2e

TITLE = "Ticket log of March"


def a_notebook(path: Path, rows: int) -> Path:
    """Write a notebook with some 100 bytes a row."""
    cells = [{"cell_type": "raw", "metadata": {}, "source": ["x" * 60]} for _ in range(rows)]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}), encoding="utf-8")
    return path


def register_of(manager: Person, stack: Stack, name: str) -> str:
    ref = stack.act("project", name=name, state="preparing")
    address = f"/projects/{ref}/evidence/"
    manager.open(address)
    manager.write("Title", TITLE)
    return address


def test_a_large_file_shows_its_progress_and_enters_the_register(
    enter: Enter, stack: Stack, tmp_path: Path
) -> None:
    manager = enter("mara.lind")
    register_of(manager, stack, "Large evidence")
    manager.page.evaluate(
        """() => new MutationObserver((changes) => {
             const words = changes.map((one) => one.target.textContent);
             window.said = [...(window.said ?? []), ...words];
           }).observe(document.querySelector(".gw-upload"), { subtree: true, childList: true })"""
    )
    manager.attach("Or a file", a_notebook(tmp_path / "big.ipynb", 80_000))
    manager.page.get_by_role("button", name="Add evidence").click()
    manager.page.get_by_text("E-1 is in the register").wait_for(timeout=60_000)
    assert any("sent" in words.lower() for words in manager.page.evaluate("window.said"))
    assert manager.page.evaluate("document.activeElement.id") == "main"
    manager.sees(TITLE)


def test_a_large_file_that_is_refused_keeps_the_words_and_takes_the_focus_to_the_fault(
    enter: Enter, stack: Stack, tmp_path: Path
) -> None:
    manager = enter("mara.lind")
    manager.expected = {422}
    register_of(manager, stack, "Refused evidence")
    picture = tmp_path / "fake.png"
    picture.write_bytes(b"no picture " * 200_000)
    manager.attach("Or a file", picture)
    manager.page.get_by_role("button", name="Add evidence").click()
    summary = manager.page.locator(".gw-error-summary")
    summary.wait_for(timeout=60_000)
    assert "not what its ending" in summary.inner_text()
    assert summary.evaluate("element => element === document.activeElement")
    assert manager.page.get_by_label("Title").input_value() == TITLE


def test_versions_are_added_and_words_edited_without_scripts(
    enter: Enter, stack: Stack, tmp_path: Path
) -> None:
    manager = enter("mara.lind", scripts=False)
    register_of(manager, stack, "Plain evidence")
    manager.attach("Or a file", a_notebook(tmp_path / "first.ipynb", 2))
    manager.press("Add evidence")
    manager.follow(TITLE)
    manager.attach("Or a file", a_notebook(tmp_path / "second.ipynb", 20_000))
    manager.press("Add this version")
    manager.sees("E-1 is now at version 2.")
    manager.write("Title", "Log, counted again")
    manager.press("Save")
    manager.sees("Log, counted again")
    manager.sees("first.ipynb")
