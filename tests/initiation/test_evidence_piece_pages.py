"""The page of one piece of evidence: its versions, its words, and what cannot be either."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.canonical import sha256
from initiation.models import Evidence, Project
from initiation.workflow import State
from tests.factories import Cast, at, fill, make_project
from tests.initiation.browsing import FormReader, queries, shown
from tests.initiation.packages import office
from tests.initiation.registering import MOST_QUERIES, a_piece, at_piece, proof, register


def newer(client: Client, project: Project, content: bytes = b"newer words") -> Any:
    file = SimpleUploadedFile("log-2.txt", content)
    return client.post(at_piece("evidence-version", project), {"file": file})


def edited(client: Client, project: Project, **typed: str) -> Any:
    """Open the page of the piece, change some words and save."""
    html = client.get(at_piece("evidence-piece", project)).content.decode()
    sent = FormReader(html, "edit-words").sent
    return client.post(at_piece("evidence-words", project), sent | typed)


def test_a_new_version_is_the_one_that_is_handed_out_and_the_first_stays(
    client: Client, cast: Cast
) -> None:
    project = a_piece(client, cast)
    assert newer(client, project)["Location"] == at_piece("evidence-piece", project)
    page = shown(client, cast.director, at_piece("evidence-piece", project))
    for words in ("Version 1", "Version 2", "log.txt", "log-2.txt", sha256(b"newer words")):
        assert words in page
    handed_out = {
        at_piece("evidence-file", project): b"newer words",
        at_piece("evidence-version-file", project, 2): b"newer words",
        at_piece("evidence-version-file", project, 1): b"first line\nsecond line",
    }
    for url, content in handed_out.items():
        response = client.get(url)
        assert b"".join(response) == content
        assert response["Content-Disposition"].startswith("attachment; ")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(at_piece("evidence-version-file", project, 3)).status_code == 404


def test_an_earlier_version_is_open_to_readers_only(client: Client, cast: Cast) -> None:
    project = a_piece(client, cast)
    newer(client, project)
    for who, status in ((cast.auditor, 200), (cast.team_member, 403), (cast.stranger, 404)):
        client.force_login(who)
        response = client.get(at_piece("evidence-version-file", project, 1))
        assert response.status_code == status
        assert b"first line" in b"".join(response) or status != 200


def test_the_page_of_a_piece_shows_how_a_text_begins_and_runs_none_of_it(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    file = SimpleUploadedFile("log.txt", b"plain\n<script>x</script>\x07\n" + b"more\n" * 20)
    assert client.post(register(project), proof(file=file)).status_code == 302
    html = shown(client, cast.auditor, at_piece("evidence-piece", project))
    assert "plain\n&lt;script&gt;x&lt;/script&gt;\nmore" in html
    assert "<script>x" not in html


@pytest.mark.parametrize(
    ("days", "words", "variant"),
    [
        (-3, "Expired 3 days ago", "needs_work"),
        (-1, "Expired 1 day ago", "needs_work"),
        (0, "Expires today", "waiting"),
        (5, "Expires in 5 days", "waiting"),
    ],
)
def test_the_register_says_what_has_expired_and_what_soon_will(
    client: Client, cast: Cast, days: int, words: str, variant: str
) -> None:
    last_day = timezone.localdate() + timedelta(days=days)
    project = a_piece(client, cast, expires_on=last_day.isoformat())
    for url in (register(project), at_piece("evidence-piece", project)):
        html = shown(client, cast.director, url)
        assert words in html
        assert f"gw-status-{variant}" in html[: html.index(words)].rpartition("<span")[2]


def test_a_day_far_off_is_told_without_alarm(client: Client, cast: Cast) -> None:
    last_day = date(timezone.localdate().year + 2, 3, 1)
    project = a_piece(client, cast, expires_on=last_day.isoformat())
    html = shown(client, cast.director, register(project))
    assert f"Until 1 March {last_day.year}" in html


def test_words_are_edited_on_the_page_and_the_earlier_ones_stay_readable(
    client: Client, cast: Cast
) -> None:
    project = a_piece(client, cast)
    assert edited(client, project, title="Log of March", expires_on="2031-03-01").status_code == 302
    html = shown(client, cast.manager, at_piece("evidence-piece", project))
    for form in ("edit-words", "add-version"):
        assert FormReader(html, form).sent["expires_on"] == ["2031-03-01"]
    html = shown(client, cast.auditor, at_piece("evidence-piece", project))
    assert "<h1>Log of March</h1>" in html
    assert "Until Mara Lind changed it" in html
    assert "Ticket log" in html
    assert "Evidence edited" in shown(client, cast.auditor, reverse("history", args=[project.ref]))


def test_two_people_editing_one_piece_both_keep_their_words(client: Client, cast: Cast) -> None:
    project = a_piece(client, cast)
    html = client.get(at_piece("evidence-piece", project)).content.decode()
    mine = FormReader(html, "edit-words").sent | {"title": "My words"}
    client.force_login(cast.contributor)
    assert edited(client, project, title="Their words").status_code == 302
    client.force_login(cast.manager)
    response = client.post(at_piece("evidence-words", project), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "<h1>Their words</h1>" in html
    assert 'value="My words"' in html
    assert "Carl Beck changed this" in html
    assert 'href="#clash"' in html
    assert Evidence.objects.get().title == "Their words"
    again = FormReader(html, "edit-words").sent
    assert client.post(at_piece("evidence-words", project), again).status_code == 302
    assert Evidence.objects.get().title == "My words"


def test_a_closed_register_keeps_what_was_typed_for_a_piece(client: Client, cast: Cast) -> None:
    project = at(a_piece(client, cast), State.ML_EXAM)
    html = shown(client, cast.manager, at_piece("evidence-piece", project))
    assert "its register is closed" in html
    assert "<form" not in html[html.index("<main") : html.index("</main")]
    typed = {"title": "Log of March", "note": "Two words", "seen": ""}
    response = client.post(at_piece("evidence-words", project), typed)
    assert response.status_code == 409
    assert "Log of March" in response.content.decode()
    assert newer(client, project).status_code == 409


BAD_VERSIONS: list[tuple[dict[str, Any], str]] = [
    ({}, "id_version_file"),
    ({"link": "javascript:alert(1)"}, "id_version_link"),
    ({"file": ("empty.txt", b"")}, "id_version_file"),
    ({"file": ("fake.xlsx", office("docx"))}, "id_version_file"),
    ({"file": ("log.txt", b"first line\nsecond line")}, "id_version_file"),
    ({"file": ("a.txt", b"a"), "expires_on": "9999-01-01"}, "id_version_expires_on"),
    ({"file": ("a.txt", b"a"), "expires_on": "soon"}, "id_version_expires_on"),
    ({"file": ("a.txt", b"a"), "link": "https://example.org"}, "id_version_link"),
]


@pytest.mark.parametrize(("changes", "place"), BAD_VERSIONS)
def test_what_cannot_be_a_version_is_refused_at_its_field(
    client: Client, cast: Cast, changes: dict[str, Any], place: str
) -> None:
    project = a_piece(client, cast)
    typed = {"expires_on": "2031-03-01"} | changes
    if "file" in changes:
        typed["file"] = SimpleUploadedFile(*changes["file"])
    response = client.post(at_piece("evidence-version", project), typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{place}"' in html
    assert f'id="{place}"' in html
    assert f'value="{typed["expires_on"]}"' in html
    assert Evidence.objects.get().version == 1


BAD_WORDS = [
    ({"expires_on": "0001-01-01"}, "id_expires_on", "Enter a year from 2000"),
    ({"expires_on": "2200-01-01"}, "id_expires_on", "Enter a year from 2000"),
    ({"title": "a\x07b"}, "id_title", "invisible control character (U+0007)"),
    ({"title": "x" * 201}, "id_title", "201 characters long; at most 200"),
    ({"note": "a\x00b"}, "id_note", "Null characters are not allowed"),
    ({"note": "lang " * 400_000}, "id_note", "characters long; at most 2000 fit here"),
]


@pytest.mark.parametrize(("changes", "place", "message"), BAD_WORDS)
def test_words_that_cannot_stand_in_the_record_are_refused_at_their_field_and_kept(
    client: Client, cast: Cast, changes: dict[str, str], place: str, message: str
) -> None:
    project = a_piece(client, cast)
    typed = proof(title="Ticket log", note="Of March", link="https://example.org/2") | changes
    added = client.post(register(project), typed)
    changed = edited(client, project, **changes)
    for response in (added, changed):
        html = response.content.decode()
        assert response.status_code == 422
        assert f'href="#{place}"' in html
        assert message in html
    assert 'value="https://example.org/2"' in added.content.decode()
    for name, value in changes.items():
        assert value in added.content.decode(), name
    assert Evidence.objects.get().title == "Ticket log"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("counts\u202etxt.exe", ""),
        ("tool.exe", ""),
        ("count\x07s\u202e.txt", "counts.txt"),
        ("سجل التذاكر.txt", "سجل التذاكر.txt"),
        ("../../etc/📈.txt", "📈.txt"),
    ],
)
def test_a_file_name_hides_neither_what_it_is_nor_where_it_goes(
    client: Client, cast: Cast, name: str, kept: str
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    response = client.post(register(project), proof(file=SimpleUploadedFile(name, b"words")))
    assert [item.file_name for item in Evidence.objects.all()] == ([kept] if kept else [])
    if not kept:
        assert response.status_code == 422
        assert 'href="#id_file"' in response.content.decode()


def test_a_piece_asks_the_same_number_of_queries_for_one_and_three_versions_and_uses(
    client: Client, cast: Cast
) -> None:
    project = a_piece(client, cast)
    fill(project, "problem")
    url = at_piece("evidence-piece", project)
    one = [queries(client, cast.manager, page) for page in (url, register(project))]
    for number in (2, 3):
        newer(client, project, b"version %d" % number)
        assert edited(client, project, title=f"Title {number}").status_code == 302
    fill(project, "architecture", "exam")
    assert [queries(client, cast.manager, page) for page in (url, register(project))] == one
    assert max(one) <= MOST_QUERIES
