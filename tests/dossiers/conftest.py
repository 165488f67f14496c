"""A dossier built once from an initiated project, and how to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.models import Job
from dossiers.models import Dossier
from dossiers.services.building import build, path_of
from initiation.models import Project
from tests.reading_pdf import texts_of


@dataclass(frozen=True)
class Paper:
    """A built dossier and its text, by page."""

    dossier: Dossier
    path: Path
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, with every run of blanks made one, so that line ends do not matter."""
        return " ".join(" ".join(self.texts).split())


def nothing(*_: Any) -> None:
    """Take no notice of progress."""


@pytest.fixture(autouse=True)
def shelf_on_disk(settings: Any, tmp_path: Path) -> None:
    """Keep the files of these tests apart."""
    settings.DOSSIER_DIR = tmp_path / "dossiers"


@pytest.fixture
def print_last() -> Callable[[Project], Paper]:
    """Build the last dossier that was asked for."""

    def run(project: Project) -> Paper:
        job = Job.objects.filter(kind="dossier", subject=project.ref).latest("pk")
        build(job=job, progress=nothing)
        dossier = Dossier.objects.filter(project=project).latest("pk")
        path = Path(path_of(dossier))
        return Paper(dossier, path, texts_of(path))

    return run
