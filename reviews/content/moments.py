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


def waited(since: datetime) -> str:
    """Return how many nights something has waited: "since today", "1 day", "12 days"."""
    days = (timezone.localdate() - timezone.localdate(since)).days
    if days <= 0:
        return "since today"
    return "1 day" if days == 1 else f"{days} days"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 answer", "2 answers"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def points(number: int) -> str:
    """Return how much the team found unclear or worrying, which is not all a concern."""
    return f"{counted(number, 'point')} unclear or of concern"
