"""Asking for a working copy, and giving a failed build another try."""

from django.db import transaction

from accounts.access import Permission, can
from accounts.models import User
from core.models import Job
from core.models.job import JobState
from core.refused import Forbidden, Refused
from core.services import jobs
from dossiers.models import DossierKind
from initiation.models import CaseFile, Project
from initiation.services.freezing import freeze
from initiation.services.moving import lock
from reviews.services.papers import ask_for_dossier

_OPEN = (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def ask_for_draft(*, actor: User, project: Project) -> CaseFile:
    """Freeze the project as it stands and ask for a working copy of it.

    Raises Forbidden, and Refused while a working copy is still being made.
    """
    locked = lock(project)
    decision = can(actor, Permission.ASK_FOR_DRAFT, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    making = Job.objects.filter(
        kind="dossier", subject=locked.ref, state__in=_OPEN, payload__kind=DossierKind.DRAFT
    )
    if making.exists():
        raise Refused("A working copy is being made already.")
    case_file = freeze(actor=actor, project=locked, occasion="draft")
    ask_for_dossier(
        project=locked,
        case_file=case_file,
        kind=DossierKind.DRAFT,
        about=f"draft:{case_file.number}",
        as_of=case_file.frozen_at,
    )
    return case_file


def try_again(*, actor: User, project: Project, job: Job) -> None:
    """Give a failed build a fresh set of attempts. Raises Forbidden, Refused for a foreign job."""
    decision = can(actor, Permission.VIEW_EXAMINATION, project)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if job.kind != "dossier" or job.subject != project.ref:
        raise Refused("This is not a dossier of this project.")
    with transaction.atomic():
        jobs.retry(job)
