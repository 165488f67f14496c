"""A dossier whose file is lost: said in words, made again, compared with what was built first."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Event, Job
from core.models.job import JobState
from dossiers.models import Dossier
from dossiers.services.building import build
from initiation.models import Project
from tests.dossiers.conftest import Paper, nothing
from tests.factories import Cast, make_project, submitted
from tests.reviews.paging import Browser

Lose = Callable[[Cast], tuple[Project, Job, Paper]]


@pytest.fixture
def browser(client: Client) -> Browser:
    """A browser without JavaScript."""
    return Browser(client)


@pytest.fixture
def lose(print_last: Callable[[Project], Paper]) -> Lose:
    """Build a dossier, finish its job as a worker does, and delete the file."""

    def run(cast: Cast) -> tuple[Project, Job, Paper]:
        project = submitted(make_project(cast))
        paper = print_last(project)
        Job.objects.filter(kind="dossier").update(state=JobState.DONE)
        paper.path.unlink()
        return project, Job.objects.get(kind="dossier", subject=project.ref), paper

    return run


def test_a_lost_file_of_an_older_template_takes_its_place_and_makes_no_second_dossier(
    cast: Cast, lose: Lose
) -> None:
    project, job, paper = lose(cast)
    Dossier.objects.update(template_version=0)
    build(job=job, progress=nothing)
    build(job=job, progress=nothing)
    assert Dossier.objects.get(project=project).template_version == 0
    assert paper.path.exists()


def test_a_lost_file_is_made_again_from_its_page(cast: Cast, browser: Browser, lose: Lose) -> None:
    project, job, paper = lose(cast)
    status, html = browser.get(cast.manager, "dossier-file", project, paper.dossier.pk)
    assert status == 404
    assert "not on the server any more" in html
    assert paper.dossier.sha256 in html
    assert reverse("dossier-retry", args=[project.ref, job.pk]) in html
    assert browser.post(cast.manager, "dossier-retry", project, job.pk)[0] == 302
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    html = browser.get(cast.manager, "dossier-file", project, paper.dossier.pk)[1]
    assert "It is being made again" in html
    build(job=job, progress=nothing)
    dossier = Dossier.objects.get(project=project)
    assert (dossier.sha256, dossier.remade_sha256) == (paper.dossier.sha256, "")
    assert paper.path.exists()
    event = Event.objects.get(verb="lost dossier made again, the same")
    assert event.detail["sha256"] == event.detail["sha256 made again"] == dossier.sha256


def test_a_file_that_comes_out_different_says_so_and_both_hashes_stay(
    cast: Cast, browser: Browser, lose: Lose, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, job, paper = lose(cast)
    monkeypatch.setattr(
        "dossiers.services.building.render_to_string",
        lambda *_: "<html lang='en'><title>a</title><p>Another text.</p></html>",
    )
    build(job=job, progress=nothing)
    dossier = Dossier.objects.get(project=project)
    assert dossier.sha256 == paper.dossier.sha256
    assert dossier.remade_sha256 not in ("", dossier.sha256)
    event = Event.objects.get(verb="lost dossier made again, not the same")
    assert event.detail["sha256"] == dossier.sha256
    assert event.detail["sha256 made again"] == dossier.remade_sha256
    html = browser.get(cast.auditor, "dossiers", project)[1]
    assert "is not the same byte for byte" in html
    assert dossier.sha256 in html
    assert dossier.remade_sha256 in html
    answer = browser.client.get(reverse("dossier-file", args=[project.ref, dossier.pk]))
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{dossier.remade_sha256}"'
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream


def test_an_auditor_reads_who_may_make_a_lost_file_again(
    cast: Cast, browser: Browser, lose: Lose
) -> None:
    project, job, paper = lose(cast)
    html = browser.get(cast.auditor, "dossier-file", project, paper.dossier.pk)[1]
    assert "Make it again" not in html
    assert "Mara Lind (project manager)" in html
    assert browser.post(cast.auditor, "dossier-retry", project, job.pk)[0] == 403


def test_control_a_dossier_that_is_there_is_not_made_again(
    cast: Cast, browser: Browser, print_last: Callable[[Project], Paper]
) -> None:
    project = submitted(make_project(cast))
    print_last(project)
    Job.objects.filter(kind="dossier").update(state=JobState.DONE)
    job = Job.objects.get(kind="dossier", subject=project.ref)
    assert browser.post(cast.manager, "dossier-retry", project, job.pk)[0] == 302
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert not Event.objects.filter(verb="dossier tried again").exists()
