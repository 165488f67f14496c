"""The app of what the project team writes."""

from django.apps import AppConfig


class InitiationConfig(AppConfig):
    """Projects, stages, answers, evidence, raw data, cases, case files."""

    name = "initiation"
