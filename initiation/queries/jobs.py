"""How far the work asked of the workers is."""

from core.models import Job


def job_of(key: str) -> Job | None:
    """Return the job ``key``; None when it was never asked for."""
    return Job.objects.filter(key=key).first()
