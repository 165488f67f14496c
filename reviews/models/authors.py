"""The trigger that keeps authors from approving their own project, past every service."""

import pgtrigger

_REFUSE = """
    IF EXISTS (SELECT 1 FROM initiation_project
               WHERE id = NEW.project_id AND manager_id = NEW.PERSON)
       OR EXISTS (SELECT 1 FROM initiation_answerversion
                  WHERE project_id = NEW.project_id AND author_id = NEW.PERSON)
       OR EXISTS (SELECT 1 FROM initiation_evidence
                  WHERE project_id = NEW.project_id AND added_by_id = NEW.PERSON)
       OR EXISTS (SELECT 1 FROM initiation_evidenceversion
                  WHERE project_id = NEW.project_id AND added_by_id = NEW.PERSON)
       OR EXISTS (SELECT 1 FROM initiation_evidenceedit
                  WHERE project_id = NEW.project_id AND edited_by_id = NEW.PERSON)
       OR EXISTS (SELECT 1 FROM initiation_datasource
                  WHERE project_id = NEW.project_id AND added_by_id = NEW.PERSON)
    THEN
        RAISE EXCEPTION 'nobody may ACT what they wrote';
    END IF;
    RETURN NEW;
"""


def refuse_authors(
    *, person: str, act: str, operation: "pgtrigger.Operation | pgtrigger.Operations"
) -> pgtrigger.Trigger:
    """Return a trigger for a table with a project: ``person`` wrote no part of it.

    Nobody has written anything while ``person`` is empty, so a row that waits passes.
    """
    return pgtrigger.Trigger(
        name="refuse_authors",
        when=pgtrigger.Before,
        operation=operation,
        func=_REFUSE.replace("PERSON", f"{person}_id").replace("ACT", act),
    )
