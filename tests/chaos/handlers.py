"""Job handlers that stand still at a chosen step, so that a kill can hit exactly there.

The first attempt halts at step HALT_AT, with HALT_ALWAYS every other one too. Two are controls:
each lacks one guard, and the same kill then leaves none or two of what should be there once.
"""

import os
import time

from core.models import Job
from core.models.job import JobState
from core.services.jobs import Progress
from dossiers.services import building
from initiation.services import profiling

HALT_SECONDS = 600


def _halting(job: Job, progress: Progress) -> Progress:
    def tell(number: int, total: int, words: str) -> None:
        progress(number, total, words)
        halts = job.attempts == 1 or "HALT_ALWAYS" in os.environ
        if halts and number == int(os.environ["HALT_AT"]):
            time.sleep(HALT_SECONDS)

    return tell


def build(*, job: Job, progress: Progress) -> None:
    """Build a dossier as always, but halt."""
    building.build(job=job, progress=_halting(job, progress))


def build_settled_early(*, job: Job, progress: Progress) -> None:
    """Control: settle the job before its work, like a queue that acknowledges on receipt."""
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    build(job=job, progress=progress)


def build_without_key(*, job: Job, progress: Progress) -> None:
    """Control: name every attempt's dossier anew, so that nothing says it is there already."""
    job.payload["about"] += f":{job.attempts}"
    build(job=job, progress=progress)


def measure(*, job: Job, progress: Progress) -> None:
    """Measure raw data as always, but halt."""
    profiling.profile(job=job, progress=_halting(job, progress))
