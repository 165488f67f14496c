"""Add a made-up company with nine people and five projects to an empty installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.refused import Refused
from demo.content import people_lines
from demo.services.engaging import is_demo, is_empty
from demo.services.founding import found


class Command(BaseCommand):
    """Safe to run again: a second run changes nothing and says so."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two ways script/server calls it."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is anything here"
        )
        parser.add_argument(
            "--people", action="store_true", help="only name the demo people, if they are here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Found the demo organisation, or say why not."""
        if options["people"]:
            self._say(people_lines() if is_demo() else [])
            return
        if options["if_empty"] and not is_demo() and not is_empty():
            self._say(["This installation is in use, so the demo organisation was not added."])
            return
        try:
            new = found()
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        self._say(
            ["The demo organisation was added."]
            if new
            else ["The demo organisation is already here; nothing was changed."]
        )
        self._say(people_lines())

    def _say(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(line)
