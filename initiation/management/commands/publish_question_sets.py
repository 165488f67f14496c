"""Publish the question sets that come with Groundwork; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from initiation.services.question_sets import publish_builtin


class Command(BaseCommand):
    """Run at every deployment, after the migrations."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and count."""
        self.stdout.write(f"{len(publish_builtin())} question sets are published")
