"""The bell's task: drain what is due."""

from celery import shared_task

from core.services import jobs


@shared_task(name="core.drain")
def drain() -> int:
    """Run due jobs until none is left; return how many ran."""
    count = 0
    while jobs.drain_one():
        count += 1
    return count
