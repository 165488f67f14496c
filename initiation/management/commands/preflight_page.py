"""Write docs/preflight.md from the table of rules."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from initiation.content.preflight_page import preflight_page


class Command(BaseCommand):
    """Run after a change to the table; a test compares the page with it."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        path = settings.BASE_DIR / "docs" / "preflight.md"
        path.write_text(preflight_page(), encoding="utf-8")
        self.stdout.write(f"wrote {path.name}")
