"""The app of what leaves the building."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Dossiers as PDF."""

    name = "dossiers"
