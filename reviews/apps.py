"""The app of what others say to a project."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Examinations, decisions, sign-offs, team responses."""

    name = "reviews"
