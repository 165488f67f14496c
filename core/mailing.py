"""Mail leaves through the outbox, so a mail server that is away delays it and loses nothing."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from core.models import Job
from core.services import jobs


def post(
    *, key: str, to: str, subject: str, template: str, context: dict[str, Any], about: str = ""
) -> None:
    """Ask for one mail in the caller's transaction; ``template`` is a text template's name."""
    body = render_to_string(template, context | {"address": settings.PUBLIC_ADDRESS})
    ask(key=key, to=to, subject=subject, body=body, about=about)


def ask(*, key: str, to: str, subject: str, body: str, about: str = "") -> None:
    """Ask for one mail that is written already."""
    jobs.ask(
        kind="mail",
        key=f"mail:{key}",
        payload={"to": to, "subject": " ".join(subject.split()), "body": body},
        subject=about,
    )


def deliver(*, job: Job, progress: jobs.Progress) -> None:
    """Send one mail, then forget its body: it may hold a link that opens an account."""
    progress(1, 1, "Sending")
    mail = job.payload
    send_mail(mail["subject"], mail["body"], settings.DEFAULT_FROM_EMAIL, [mail["to"]])
    job.payload = {"to": mail["to"], "subject": mail["subject"], "body": ""}
    job.save(update_fields=["payload"])
