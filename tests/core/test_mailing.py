"""Mail through the outbox: sent once, kept while the server is away, failed when it is refused."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from core import mailing
from core.models import Job
from core.models.job import JobState
from core.services.jobs import drain_one
from tests.live.stack import free_port

pytestmark = pytest.mark.django_db


class Refusing(socketserver.StreamRequestHandler):
    """A mail server that greets and refuses every recipient with the server's code."""

    def handle(self) -> None:
        """Speak as much SMTP (RFC 5321) as a refusal needs."""
        self.wfile.write(b"220 refusing\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            code = getattr(self.server, "code", b"550")
            self.wfile.write(code + b" no\r\n" if word == b"RCPT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def refusing(settings: Any) -> Iterator[socketserver.ThreadingTCPServer]:
    """A server that refuses, and settings that send to it."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asked() -> Job:
    with transaction.atomic():
        mailing.ask(key="k", to="mara@example.org", subject="Your turn", body="A secret link.")
    return Job.objects.get(key="mail:k")


def test_a_mail_is_sent_once_and_its_words_are_forgotten() -> None:
    job = asked()
    assert asked().pk == job.pk
    assert drain_one()
    assert not drain_one()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (
        ["mara@example.org"], "Your turn", "A secret link.",
    )  # fmt: skip
    job.refresh_from_db()
    assert job.payload["body"] == ""


def test_mails_that_wait_for_the_server_do_not_keep_the_worker_from_other_work(
    settings: Any,
) -> None:
    with transaction.atomic():
        for number in range(3):
            mailing.ask(key=f"k{number}", to="mara@example.org", subject="S", body="B")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert drain_one()
    assert not drain_one()
    assert Job.objects.filter(state=JobState.WAITING).count() == 3


def test_a_mail_waits_while_the_server_is_away_and_leaves_when_it_is_back(settings: Any) -> None:
    job = asked()
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    for _ in range(5):
        Job.objects.update(not_before=timezone.now())
        drain_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert job.payload["body"] == "A secret link."
    settings.EMAIL_BACKEND = working
    Job.objects.update(not_before=timezone.now())
    assert drain_one()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("code", "state"), [(b"550", JobState.FAILED), (b"451", JobState.WAITING)])
def test_a_mail_refused_for_good_fails_and_one_refused_for_now_waits(
    refusing: socketserver.ThreadingTCPServer, code: bytes, state: JobState
) -> None:
    vars(refusing)["code"] = code
    job = asked()
    with transaction.atomic():
        mailing.ask(key="other", to="dora@example.org", subject="Your turn", body="Another.")
    drain_one()
    job.refresh_from_db()
    assert job.state == state
    assert Job.objects.get(key="mail:other").not_before < timezone.now()
