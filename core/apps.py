"""The app of what all others share."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Events, jobs and the shared vocabulary."""

    name = "core"
