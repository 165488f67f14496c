"""Reading the demo's people and projects from its TOML files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DOMAIN = "korvana.example"


@dataclass(frozen=True, slots=True)
class Told:
    """One project as its files tell it; a longer one spreads its answers over several files."""

    slug: str
    content: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]]


def address_of(name: str) -> str:
    """Return the address of a demo person; ``.example`` can belong to nobody."""
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def organisation() -> Mapping[str, Any]:
    """Return the company: its name, notice, departments and people."""
    return _read(HERE / "organisation.toml")


def projects() -> list[Told]:
    """Return every project in the order of its file name."""
    slugs = sorted({path.name.split(".")[0] for path in (HERE / "projects").glob("*.toml")})
    return [_project(slug) for slug in slugs]


def _project(slug: str) -> Told:
    answers: dict[str, Any] = {}
    for path in sorted((HERE / "projects").glob(f"{slug}.*toml")):
        answers |= _read(path).get("answers", {})
    return Told(slug, _read(HERE / "projects" / f"{slug}.toml"), answers)


def _read(path: Path) -> dict[str, Any]:
    # Numbers with a point stay text: answers hold decimals, never floats.
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)
