"""Raw data and evidence: what is uploaded, measured, refused, and handed out again."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from core.canonical import sha256
from core.models import Job
from core.models.job import JobState
from core.services import jobs
from initiation.models import DataSource, Evidence, Project
from initiation.services.profiling import profile
from initiation.services.rawdata import add_csv
from initiation.workflow import State
from tests.factories import Cast, at, make_project, with_data

MOST_QUERIES = 20
CSV = b"id,region,amount\n1,north,10.5\n2,south,\n3,north,-4\n"
NO_CSV = b"%PDF-1.7\n\x00\x01\x02\x03 this is no table"


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    settings.RAWDATA_DIR = tmp_path / "rawdata"
    settings.EVIDENCE_DIR = tmp_path / "evidence"


def upload(content: bytes = CSV, **fields: object) -> dict[str, object]:
    file = SimpleUploadedFile("sales.csv", content)
    return {"name": "Sales of March", "file": file, "granted_by": "Ada Owner", **fields}


def add_url(project: Project) -> str:
    return reverse("add-data", args=[project.ref])


def profile_url(source: DataSource) -> str:
    return reverse("profile", args=[source.project.ref, source.number])


def register(project: Project) -> str:
    return reverse("evidence", args=[project.ref])


def source_of(project: Project, content: bytes = CSV) -> DataSource:
    return add_csv(
        actor=project.manager, project=project, name="Sales", file_name="sales.csv",
        chunks=[content],
    )  # fmt: skip


def measure(source: DataSource) -> None:
    job = Job.objects.get(key=source.job_key)
    profile(job=job, progress=lambda number, total, words: None)


def shown(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, user: User, url: str) -> int:
    shown(client, user, url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


# Raw data


def test_an_uploaded_csv_is_stored_by_its_hash_and_waits_to_be_measured(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    response = client.post(add_url(project), upload())
    source = DataSource.objects.get(project=project)
    assert response.status_code == 302
    assert response["Location"] == profile_url(source)
    assert source.sha256 == sha256(CSV)
    html = client.get(profile_url(source)).content.decode()
    assert "Being profiled" in html
    assert "Waiting for a worker" in html
    assert '<meta http-equiv="refresh"' in html
    assert 'hx-trigger="every 2s"' in html
    assert "Ada Owner" in html


def test_a_measured_profile_shows_rows_columns_missing_ranges_and_frequent_values(
    client: Client, cast: Cast
) -> None:
    source = source_of(make_project(cast))
    measure(source)
    html = shown(client, cast.director, profile_url(source))
    assert "Profiled" in html
    for words in ("amount", "1 (33.3 %)", "-4", "10.5", "north", "66.7 %"):
        assert words in html
    assert "refresh" not in html
    assert "every 2s" not in html


def test_a_measured_source_is_left_alone_when_its_job_runs_again(cast: Cast) -> None:
    source = source_of(make_project(cast))
    measure(source)
    first = DataSource.objects.get(pk=source.pk).profiled_at
    measure(source)
    assert DataSource.objects.get(pk=source.pk).profiled_at == first


def test_a_file_that_is_no_table_is_refused_in_words_by_the_worker_and_on_the_page(
    client: Client, cast: Cast
) -> None:
    source = source_of(make_project(cast), NO_CSV)
    measure(source)
    source.refresh_from_db()
    assert source.refusal
    assert source.profile is None
    html = shown(client, cast.manager, profile_url(source))
    assert "This file is not a table" in html
    stage = shown(client, cast.manager, reverse("stage", args=[source.project.ref, "rawdata"]))
    assert "Not a table" in stage


def test_the_queue_runs_the_job_to_its_end_through_the_configured_handler(
    client: Client, committed: Cast
) -> None:
    source = source_of(make_project(committed))
    while jobs.drain_one():
        pass
    source.refresh_from_db()
    assert source.profile is not None
    assert source.profile["rows"] == 3
    assert Job.objects.get(key=source.job_key).state == JobState.DONE


def test_a_job_under_way_shows_its_step_and_a_failed_one_its_cause(
    client: Client, cast: Cast
) -> None:
    source = source_of(make_project(cast))
    job = Job.objects.filter(key=source.job_key)
    job.update(state=JobState.RUNNING, step="Measuring columns", step_number=2, steps=9)
    assert "Measuring columns: 2 of 9." in shown(client, cast.manager, profile_url(source))
    job.update(state=JobState.FAILED, error="Measuring took longer than allowed.")
    html = shown(client, cast.manager, profile_url(source))
    assert "Measuring took longer than allowed." in html
    assert "every 2s" not in html


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"content": b""}, "id_file"),
        ({"name": "   "}, "id_name"),
        ({"granted_on": "last spring"}, "id_granted_on"),
    ],
)
def test_an_upload_with_a_fault_is_refused_at_its_field_and_stores_nothing(
    client: Client, cast: Cast, sent: dict[str, Any], place: str
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    response = client.post(add_url(project), upload(**sent))
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{place}"' in html
    assert 'value="Ada Owner"' in html
    assert not DataSource.objects.exists()


def test_a_file_over_the_limit_is_refused_at_its_field(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.RAWDATA_LIMIT_BYTES = 20
    project = make_project(cast)
    client.force_login(cast.manager)
    response = client.post(add_url(project), upload())
    assert response.status_code == 422
    assert 'href="#id_file"' in response.content.decode()
    assert not DataSource.objects.exists()


def test_only_those_who_write_stage_five_add_data(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    for who in (cast.contributor, cast.director, cast.auditor):
        client.force_login(who)
        for response in (client.get(add_url(project)), client.post(add_url(project), upload())):
            assert response.status_code == 403
            assert "Mara Lind" in response.content.decode()
    client.force_login(cast.stranger)
    assert client.get(add_url(project)).status_code == 404


def test_a_submitted_project_takes_no_more_data(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    client.force_login(cast.manager)
    assert client.post(add_url(project), upload()).status_code == 409
    assert DataSource.objects.filter(project=project).count() == 1


def test_a_profile_is_closed_to_strangers_and_found_only_in_its_own_project(
    client: Client, cast: Cast
) -> None:
    source = with_data(make_project(cast))
    other = make_project(cast, name="Other")
    client.force_login(cast.stranger)
    assert client.get(profile_url(source)).status_code == 404
    client.force_login(cast.manager)
    assert client.get(reverse("profile", args=[other.ref, 1])).status_code == 404


def test_the_profile_asks_the_same_number_of_queries_for_one_column_and_three(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    counts = []
    for content in (b"a\n1\n2\n", CSV):
        source = source_of(project, content)
        measure(source)
        counts.append(queries(client, cast.manager, profile_url(source)))
    assert counts[0] == counts[1] <= MOST_QUERIES


# Evidence


def proof(**changes: object) -> dict[str, object]:
    return {"title": "Ticket log", "note": "Two lines\nof note", "link": ""} | changes


def test_a_file_and_a_link_enter_the_register_with_their_hash(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    file = SimpleUploadedFile("log.txt", b"plain words")
    assert client.post(register(project), proof(file=file)).status_code == 302
    link = {"link": "https://example.org/log", "title": "The log itself"}
    assert client.post(register(project), proof(**link)).status_code == 302
    html = client.get(register(project)).content.decode()
    for words in ("E-1", "E-2", "Ticket log", "The log itself", sha256(b"plain words")[:8]):
        assert words in html


def test_a_file_is_handed_out_as_a_download_that_no_browser_runs(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    file = SimpleUploadedFile("log.txt", b"a line\n<script>x</script>")
    assert client.post(register(project), proof(file=file)).status_code == 302
    response = client.get(reverse("evidence-file", args=[project.ref, 1]))
    assert response.status_code == 200
    assert b"".join(response) == b"a line\n<script>x</script>"
    assert response["Content-Disposition"] == 'attachment; filename="log.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_file_is_open_to_readers_only(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    client.post(register(project), proof(file=SimpleUploadedFile("log.txt", b"words")))
    url = reverse("evidence-file", args=[project.ref, 1])
    for who, status in ((cast.auditor, 200), (cast.team_member, 403), (cast.stranger, 404)):
        client.force_login(who)
        response = client.get(url)
        assert response.status_code == status
        assert b"words" in b"".join(response) or status != 200


def test_a_link_has_no_file_to_download(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    client.post(register(project), proof(link="https://example.org/log"))
    assert client.get(reverse("evidence-file", args=[project.ref, 1])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({}, "id_file"),
        ({"title": ""}, "id_title"),
        ({"link": "javascript:alert(1)"}, "id_link"),
        ({"file": ("empty.txt", b"")}, "id_file"),
        ({"file": ("fake.pdf", b"no pdf at all")}, "id_file"),
        ({"file": ("tool.exe", b"MZ\x90\x00")}, "id_file"),
        ({"file": ("a.txt", b"a"), "link": "https://example.org"}, "id_link"),
    ],
)
def test_what_cannot_be_evidence_is_refused_at_its_field(
    client: Client, cast: Cast, changes: dict[str, Any], place: str
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    file = {"file": SimpleUploadedFile(*changes["file"])} if "file" in changes else {}
    response = client.post(register(project), proof(**changes) | file)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{place}"' in html
    assert "of note</textarea>" in html
    assert not Evidence.objects.exists()


def test_readers_see_the_register_but_cannot_add_to_it(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    html = shown(client, cast.director, register(project))
    assert "Answers without evidence are usually sent back" in html
    assert "<textarea" not in html
    response = client.post(register(project), proof(link="https://example.org"))
    assert response.status_code == 403
    assert "Mara Lind" in response.content.decode()


def test_a_closed_register_says_why(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    html = shown(client, cast.manager, register(project))
    assert "its register is closed" in html
    assert client.post(register(project), proof(link="https://example.org")).status_code == 409


def test_the_register_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    client.post(register(project), proof(link="https://example.org/1"))
    one = queries(client, cast.manager, register(project))
    for number in (2, 3):
        client.post(register(project), proof(link=f"https://example.org/{number}"))
    assert queries(client, cast.manager, register(project)) == one <= MOST_QUERIES


def test_a_measurement_that_was_stopped_is_tried_again_once(client: Client, cast: Cast) -> None:
    source = source_of(make_project(cast))
    client.force_login(cast.manager)
    assert client.post(profile_url(source)).status_code == 409
    job = Job.objects.get(key=source.job_key)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, attempts=3, error="It was slow.")
    assert "Measure again" in client.get(profile_url(source)).content.decode()
    assert client.post(profile_url(source)).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "")
    client.force_login(cast.sponsor)
    assert client.post(profile_url(source)).status_code == 403
