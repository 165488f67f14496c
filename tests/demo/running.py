"""Running the command ``demo`` and reading what it prints."""

import io

from django.core.management import call_command


def run(**options: bool) -> str:
    """Return what the command prints."""
    lines = io.StringIO()
    call_command("demo", stdout=lines, **options)
    return lines.getvalue()
