"""Moments and spans of time as people say them."""

from datetime import datetime

from django.utils import timezone


def moment(at: datetime) -> str:
    """Return day and time in the reader's time zone: "5 March 2027, 14:32"."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def day(at: datetime) -> str:
    """Return the day in the reader's time zone: "5 March 2027"."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 answer", "2 answers"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def points(number: int) -> str:
    """Return how much the team found unclear or worrying, which is not all a concern."""
    return f"{counted(number, 'point')} unclear or of concern"
