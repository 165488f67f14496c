"""Editing what a piece of evidence is called, what it shows, and how long it holds."""

from datetime import date

from django.db import transaction

from accounts.models import User
from core.polling import mark_of
from core.refused import Refused
from core.services import events
from initiation.models import Evidence
from initiation.services.evidence import check_changeable, check_expiry, keep_words
from initiation.services.moving import lock


class Reworded(Refused):
    """Somebody else edited the piece meanwhile; ``theirs`` is the piece as it stands now."""

    def __init__(self, theirs: Evidence) -> None:
        last = theirs.edits.select_related("edited_by").last()
        who = last.edited_by.name if last else theirs.added_by.name
        super().__init__(f"{who} changed this while you were writing.")
        self.theirs = theirs


def mark_of_words(evidence: Evidence) -> str:
    """Return the mark by which a form says which words its writer was looking at."""
    return mark_of(evidence.title, evidence.note, evidence.expires_on)


@transaction.atomic
def edit_words(
    *,
    actor: User,
    evidence: Evidence,
    title: str,
    note: str,
    expires_on: date | None,
    seen: str,
) -> Evidence:
    """Change title, note and day of expiry; the words that are replaced are kept.

    ``seen`` is the mark of the words that the writer started from. Raises Forbidden, Refused while
    the project is locked, Reworded when others stand there by now, Invalid for an absurd day.
    """
    check_expiry(expires_on)
    locked = lock(evidence.project)
    check_changeable(actor, locked, evidence)
    current: Evidence = Evidence.objects.select_related("added_by").get(pk=evidence.pk)
    wanted = (title.strip(), note.strip(), expires_on)
    if wanted == (current.title, current.note, current.expires_on):
        return current
    if seen != mark_of_words(current):
        raise Reworded(current)
    changed = keep_words(actor, current, *wanted)
    current.save(update_fields=changed)
    events.record(
        actor_id=actor.pk,
        verb="evidence edited",
        subject=locked.ref,
        detail={"evidence": current.ref, "title": current.title, "changed": changed},
    )
    return current
