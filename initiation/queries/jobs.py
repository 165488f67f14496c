"""How far the work asked of the workers is."""

from collections.abc import Iterable

from core.models import Job
from core.models.job import JobState


def job_of(key: str) -> Job | None:
    """Return the job ``key``; None when it was never asked for."""
    return Job.objects.filter(key=key).first()


def given_up(keys: Iterable[str]) -> frozenset[str]:
    """Return which of these jobs failed for good, unless somebody asks for them again."""
    found = Job.objects.filter(key__in=list(keys), state=JobState.FAILED)
    return frozenset(found.values_list("key", flat=True))
