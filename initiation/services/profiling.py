"""Profiling an uploaded source in a worker: measured once, or refused in words."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.models import Job
from core.services import events
from core.services.jobs import JobFailed, Progress
from initiation.models import DataSource
from initiation.rawdata.profiling import NotTabular, ProfilingFailed, profile_csv, to_json
from initiation.services.answers import note_measured
from initiation.services.moving import lock
from initiation.services.rawdata import STAGE, path_of


def profile(*, job: Job, progress: Progress) -> None:
    """Measure the source the job names and store its profile; run again, it does nothing.

    A file that is not a table is refused: the source keeps the reason, and the job is done. Raises
    JobFailed when measuring was stopped by a limit or an accident.
    """
    source = DataSource.objects.get(pk=job.payload["source"])
    if source.is_measured or source.set_aside_at:
        return
    with _scratch(source) as scratch:
        try:
            measured = profile_csv(
                path_of(source),
                scratch=scratch,
                on_progress=lambda done, total: progress(done, total, "Measuring columns"),
            )
        except NotTabular as refusal:
            _store(source, refusal=refusal.reason)
            return
        except ProfilingFailed as failure:
            raise JobFailed(failure.reason) from failure
    _store(source, profile=to_json(measured))


@contextmanager
def _scratch(source: DataSource) -> Iterator[Path]:
    """Make a folder whose name is the source's, so that a killed worker's copy is found again."""
    folder = Path(settings.STATE_DIR) / f"profiling-{source.pk}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def _store(source: DataSource, *, profile: object = None, refusal: str = "") -> None:
    project = lock(source.project)
    if DataSource.objects.filter(pk=source.pk, set_aside_at__isnull=False).exists():
        return
    source.profile, source.refusal, source.profiled_at = profile, refusal, timezone.now()
    source.save(update_fields=["profile", "refusal", "profiled_at"])
    note_measured(actor=source.added_by, project=project, set_code=STAGE)
    events.record(
        actor_id=None,
        verb="raw data refused" if refusal else "raw data profiled",
        subject=project.ref,
        detail={"source": source.ref, "name": source.name},
    )
