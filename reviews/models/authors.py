"""The trigger that keeps authors from approving their own project, past every service."""

import pgtrigger

from initiation.models.authors import wrote_sql

_REFUSE = """
    IF ({wrote}) THEN
        RAISE EXCEPTION 'nobody may {act} what they wrote';
    END IF;
    RETURN NEW;
"""


def refuse_authors(
    *,
    person: str,
    act: str,
    operation: "pgtrigger.Operation | pgtrigger.Operations",
    project: str = "NEW.project_id",
) -> pgtrigger.Trigger:
    """Return a trigger for a table: ``person`` wrote no part of the row's ``project``.

    Nobody has written anything while ``person`` is empty, so a row that waits passes.
    """
    wrote = wrote_sql(project=project, person=f"NEW.{person}_id")
    return pgtrigger.Trigger(
        name="refuse_authors",
        when=pgtrigger.Before,
        operation=operation,
        func=_REFUSE.format(wrote=wrote, act=act),
    )
