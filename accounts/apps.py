"""The app of people."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, departments, invitations."""

    name = "accounts"
