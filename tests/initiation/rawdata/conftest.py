"""What the tests of raw data share: a place to write a file, and measuring it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from initiation.rawdata.profiling import Limits, Profile, profile_csv

Measure = Callable[..., Profile]
"""Called with bytes or text, and limits if not the usual ones."""


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def measure(tmp_path: Path, scratch: Path) -> Measure:
    def profile_of(content: str | bytes, limits: Limits | None = None) -> Profile:
        path = tmp_path / "upload.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = profile_csv(path, scratch=scratch, limits=limits)
        assert list(scratch.iterdir()) == []
        return found

    return profile_of


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """`rows` as Python's own CSV writer writes them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
