"""Who wrote a project: one definition, for the permission table and for the database's triggers."""

_WRITERS = (
    ("initiation_project", "id", "manager_id"),
    ("initiation_answerversion", "project_id", "author_id"),
    ("initiation_evidence", "project_id", "added_by_id"),
    ("initiation_evidenceversion", "project_id", "added_by_id"),
    ("initiation_evidenceedit", "project_id", "edited_by_id"),
    ("initiation_datasource", "project_id", "added_by_id"),
)
_ORIGINS = """
    WITH RECURSIVE origin AS (
        SELECT CAST({project} AS bigint) AS id
        UNION
        SELECT earlier.id FROM origin JOIN initiation_project p ON p.id = origin.id,
            LATERAL (VALUES (p.begun_from_id), (p.supersedes_id)) AS earlier (id)
        WHERE earlier.id IS NOT NULL
    ), writer AS (SELECT CAST({person} AS bigint) AS id)
    SELECT """
_EXISTS = """EXISTS (
        SELECT 1 FROM {table} WHERE {project} = ANY(ARRAY(SELECT id FROM origin))
            AND {person} = (SELECT id FROM writer))"""


def wrote_sql(*, project: str, person: str) -> str:
    """Return a query of one boolean: whether ``person`` wrote ``project`` or what it came from.

    What was taken over was written where it came from, also by those whose words were saved over
    there; managing is writing. Both are SQL expressions, ``NEW.project_id`` or a placeholder, never
    what somebody typed.
    """
    written = (_EXISTS.format(table=t, project=p, person=w) for t, p, w in _WRITERS)
    return _ORIGINS.format(project=project, person=person) + " OR ".join(written)
