"""Uploads beside each other: nobody waits for a file, and pressing twice adds one thing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core.models import Event, Job
from core.refused import Forbidden, Invalid, Refused
from initiation.models import DataSource, Evidence, Member, Part, Project
from initiation.services.evidence import add_file, add_link
from initiation.services.rawdata import add_csv
from tests.factories import Cast, make_project

CSV = b"id,region\n1,north\n2,south\n"
Add = Callable[..., Evidence | DataSource]


def evidence(project: Project, chunks: Any, title: str = "Ticket log") -> Evidence:
    return add_file(
        actor=project.manager, project=project, title=title, note="Counts", file_name="log.txt",
        chunks=chunks,
    )  # fmt: skip


def raw_data(project: Project, chunks: Any, title: str = "Tickets") -> DataSource:
    return add_csv(
        actor=project.manager, project=project, name=title, file_name="t.csv", chunks=chunks,
        granted_by="Ada Owner",
    )  # fmt: skip


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("add", [evidence, raw_data])
def test_the_project_is_free_while_a_file_arrives(committed: Cast, add: Add) -> None:
    project = make_project(committed)

    def held_by_nobody() -> bool:
        try:
            with transaction.atomic():
                Project.objects.select_for_update(nowait=True).get(pk=project.pk)
        finally:
            connection.close()
        return True

    def arriving() -> Iterator[bytes]:
        yield CSV
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(held_by_nobody).result(30)
        yield b"3,north\n"

    assert add(project, arriving()).size == len(CSV) + 8


@pytest.mark.parametrize("add", [evidence, raw_data])
def test_what_may_no_longer_be_added_once_the_file_has_arrived_is_refused(
    cast: Cast, add: Add
) -> None:
    project = make_project(cast)

    def arriving() -> Iterator[bytes]:
        yield CSV
        Project.objects.filter(pk=project.pk).update(state="withdrawn")

    with pytest.raises(Refused, match="The project is at"):
        add(project, arriving())
    assert not project.evidence.exists()
    assert not project.sources.exists()


def test_nothing_is_written_for_somebody_who_may_not_add(cast: Cast, settings: Settings) -> None:
    project = make_project(cast)
    with pytest.raises(Forbidden):
        add_csv(
            actor=cast.stranger, project=project, name="Tickets", file_name="t.csv", chunks=[CSV]
        )
    assert files_in(settings.RAWDATA_DIR) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tool.exe", [b"MZ\x90\x00"]),
        ("fake.pdf", [b"no ", b"pdf at all"]),
        ("page.txt", [b"  <scr", b"ipt>x</script>"]),
        ("...", [b"words"]),
        ("empty.txt", []),
    ],
)
def test_what_cannot_be_evidence_is_never_on_the_disk(
    cast: Cast, settings: Settings, name: str, content: list[bytes]
) -> None:
    with pytest.raises(Invalid):
        add_file(
            actor=cast.manager, project=make_project(cast), title="Log", note="", file_name=name,
            chunks=content,
        )  # fmt: skip
    assert files_in(settings.EVIDENCE_DIR) == []


def pressed_twice(add: Add, project: Project, titles: tuple[str, str]) -> None:
    """Let two presses meet just before their file has arrived."""
    meeting = Barrier(2)

    def arriving() -> Iterator[bytes]:
        yield CSV
        meeting.wait(30)

    def press(title: str) -> None:
        try:
            add(Project.objects.get(pk=project.pk), arriving(), title)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, titles))


@pytest.mark.parametrize(("add", "model"), [(evidence, Evidence), (raw_data, DataSource)])
def test_two_presses_at_once_add_one_thing_and_tell_it_once(
    committed: Cast, add: Add, model: Any
) -> None:
    project = make_project(committed)
    pressed_twice(add, project, ("Tickets", "Tickets"))
    assert [item.number for item in model.objects.filter(project=project)] == [1]
    assert Event.objects.filter(subject=project.ref, verb__endswith="added").count() == 1
    assert Job.objects.filter(kind="profile").count() == (1 if model is DataSource else 0)


@pytest.mark.parametrize(("add", "model"), [(evidence, Evidence), (raw_data, DataSource)])
def test_control_two_presses_at_once_under_two_titles_add_two_things(
    committed: Cast, add: Add, model: Any
) -> None:
    project = make_project(committed)
    pressed_twice(add, project, ("Tickets", "The same tickets again"))
    assert [item.number for item in model.objects.filter(project=project)] == [1, 2]


def test_a_link_given_twice_is_one_line_and_in_other_words_it_is_another(cast: Cast) -> None:
    project = make_project(cast)

    def link(note: str) -> str:
        return add_link(
            actor=cast.manager, project=project, title="Log", note=note,
            link="https://example.org/log",
        ).ref  # fmt: skip

    assert [link("March"), link("March"), link("April")] == ["E-1", "E-1", "E-2"]


def test_the_same_proof_of_two_people_is_two_lines(cast: Cast) -> None:
    project = make_project(cast)
    Member.objects.create(
        project=project, user=cast.other_manager, part=Part.CONTRIBUTOR, stage="data"
    )
    for actor in (cast.manager, cast.other_manager):
        add_link(actor=actor, project=project, title="Log", note="", link="https://example.org")
    assert project.evidence.count() == 2


def test_the_page_pressed_twice_shows_one_line_and_the_same_words(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    url = reverse("evidence", args=[project.ref])
    for _ in range(2):
        file = SimpleUploadedFile("log.txt", b"plain words")
        response = client.post(url, {"title": "Log", "file": file}, follow=True)
        assert "E-1 is in the register" in response.content.decode()
    assert project.evidence.count() == 1
