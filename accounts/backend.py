"""Signing in by e-mail address, and finding the person behind a session with their roles."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class Accounts(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """What allauth does; the person of every request comes with their roles in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person, or None for an account that is closed or gone."""
        return User.objects.with_roles().filter(pk=user_id, is_active=True).first()
