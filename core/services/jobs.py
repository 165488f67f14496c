"""The outbox: ask for a job inside a transaction, drain it in a worker, survive the broker."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as BrokerDown

from core.models import Job
from core.models.job import JobState

logger = logging.getLogger(__name__)

_JOB_LOCKS = 7_302
MAX_ATTEMPTS = 3
SHORTEST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)
PATIENCE = timedelta(days=3)
Progress = Callable[[int, int, str], None]


class JobFailed(Exception):
    """A job cannot succeed by being tried again; the text is shown to the person."""


class AwayForNow(Exception):
    """Something outside cannot do it now; the job waits for it, and no attempt is counted."""

    def __init__(self, why: str, *, for_all: bool = False) -> None:
        """Say why; ``for_all`` when the same would happen to every job of this kind."""
        super().__init__(why)
        self.for_all = for_all


def ask(*, kind: str, key: str, payload: dict[str, Any], subject: str = "") -> Job:
    """Write the job ``key`` in the caller's transaction, or find it; ring the bell after commit."""
    job, _ = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "subject": subject}
    )
    _ring_after_commit()
    return job


def _ring_after_commit() -> None:
    """Ring once a transaction, since every try at a broker that is away costs seconds."""
    callbacks: list[object] = [entry[1] for entry in connection.run_on_commit]
    if ring not in callbacks:
        transaction.on_commit(ring)


def ring() -> bool:
    """Wake a worker; return False when the broker is away (the sweeper will find the job)."""
    try:
        current_app.send_task("core.drain")
    except (BrokerDown, OSError) as error:
        logger.warning("the broker is away, jobs wait for the sweeper: %s", error)
        return False
    return True


def retry(job: Job) -> bool:
    """Give a job that failed, or whose work was lost, a fresh set of attempts.

    Return whether it had come to an end; one that waits or runs is left to itself.
    """
    ended = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.DONE])
    changed = ended.update(state=JobState.WAITING, attempts=0, error="", not_before=timezone.now())
    transaction.on_commit(ring)
    return bool(changed)


def drain_one() -> bool:
    """Run the next job that is due and that no living worker holds; False when there is none.

    A session-level advisory lock is held while the job runs. It falls with the connection, so a
    worker that was killed frees its job at once and no heartbeat has to be guessed.
    """
    for job in _due():
        if not _lock(job.pk):
            continue
        try:
            claimed = _claim(job.pk)
            if claimed is not None:
                _run(claimed)
                return True
        finally:
            _unlock(job.pk)
    return False


def _due() -> list[Job]:
    """The kinds in the order of JOB_HANDLERS, since a person waits longer for some than others."""
    places = [When(kind=kind, then=place) for place, kind in enumerate(settings.JOB_HANDLERS)]
    return list(
        Job.objects.filter(
            state__in=[JobState.WAITING, JobState.RUNNING], not_before__lte=timezone.now()
        ).order_by(Case(*places, default=len(places)), "not_before", "pk")[:20]
    )


def _claim(pk: int) -> Job | None:
    """Mark the job as running, or set it aside when its attempts are used up."""
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, state__in=[JobState.WAITING, JobState.RUNNING])
            .first()
        )
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _finish(job, JobState.FAILED, job.error or "The worker stopped three times.")
            return None
        job.state = JobState.RUNNING
        job.attempts += 1
        job.started_at = timezone.now()
        job.save(update_fields=["state", "attempts", "started_at"])
        return job


def _run(job: Job) -> None:
    handler = import_string(settings.JOB_HANDLERS[job.kind])

    def progress(number: int, total: int, words: str) -> None:
        Job.objects.filter(pk=job.pk).update(step=words, step_number=number, steps=total)

    try:
        handler(job=job, progress=progress)
    except JobFailed as error:
        logger.warning("job %s failed: %s", job.key, error)
        _finish(job, JobState.FAILED, str(error))
    except AwayForNow as error:
        logger.warning("job %s waits: %s", job.key, error)
        _wait(job, error)
    except Exception as error:
        logger.exception("job %s broke in attempt %s", job.key, job.attempts)
        if job.attempts >= MAX_ATTEMPTS:
            _finish(job, JobState.FAILED, f"It broke three times ({type(error).__name__}).")
        else:
            job.state = JobState.WAITING
            job.not_before = timezone.now() + timedelta(seconds=5 * job.attempts)
            job.error = type(error).__name__
            job.save(update_fields=["state", "not_before", "error"])
    else:
        _finish(job, JobState.DONE, "")


def _wait(job: Job, away: AwayForNow) -> None:
    """Try again after a quarter of the time it has waited already; give up after ``PATIENCE``.

    What would happen to the others of its kind is not found out for each of them: they wait, too,
    so that they do not keep the worker from other kinds of work.
    """
    waited = timezone.now() - job.created_at
    if waited > PATIENCE:
        _finish(job, JobState.FAILED, f"{away} Given up after {PATIENCE.days} days.")
        return
    job.state = JobState.WAITING
    job.attempts = 0
    job.not_before = timezone.now() + min(max(waited / 4, SHORTEST_WAIT), LONGEST_WAIT)
    job.error = str(away)
    job.save(update_fields=["state", "attempts", "not_before", "error"])
    if away.for_all:
        Job.objects.filter(
            kind=job.kind, state=JobState.WAITING, not_before__lt=job.not_before
        ).update(not_before=job.not_before)


def _finish(job: Job, state: JobState, error: str) -> None:
    job.state = state
    job.error = error
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "error", "finished_at"])


def _lock(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_JOB_LOCKS, pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def _unlock(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_JOB_LOCKS, pk])
