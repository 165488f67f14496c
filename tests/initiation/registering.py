"""What tests of the register and of its pieces share."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from initiation.models import Project
from tests.factories import Cast, make_project

MOST_QUERIES = 20


def register(project: Project) -> str:
    return reverse("evidence", args=[project.ref])


def proof(**changes: object) -> dict[str, object]:
    return {"title": "Ticket log", "note": "Two lines\nof note", "link": ""} | changes


def a_piece(client: Client, cast: Cast, **changes: object) -> Project:
    """Return a project whose manager has added a text file as E-1."""
    project = make_project(cast)
    client.force_login(cast.manager)
    file = {"file": SimpleUploadedFile("log.txt", b"first line\nsecond line")}
    assert client.post(register(project), proof(**changes) | file).status_code == 302
    return project


def at_piece(name: str, project: Project, *more: int) -> str:
    return reverse(name, args=[project.ref, 1, *more])
