"""A calm console: one line a step, with its seconds; the detail goes to log files."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Trouble(Exception):
    """Something the person at the keyboard can act on; its text is all they are shown."""


def say(text: str = "") -> None:
    """Print one line at once, also when the output goes to a file."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print one line to standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Time the block and print its line when it ends well."""
    began = time.monotonic()
    yield
    report(name, time.monotonic() - began)


def report(name: str, seconds: float) -> None:
    """Print the line of a step that took so many seconds."""
    say(f"{seconds:6.1f} s  {name}")


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log, indented, or a remark that there are none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    last = text.splitlines()[-lines:] or ["(the log is empty)"]
    return "\n".join(f"    {line}" for line in last)
