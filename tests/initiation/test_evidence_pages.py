"""Evidence: what is registered, refused, and handed out again."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.canonical import sha256
from initiation.models import Answer, Evidence
from initiation.services.evidence import add_link
from initiation.workflow import State
from tests.factories import Cast, at, fill, make_project
from tests.initiation.browsing import opened, queries, shown
from tests.initiation.registering import MOST_QUERIES, a_piece, at_piece, proof, register


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


def test_each_piece_leads_to_the_answers_and_cells_that_cite_it(client: Client, cast: Cast) -> None:
    project = a_piece(client, cast)
    fill(project, "architecture", "exam")
    for url in (register(project), at_piece("evidence-piece", project)):
        html = shown(client, cast.manager, url)
        uses = "".join(re.findall(r'<ul class="gw-uses">.*?</ul>', html, re.DOTALL))
        links = re.findall(r'href="([^"]+)">', uses)
        assert any("/stages/architecture/" in link for link in links)
        assert any("options-0-evidence" in link for link in links)
        for link in links:
            path, _, anchor = link.partition("#")
            assert f'id="{anchor}"' in client.get(path).content.decode(), link
    closed = at(project, State.ML_EXAM)
    assert "/stages/architecture/#question-" in shown(client, cast.director, register(closed))


def test_an_answer_cites_no_evidence_of_another_project(client: Client, cast: Cast) -> None:
    project, other = make_project(cast), make_project(cast, name="Another")
    for number in (1, 2):
        add_link(
            actor=cast.manager, project=other, title=f"Log {number}", note="",
            link="https://example.org",
        )  # fmt: skip
    url = reverse("exam-answer", args=[project.ref, "ml", 1])
    sent = opened(client, cast.manager, url)
    typed = {"problem.summary": "Tickets go astray.", "problem.evidence": ["E-2"], "then": "stay"}
    response = client.post(url, sent | typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert "There is no evidence E-2 in this project." in html
    assert 'href="#id_problem-evidence"' in html
    assert "Tickets go astray." in html
    assert not Answer.objects.filter(project=project).exists()


def test_the_picker_names_versions_and_what_has_expired(client: Client, cast: Cast) -> None:
    project = a_piece(client, cast, expires_on="2020-01-01")
    sent = {"file": SimpleUploadedFile("log.txt", b"newer"), "expires_on": "2020-02-01"}
    assert client.post(at_piece("evidence-version", project), sent).status_code == 302
    html = shown(client, cast.manager, reverse("exam-answer", args=[project.ref, "ml", 1]))
    assert "E-1 Ticket log (version 2, expired)" in html


def test_from_an_answer_one_can_add_evidence_and_come_back(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    answer = reverse("exam-answer", args=[project.ref, "ml", 1])
    html = shown(client, cast.manager, answer)
    found = re.search(r'href="([^"]+/evidence/\?back=[^"]+)"', html)
    assert found
    response = client.post(found[1], proof(link="https://example.org"), follow=True)
    html = response.content.decode()
    assert re.search(rf'class="gw-back"\s+href="{answer}"', html)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/logout/", "\\evil"])
def test_the_way_back_leads_nowhere_else(client: Client, cast: Cast, back: str) -> None:
    project = make_project(cast)
    html = shown(client, cast.manager, f"{register(project)}?back={back}")
    assert "Back to what you were writing" not in html
