"""What people were called when they said something, kept beside who said it.

Somebody marries, is promoted or leaves; what they signed still reads as on that day, and a dossier
made again has the same text. Rows from before names were kept, and rows that an older program
writes while a newer one is being put in place, have none: they read the account.
"""

from typing import Any

from django.db import models

from accounts.models import User


def name_field() -> "models.CharField[str, str]":
    """Return a column for a name or a title as it was at the moment."""
    return models.CharField(max_length=120, blank=True, default="", db_default="")


def named(part: str, person: User) -> dict[str, Any]:
    """Return the columns of ``part`` for a row that ``person`` writes now, name and title."""
    return {part: person, f"{part}_name": person.name, f"{part}_title": person.title}


def put_name(row: models.Model, part: str, person: User) -> None:
    """Write ``person`` into ``part`` of a row that is about to be saved."""
    for column, value in named(part, person).items():
        setattr(row, column, value)


def name_of(row: models.Model, part: str) -> str:
    """Return what the person in ``part`` was called; empty when there is nobody."""
    person = getattr(row, part)
    return (getattr(row, f"{part}_name") or str(person.name)) if person else ""


def signature_of(row: models.Model, part: str) -> str:
    """Return name and title, as they stand under a document."""
    known = bool(getattr(row, f"{part}_name"))
    title = getattr(row, f"{part}_title") if known else str(getattr(row, part).title)
    return ", ".join(filter(None, (name_of(row, part), title)))
