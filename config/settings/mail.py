"""Mail: to files under STATE_DIR/mail unless EMAIL_URL names a server."""

from config import env
from config.settings.base import STATE_DIR

DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Groundwork <groundwork@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = str(STATE_DIR / "mail")

_server = env.mail("EMAIL_URL")
if _server is None:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(_server)
