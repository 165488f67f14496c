"""Mail leaves through the outbox, so a mail server that is away delays it by as long as it is.

It is tried for three days, after which the job is failed and keeps the mail.
"""

from smtplib import SMTPDataError, SMTPRecipientsRefused
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
    """Send one mail, then forget its body: it may hold a link that opens an account.

    Raises AwayForNow while the mail server cannot be reached or asks for patience, JobFailed when
    it refuses this mail for good.
    """
    progress(1, 1, "Sending")
    mail = job.payload
    try:
        send_mail(mail["subject"], mail["body"], settings.DEFAULT_FROM_EMAIL, [mail["to"]])
    except OSError as error:  # which all errors of smtplib are, too
        if _is_final(error):
            raise jobs.JobFailed("The mail server refuses this mail.") from error
        of_this_mail = isinstance(error, SMTPDataError | SMTPRecipientsRefused)
        raise jobs.AwayForNow(
            "The mail server asks for patience."
            if of_this_mail
            else "The mail server cannot be reached.",
            for_all=not of_this_mail,
        ) from error
    job.payload = {"to": mail["to"], "subject": mail["subject"], "body": ""}
    job.save(update_fields=["payload"])


def _is_final(error: OSError) -> bool:
    """Whether the server said no to this very mail, by a code of 500 or above (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500
