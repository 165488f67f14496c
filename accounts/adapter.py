"""How allauth behaves here: nobody registers themselves, and mail goes through the outbox."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from core import mailing


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes self-registration, and sends mail as the rest of Groundwork does."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts come from invitations."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link at our public address, whatever host the request named."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.PUBLIC_ADDRESS}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Ask for the mail, so that a mail server that is away delays it and loses nothing."""
        known = {"email": email, "address": settings.PUBLIC_ADDRESS}
        mail = self.render_mail(template_prefix, email, context | known)
        mailing.ask(key=f"account:{uuid4()}", to=email, subject=mail.subject, body=mail.body)
