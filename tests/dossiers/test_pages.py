"""The dossier page: what is listed, who may read it, the download, and another try."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.canonical import sha256
from core.models import Event, Job
from core.models.job import JobState
from dossiers.content.occasion import occasion_of
from dossiers.models import Dossier, DossierKind
from dossiers.services.building import path_of
from initiation.models import CaseFile, Project
from initiation.workflow import Gate
from reviews.models import Outcome, Stance
from tests.dossiers.conftest import Paper
from tests.factories import Cast, decided, make_project, submitted
from tests.reviews.paging import MOST_QUERIES, Browser

PDF = b"%PDF-1.7 made up"
LISTS = ("dossiers", "dossier-status")


@pytest.fixture
def browser(client: Client) -> Browser:
    """A browser without JavaScript."""
    return Browser(client)


def shelved(project: Project, content: bytes = PDF) -> Dossier:
    """Put a dossier on the shelf as a worker would, without the time that setting one takes."""
    dossier = Dossier.objects.create(
        project=project, case_file=CaseFile.objects.filter(project=project).latest("pk"),
        kind=DossierKind.SUBMISSION, about=f"test:{Dossier.objects.count()}",
        as_of=timezone.now(), template_version=1, sha256=sha256(content), size=len(content),
        pages=20, built_at=timezone.now(),
    )  # fmt: skip
    path = Path(path_of(dossier))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return dossier


def ids_of(page: str) -> set[str]:
    return set(re.findall(r'<a[^>]*\bid="([^"]+)"', page))


def job_of(project: Project) -> Job:
    return Job.objects.filter(kind="dossier", subject=project.ref).latest("pk")


def test_the_page_names_type_size_pages_and_both_hashes(cast: Cast, browser: Browser) -> None:
    project = submitted(make_project(cast))
    dossier = shelved(project)
    status, page = browser.get(cast.manager, "dossiers", project)
    assert status == 200
    for words in ("As submitted", "PDF, 16", "20 pages", dossier.sha256, "Case file 1"):
        assert words in page, words
    assert dossier.case_file.sha256 in page


def test_a_project_that_was_never_submitted_says_why_it_has_none(
    cast: Cast, browser: Browser
) -> None:
    _, page = browser.get(cast.manager, "dossiers", make_project(cast))
    assert "No version yet" in page
    assert "Make a working copy" in page


def test_while_one_is_waited_for_the_page_asks_again_with_and_without_javascript(
    cast: Cast, browser: Browser
) -> None:
    project = submitted(make_project(cast))
    _, page = browser.get(cast.manager, "dossiers", project)
    assert "While no worker is free they wait" in page
    assert 'hx-trigger="every 2s"' in page
    assert '<meta http-equiv="refresh"' in page
    _, part = browser.get(cast.manager, "dossier-status", project)
    assert "While no worker is free they wait" in part
    assert "<html" not in part


def test_control_when_nothing_is_waited_for_the_page_stays_still(
    cast: Cast, browser: Browser
) -> None:
    project = submitted(make_project(cast))
    Job.objects.filter(kind="dossier").update(state=JobState.DONE)
    _, page = browser.get(cast.manager, "dossiers", project)
    assert "every 2s" not in page
    assert "http-equiv" not in page


@pytest.mark.parametrize(
    ("kind", "about", "words"),
    [
        ("submission", "submit_ml_exam:1", "As submitted to the IT director"),
        ("submission", "submit_management:3", "As submitted to management"),
        ("submission", "submit_team:5", "As put before the team"),
        ("decision", "ml:1", "As decided in the first examination, round 1"),
        ("decision", "mlops:2", "As decided in the second examination, round 2"),
        ("decision", "mlops-need:7", "As decided on the need for MLOps"),
        ("initiation", "mlops-need:7", "As initiated, as a proof of concept"),
        ("initiation", "initiation", "As initiated"),
        ("draft", "draft:4", "Working copy"),
    ],
)
def test_each_dossier_says_what_it_was_made_for(kind: str, about: str, words: str) -> None:
    assert occasion_of(kind, about) == words


def test_the_page_tells_how_far_a_build_is(cast: Cast, browser: Browser) -> None:
    project = submitted(make_project(cast))
    Job.objects.filter(kind="dossier").update(
        state=JobState.RUNNING, step="Setting the pages", step_number=2, steps=4
    )
    assert "Setting the pages (2 of 4)" in browser.get(cast.manager, "dossiers", project)[1]


def test_with_the_broker_down_the_copy_waits_and_the_page_works(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(cast)
    monkeypatch.setattr("core.services.jobs.ring", lambda: False)
    status, where = browser.post(cast.manager, "dossiers", project)
    assert (status, where) == (302, f"/projects/{project.ref}/dossier/")
    assert job_of(project).state == JobState.WAITING
    assert "While no worker is free they wait" in browser.get(cast.manager, "dossiers", project)[1]


def test_asking_for_a_working_copy_twice_is_asking_once(cast: Cast, browser: Browser) -> None:
    project = make_project(cast)
    for _ in range(2):
        status, where = browser.post(cast.manager, "dossiers", project)
        assert (status, where) == (302, f"/projects/{project.ref}/dossier/")
    assert "being made already" in browser.get(cast.manager, "dossiers", project)[1]
    assert Job.objects.filter(kind="dossier").count() == 1
    assert CaseFile.objects.filter(project=project).count() == 1


def test_a_working_copy_is_marked_as_one_on_every_page(
    cast: Cast, browser: Browser, print_last: Callable[[Project], Paper]
) -> None:
    project = make_project(cast)
    browser.post(cast.manager, "dossiers", project)
    paper = print_last(project)
    assert "This is a working copy." in paper.texts[0]
    assert all("DRAFT" in text for text in paper.texts[1:])


def test_the_download_is_a_file_with_its_hash_and_never_a_page(cast: Cast, client: Client) -> None:
    project = submitted(make_project(cast, name="../Ticket <triage>"))
    dossier = shelved(project)
    client.force_login(cast.manager)
    url = f"/projects/{project.ref}/dossier/{dossier.pk}/file/"
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a stream
    assert answer["Content-Type"] == "application/pdf"
    name = f"{project.ref}-ticket-triage-submission-{dossier.sha256[:8]}.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["ETag"] == f'"{dossier.sha256}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def readers(cast: Cast) -> list[tuple[User, int]]:
    """Who asks, and what they get."""
    return [
        (cast.manager, 200), (cast.director, 200), (cast.sponsor, 200), (cast.auditor, 200),
        (cast.contributor, 403), (cast.team_member, 403), (cast.administrator, 404),
        (cast.other_manager, 404), (cast.stranger, 404),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dossiers", "dossier-status", "dossier-file"])
def test_a_dossier_is_read_by_those_who_may_read_the_examination(
    cast: Cast, browser: Browser, name: str
) -> None:
    project = submitted(make_project(cast))
    rest = [shelved(project).pk] if name == "dossier-file" else []
    for user, wanted in readers(cast):
        browser.client.force_login(user)
        answer = browser.client.get(reverse(name, args=[project.ref, *rest]))
        if answer.streaming:
            assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # ditto
        assert answer.status_code == wanted, user.name


def test_a_dossier_of_another_project_is_not_found_under_this_one(
    cast: Cast, browser: Browser
) -> None:
    mine, other = submitted(make_project(cast)), submitted(make_project(cast, name="Other"))
    assert browser.get(cast.manager, "dossier-file", mine, shelved(other).pk)[0] == 404


def test_a_failed_build_shows_its_cause_and_is_tried_again(cast: Cast, browser: Browser) -> None:
    project = submitted(make_project(cast))
    job = job_of(project)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="The disk is full.")
    _, page = browser.get(cast.manager, "dossiers", project)
    assert "The disk is full." in page
    assert "every 2s" not in page
    assert browser.post(cast.manager, "dossier-retry", project, job.pk)[0] == 302
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "")


def test_another_try_is_one_event_however_often_the_button_is_pressed(
    cast: Cast, browser: Browser
) -> None:
    project = submitted(make_project(cast))
    job = job_of(project)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    for _ in range(2):
        assert browser.post(cast.director, "dossier-retry", project, job.pk)[0] == 302
    event = Event.objects.get(subject=project.ref, verb="dossier tried again")
    assert event.actor == cast.director
    assert event.case_file_sha256 == CaseFile.objects.get(project=project).sha256


def test_an_auditor_sees_a_failed_build_and_cannot_start_it(cast: Cast, browser: Browser) -> None:
    project = submitted(make_project(cast))
    job = job_of(project)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="The disk is full.")
    for name in LISTS:
        page = browser.get(cast.auditor, name, project)[1]
        assert "The disk is full." in page
        assert reverse("dossier-retry", args=[project.ref, job.pk]) not in page
    status, page = browser.post(cast.auditor, "dossier-retry", project, job.pk)
    assert status == 403
    assert "Mara Lind (project manager)" in page
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_control_who_may_ask_for_a_copy_may_try_again(cast: Cast, browser: Browser) -> None:
    project = submitted(make_project(cast))
    job = job_of(project)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    button = reverse("dossier-retry", args=[project.ref, job.pk])
    for person in (cast.manager, cast.director, cast.sponsor):
        assert button in browser.get(person, "dossiers", project)[1]


def test_control_a_job_of_another_project_is_not_tried_again(cast: Cast, browser: Browser) -> None:
    mine, other = submitted(make_project(cast)), submitted(make_project(cast, name="Other"))
    job = job_of(other)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert browser.post(cast.manager, "dossier-retry", mine, job.pk)[0] == 404
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_the_page_asks_as_many_queries_for_three_dossiers_as_for_one(
    cast: Cast, browser: Browser
) -> None:
    project = submitted(make_project(cast))
    shelved(project)
    counts = {name: [browser.queries(cast.manager, name, project)] for name in LISTS}
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, fit=Stance.NEEDS_WORK)
    shelved(submitted(project), b"%PDF second")
    shelved(project, b"%PDF third")
    assert Job.objects.filter(kind="dossier", subject=project.ref).count() == 3
    for name in LISTS:
        counts[name].append(browser.queries(cast.manager, name, project))
        assert counts[name][0] == counts[name][1] <= MOST_QUERIES, counts


def test_the_list_is_sent_again_only_once_it_has_changed(cast: Cast, browser: Browser) -> None:
    project = submitted(make_project(cast))
    _, page = browser.get(cast.manager, "dossiers", project)
    asked = re.search(r'hx-get="([^"]+)"', page)
    assert asked
    assert browser.client.get(asked[1]).status_code == 204
    Job.objects.filter(pk=job_of(project).pk).update(state=JobState.RUNNING)
    changed = browser.client.get(asked[1])
    assert changed.status_code == 200
    again = re.search(r'hx-get="([^"]+)"', changed.content.decode())
    assert again
    assert browser.client.get(again[1]).status_code == 204


def test_what_has_the_focus_is_found_again_in_the_list_that_replaces_it(
    cast: Cast, browser: Browser
) -> None:
    project = submitted(make_project(cast))
    shelved(project)
    before = ids_of(browser.get(cast.manager, "dossier-status", project)[1])
    shelved(project, b"%PDF-1.7 another")
    after = ids_of(browser.get(cast.manager, "dossier-status", project)[1])
    assert len(before) == 2  # the dossier and the link that looks again
    assert before < after
