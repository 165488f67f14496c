"""Asking for a working copy, and giving a failed build another try."""

from django.db import transaction

from accounts.access import Permission, can
from accounts.models import User
from core.models import Job
from core.models.job import JobState
from core.refused import Forbidden, Refused
from core.services import events, jobs
from dossiers.models import DossierKind
from dossiers.services.building import built_by, has_file
from initiation.models import CaseFile, Project
from initiation.services.freezing import freeze
from initiation.services.moving import lock
from reviews.services.papers import ask_for_dossier

_OPEN = (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def ask_for_draft(*, actor: User, project: Project) -> bool:
    """Freeze the project as it stands and ask for a working copy of it; return whether it was.

    While a working copy is still being made, it is that one. Raises Forbidden.
    """
    locked = lock(project)
    decision = can(actor, Permission.ASK_FOR_DRAFT, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    making = Job.objects.filter(
        kind="dossier", subject=locked.ref, state__in=_OPEN, payload__kind=DossierKind.DRAFT
    )
    if making.exists():
        return False
    case_file = freeze(actor=actor, project=locked, occasion="draft")
    ask_for_dossier(
        project=locked,
        case_file=case_file,
        kind=DossierKind.DRAFT,
        about=f"draft:{case_file.number}",
        as_of=case_file.frozen_at,
    )
    return True


@transaction.atomic
def try_again(*, actor: User, project: Project, job: Job) -> bool:
    """Give a build that failed, or whose file is lost, a fresh set of attempts; twice is once.

    Returns False when it is being made or there. Raises Forbidden, Refused for a foreign job.
    """
    locked = lock(project)
    decision = can(actor, Permission.ASK_FOR_DRAFT, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if job.kind != "dossier" or job.subject != locked.ref:
        raise Refused("This is not a dossier of this project.")
    built = built_by(job)
    if (built is not None and has_file(built)) or not jobs.retry(job):
        return False
    events.record(
        actor_id=actor.pk,
        verb="dossier tried again",
        subject=locked.ref,
        detail={"kind": job.payload["kind"], "about": job.payload["about"]},
        case_file_sha256=CaseFile.objects.get(pk=job.payload["case_file"]).sha256,
    )
    return True
