"""The bell's task: run what is due, one job a task."""

from celery import shared_task

from core.services import jobs


@shared_task(name="core.drain")
def drain() -> bool:
    """Run the oldest due job and ring for the next; return whether there was one.

    One task for all of them would hold up a worker that was asked to stop until the last is done,
    and would make them share the time that a single job may take.
    """
    ran = jobs.drain_one()
    if ran:
        jobs.ring()
    return ran
