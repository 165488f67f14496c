"""Folders of their own for the files of these tests."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    settings.RAWDATA_DIR = tmp_path / "rawdata"
    settings.EVIDENCE_DIR = tmp_path / "evidence"
