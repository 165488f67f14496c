"""docs/operations.md names every setting, and no setting that is gone."""

import re
from pathlib import Path

from script.stack.layout import ROOT


def test_the_table_of_settings_and_the_settings_name_the_same_variables() -> None:
    settings = "\n".join(map(Path.read_text, (ROOT / "config").rglob("*.py")))
    read = set(re.findall(r'env\.(?!py)\w+\(\s*"([A-Z_]+)"', settings))
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)) == read
