"""Write docs/workflow.md from the table of moves."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from initiation.content.workflow_page import workflow_page


class Command(BaseCommand):
    """Run after a change to the table; a test compares the page with it."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        path = settings.BASE_DIR / "docs" / "workflow.md"
        path.write_text(workflow_page(), encoding="utf-8")
        self.stdout.write(f"wrote {path.name}")
