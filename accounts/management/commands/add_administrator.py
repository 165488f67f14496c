"""Makes the first administrator of an empty installation; afterwards people invite each other."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.people import first_administrator
from core.refused import Refused


class Command(BaseCommand):
    """Opens an account with the administrator's role and prints the link that sets its password."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and the name."""
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account. Raises CommandError when there is an administrator already."""
        try:
            link = first_administrator(email=options["email"], name=options["name"])
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        self.stdout.write(f"Open this link to choose a password; it works once:\n{link}")
