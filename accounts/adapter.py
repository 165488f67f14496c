"""How allauth behaves here: nobody registers themselves, people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts come from invitations."""
        return False
