"""Evidence before those who examine: what blocks a submission, and which version was frozen."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dossiers.content.registers import evidence_parts
from initiation.casefile import from_text
from initiation.models import Evidence, Project
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from initiation.services.evidence import add_file, add_file_version
from initiation.workflow import Gate
from reviews.models import Outcome, Round, Stance
from tests.factories import Cast, decided, make_project, submitted
from tests.reviews.paging import Browser
from tests.reviews.test_submitting_pages import hidden, ready

OLD, NEW = b"23 of 100", b"19 of 100"


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def log(project: Project, **about: Any) -> Evidence:
    return add_file(
        actor=project.manager, project=project, title="Counts", note="", file_name="log.txt",
        chunks=[OLD], **about,
    )  # fmt: skip


def renewed(project: Project, **about: Any) -> Evidence:
    piece = Evidence.objects.select_related("project").get(project=project, number=1)
    return add_file_version(
        actor=project.manager, evidence=piece, file_name="log.txt", chunks=[NEW], **about
    )


def uncited(project: Project) -> None:
    """Take the evidence away from the drawing of the architecture, where it is required."""
    question = pinned(project)["architecture"].question("diagram")
    spec = next(spec for spec in question.fields if spec.kind == "evidence")
    assert spec.required
    row = project.answers.get(set_code="architecture", question_code="diagram")
    value = {code: item for code, item in row.value.items() if code != spec.code}
    save_answers(
        actor=project.manager, project=project, set_code="architecture",
        entries=[Entry(question, value, row.version)], edit_session="",
    )  # fmt: skip


def test_an_answer_that_needs_evidence_blocks_the_submission_without_it(
    browser: Browser, cast: Cast
) -> None:
    project = ready(cast)
    uncited(project)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    found = re.findall(rf'href="(/projects/{project.ref}/stages/architecture/#[^"]+)"', html)
    assert f"/projects/{project.ref}/stages/architecture/#id_diagram-diagram" in found
    status, _ = browser.post(
        cast.manager, "check-and-submit", project, "ml", declared="on", **hidden(html)
    )
    assert status == 422
    assert not Round.objects.exists()


def test_control_with_the_evidence_cited_the_same_project_is_submitted(
    browser: Browser, cast: Cast
) -> None:
    project = ready(cast)
    _, html = browser.get(cast.manager, "check-and-submit", project, "ml")
    status, _ = browser.post(
        cast.manager, "check-and-submit", project, "ml", declared="on", **hidden(html)
    )
    assert status == 302
    assert Round.objects.count() == 1


def test_the_examination_hands_out_the_version_that_was_submitted(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    log(project)
    project = submitted(project)
    first = Round.objects.get(project=project)
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, data=Stance.NEEDS_WORK)
    renewed(Project.objects.with_people().get(pk=project.pk))
    item = from_text(first.case_file.body).evidence[0]
    url = reverse("evidence-version-file", args=[project.ref, 1, item.version])
    browser.client.force_login(cast.director)
    assert b"".join(browser.client.get(url)) == OLD


def test_a_new_version_is_marked_and_takes_the_carried_verdict_away(
    browser: Browser, cast: Cast
) -> None:
    project = make_project(cast)
    log(project)
    project = submitted(project)
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, data=Stance.NEEDS_WORK)
    project = Project.objects.with_people().get(pk=project.pk)
    soon = timezone.localdate() + timedelta(days=5)
    renewed(project, expires_on=soon)
    submitted(project)
    second = Round.objects.get(project=project, number=2)
    cited = {
        answer.code
        for answer in from_text(second.case_file.body).question_set("exam").answers
        if "'E-1'" in repr(answer.value)
    }
    carried = set(
        second.verdicts.exclude(carried_from=None).values_list("question_code", flat=True)
    )
    assert "problem" in cited
    assert not carried & cited
    _, html = browser.get(cast.director, "examine", project, "ml", 2, 1)
    for words in ("New version", "Version 2", "Expires in 5 days", "/evidence/1/versions/2/file/"):
        assert words in html


def test_the_dossier_names_the_version_and_the_last_day(cast: Cast) -> None:
    project = make_project(cast)
    log(project)
    renewed(project, expires_on=timezone.localdate().replace(month=3, day=1, year=2031))
    project = submitted(project)
    part = evidence_parts(from_text(Round.objects.get(project=project).case_file.body))[0]
    assert (part.version, part.expiry) == ("version 2", "valid until 1 March 2031")
