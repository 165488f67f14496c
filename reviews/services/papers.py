"""Asking for the dossiers that a submission or a decision makes by itself."""

from datetime import datetime

from core.services import jobs
from initiation.models import CaseFile, Project


def ask_for_dossier(
    *, project: Project, case_file: CaseFile, kind: str, about: str, as_of: datetime
) -> None:
    """Ask for one dossier in the caller's transaction.

    ``kind`` is submission, decision, initiation or draft; ``about`` says what it was made for,
    and ``as_of`` bounds what it may tell. Asking twice is asking once.
    """
    jobs.ask(
        kind="dossier",
        key=f"dossier:{case_file.pk}:{kind}:{about}",
        payload={
            "case_file": case_file.pk,
            "kind": kind,
            "about": about,
            "as_of": as_of.isoformat(),
        },
        subject=project.ref,
    )
