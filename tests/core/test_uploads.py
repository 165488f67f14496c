"""Uploads that are too large stop while they arrive, and take nothing with them that was typed."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from core.uploads import was_cut_off
from initiation.forms.register import AddData, AddEvidence, UploadForm
from initiation.models import DataSource, Evidence
from tests.factories import Cast, make_project

LIMIT = 100_000


@pytest.fixture(autouse=True)
def _limits(settings: Settings) -> None:
    settings.EVIDENCE_LIMIT_BYTES = settings.RAWDATA_LIMIT_BYTES = LIMIT


@contextmanager
def sent(sizes: Iterable[int]) -> Iterator[HttpRequest]:
    files = [SimpleUploadedFile(f"{n}.csv", b"x" * size) for n, size in enumerate(sizes)]
    with closing(RequestFactory().post("/", {"name": "Sales", "file": files})) as request:
        yield request


def test_many_files_below_the_limit_are_cut_off_where_their_sum_is_above_it() -> None:
    with sent([99_000] * 20) as request:
        assert request.POST["name"] == "Sales"
        assert was_cut_off(request)
        assert len(request.FILES.getlist("file")) == 1


def test_files_whose_sum_is_at_the_limit_all_arrive() -> None:
    with sent([60_000, 40_000]) as request:
        assert [file.size for file in request.FILES.getlist("file")] == [60_000, 40_000]
        assert not was_cut_off(request)


@pytest.mark.parametrize("form", [AddData, AddEvidence])
def test_the_file_is_the_last_input_of_a_form_so_that_the_others_arrive_before_it(
    form: type[UploadForm],
) -> None:
    assert list(form.base_fields)[-1] == "file"


def test_raw_data_over_every_limit_is_called_too_large_and_keeps_what_was_typed(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.RAWDATA_LIMIT_BYTES = 1024 * 1024
    project = make_project(cast)
    client.force_login(cast.manager)
    typed = {"name": "Sales of March", "granted_by": "Ada Owner", "granted_on": "2026-03-01"}
    file = SimpleUploadedFile("sales.csv", b"a\n" * 600_000)
    response = client.post(reverse("add-data", args=[project.ref]), typed | {"file": file})
    html = response.content.decode()
    assert response.status_code == 422
    assert "The file is larger than 1 MB." in html
    assert "This field is required" not in html
    for words in typed.values():
        assert f'value="{words}"' in html
    assert not DataSource.objects.exists()


def test_evidence_over_every_limit_names_the_limit_of_its_own_page_and_keeps_what_was_typed(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.EVIDENCE_LIMIT_BYTES = 1024 * 1024
    settings.RAWDATA_LIMIT_BYTES = 2 * 1024 * 1024
    project = make_project(cast)
    client.force_login(cast.manager)
    typed = {"title": "Ticket log", "note": "Two lines\nof note"}
    file = SimpleUploadedFile("log.txt", b"a\n" * 1_200_000)
    response = client.post(reverse("evidence", args=[project.ref]), typed | {"file": file})
    html = response.content.decode()
    assert response.status_code == 422
    assert "The file is larger than 1 MB." in html
    assert "Choose a file" not in html
    assert 'value="Ticket log"' in html
    assert "of note</textarea>" in html
    assert not Evidence.objects.exists()


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of files each chunk put on the disk."""
    sizes: list[int] = []
    take = TemporaryFileUploadHandler.receive_data_chunk

    def watched(self: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> None:
        sizes.append(len(raw_data))
        take(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", watched)
    return sizes


@pytest.mark.parametrize(("size", "on_disk"), [(LIMIT + 100_000, 0), (LIMIT, LIMIT)])
def test_a_request_that_says_it_is_too_long_has_none_of_its_file_written(
    written: list[int], settings: Settings, size: int, on_disk: int
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    with sent([size]) as request:
        assert request.POST["name"] == "Sales"
        assert was_cut_off(request) == (on_disk == 0)
    assert sum(written) == on_disk


def test_a_page_takes_no_more_than_its_own_limit(
    client: Client, cast: Cast, settings: Settings, written: list[int]
) -> None:
    settings.RAWDATA_LIMIT_BYTES = 50 * LIMIT
    project = make_project(cast)
    client.force_login(cast.manager)
    file = SimpleUploadedFile("log.txt", b"x" * (20 * LIMIT))
    response = client.post(reverse("evidence", args=[project.ref]), {"title": "Log", "file": file})
    assert response.status_code == 422
    assert sum(written) <= LIMIT
