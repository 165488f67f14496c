"""Pages travel compressed; files do not, so that they keep their length."""

import gzip

import pytest
from django.test import Client

from accounts.models import User
from initiation.services.evidence import add_file
from tests.factories import Cast, make_cast, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_a_page_is_compressed_for_a_browser_that_accepts_it(client: Client, cast: Cast) -> None:
    url = f"/projects/{make_project(cast).ref}/"
    plain = signed_in(client, cast.manager).get(url)
    packed = client.get(url, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert b"<h1>" in gzip.decompress(packed.content)


def test_a_browser_that_does_not_ask_gets_the_page_as_it_is(client: Client, cast: Cast) -> None:
    page = signed_in(client, cast.manager).get("/projects/")
    assert not page.has_header("Content-Encoding")


def test_what_is_no_page_stays_as_it_is(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    add_file(
        actor=cast.manager,
        project=project,
        title="Log",
        note="",
        file_name="log.txt",
        chunks=[b"line of a log\n" * 1000],
    )
    url = f"/projects/{project.ref}/evidence/1/file/"
    answer = signed_in(client, cast.manager).get(url, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"line of a log\n" * 1000  # type: ignore[attr-defined]
    assert not answer.has_header("Content-Encoding")
