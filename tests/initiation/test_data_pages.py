"""Raw data: what is uploaded, measured and refused."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core.canonical import sha256
from core.models import Job
from core.models.job import JobState
from core.services import jobs
from initiation.models import DataSource, Project
from initiation.workflow import State
from tests.factories import Cast, at, make_project, with_data
from tests.initiation.browsing import queries, shown
from tests.initiation.sources import CSV, NO_CSV, measure, source_of

MOST_QUERIES = 20


def upload(content: bytes = CSV, **fields: object) -> dict[str, object]:
    file = SimpleUploadedFile("sales.csv", content)
    return {"name": "Sales of March", "file": file, "granted_by": "Ada Owner", **fields}


def add_url(project: Project) -> str:
    return reverse("add-data", args=[project.ref])


def profile_url(source: DataSource) -> str:
    return reverse("profile", args=[source.project.ref, source.number])


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
    assert 'hx-trigger="every 2s"' in html
    assert "Ada Owner" in html


def test_without_javascript_a_waiting_page_comes_again_unless_there_is_something_to_type(
    client: Client, cast: Cast
) -> None:
    source = source_of(make_project(cast))
    refresh = '<meta http-equiv="refresh"'
    assert refresh in shown(client, cast.director, profile_url(source))
    writers = shown(client, cast.manager, profile_url(source))
    assert "Set this source aside" in writers
    assert refresh not in writers
    assert "Look again" in writers


def test_a_waiting_page_is_sent_again_only_once_something_has_changed(
    client: Client, cast: Cast
) -> None:
    source = source_of(make_project(cast))
    asked = re.search(r'hx-get="([^"]+)"', shown(client, cast.manager, profile_url(source)))
    assert asked
    assert client.get(asked[1]).status_code == 204
    job = Job.objects.filter(key=source.job_key)
    job.update(state=JobState.RUNNING, step="Measuring columns", step_number=2, steps=9)
    changed = client.get(asked[1])
    assert changed.status_code == 200
    assert 'id="look-again"' in changed.content.decode()


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


def test_a_measurement_that_was_stopped_is_tried_again_once(client: Client, cast: Cast) -> None:
    source = source_of(make_project(cast))
    client.force_login(cast.manager)
    assert client.post(profile_url(source)).status_code == 302  # it waits to be measured already
    job = Job.objects.get(key=source.job_key)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, attempts=3, error="It was slow.")
    assert "Measure again" in client.get(profile_url(source)).content.decode()
    for _ in range(2):
        assert client.post(profile_url(source)).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "")
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    assert client.post(profile_url(source)).status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.DONE
    client.force_login(cast.sponsor)
    assert client.post(profile_url(source)).status_code == 403
