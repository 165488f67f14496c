"""The web server's access log, without what would open an account to whoever reads it."""

import re
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import Request
from gunicorn.http.wsgi import Response

SECRET_PATH = re.compile(r"(/invitation/|/password/reset/key/)[^\s?\"]+")


def without_secrets(text: str) -> str:
    """Return ``text`` with the secret part of links from mails cut out."""
    return SECRET_PATH.sub(r"\1…/", text)


class AccessLog(Logger):
    """Gunicorn's logger; links from invitations and of forgotten passwords are cut."""

    def access(
        self,
        resp: Response,
        req: Request,
        environ: MutableMapping[str, Any],
        request_time: timedelta,
    ) -> None:
        """Write a line about the request, cut wherever it holds such a link."""
        cut = {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in environ.items()
        }
        super().access(resp, req, cut, request_time)
