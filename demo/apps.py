"""The demo organisation: a made-up company that shows what Groundwork is for."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Adds the command ``demo`` and the notice on the demo people's pages; it has no tables."""

    name = "demo"
