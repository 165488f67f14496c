"""Moments and people in the words a dossier uses; in UTC, since paper has no reader's zone."""

from datetime import UTC, datetime

from django.utils.formats import date_format


def moment(at: datetime) -> str:
    """Return a moment: “24 November 2026, 09:41 UTC”."""
    return f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} UTC"


def iso_moment(text: str) -> str:
    """Return a moment that a case file holds as ISO text; empty for none."""
    return moment(datetime.fromisoformat(text)) if text else ""
