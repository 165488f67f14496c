"""Settings of the test runs: plain static files, quick hashing, and undefined variables fail."""

import os
import tempfile
from typing import Any

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("STATE_DIR", tempfile.mkdtemp(prefix="groundwork-tests-"))
# Test processes side by side have a database each, so they need a folder each, too.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["STATE_DIR"] = f"{os.environ['STATE_DIR']}/{worker}"

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {
    "NAME": f"test_groundwork_{os.environ.get('TEST_DB_SUFFIX', 'main')}"
}


class Undefined(str):
    """Stands where a template reads a variable nobody passed: the test fails and names it."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        """Ask Django to put the variable's name in, which is where we notice."""
        return True

    def __mod__(self, name: object) -> str:
        """Fail. Raises LookupError, naming the variable."""
        raise LookupError(f"a template reads {name}, which its view does not pass")


_options: Any = TEMPLATES[0]["OPTIONS"]
_options["string_if_invalid"] = Undefined("undefined")
