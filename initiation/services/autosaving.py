"""Saving while somebody types: the same rules as Save, in as few queries as they allow."""

from collections.abc import Callable, Iterable

from django.db import transaction

from accounts.models import User
from initiation.models import Project
from initiation.queries.desk import Desk, desk_of
from initiation.services.answers import Entry, Saved, store_entries


@transaction.atomic
def save_typed(
    *,
    actor: User,
    ref: str,
    set_code: str,
    typed: Callable[[Desk], tuple[Iterable[Entry], str]],
) -> Saved:
    """Save what ``typed`` makes of the desk: the entries, and the edit session they came from.

    The project's row is locked before anything is read, so what is read holds until the end.
    Raises Http404 for a stranger, else what ``save_answers`` raises; then nothing is saved.
    """
    number = int(ref.removeprefix("GW-"))
    Project.objects.select_for_update(no_key=True).filter(pk=number).values_list("pk").first()
    desk = desk_of(actor, ref, set_code)
    entries, edit_session = typed(desk)
    return store_entries(
        actor=actor,
        project=desk.project,
        set_code=set_code,
        entries=entries,
        stored=desk.answers,
        edit_session=edit_session,
    )
