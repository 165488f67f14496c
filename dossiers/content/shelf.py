"""The dossier page as ready words."""

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import Decision
from core.models import Job
from core.models.job import JobState
from dossiers.content.occasion import occasion_of
from dossiers.models import Dossier
from dossiers.queries.shelf import Shelf
from initiation.models import Project


@dataclass(frozen=True, slots=True)
class BuiltRow:
    """A dossier that can be downloaded."""

    title: str
    url: str
    facts: str
    when: str
    sha256: str
    case_file: str
    case_file_sha256: str
    remade: str


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A dossier that is still being made, or failed."""

    title: str
    when: str
    words: str
    variant: str
    status: str
    retry_url: str


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """All of a project's dossiers."""

    built: tuple[BuiltRow, ...]
    owed: tuple[OwedRow, ...]
    making: bool


@dataclass(frozen=True, slots=True)
class LostPage:
    """A dossier whose file is not where it was put."""

    title: str
    sha256: str
    making: bool
    retry_url: str
    holders: str


def shelf_page(project: Project, shelf: Shelf, *, may_retry: bool) -> ShelfPage:
    """Return the rows of the page, and whether something is still being made."""
    return ShelfPage(
        built=tuple(_built(project, dossier) for dossier in shelf.built),
        owed=tuple(_owed(project, job, may_retry=may_retry) for job in shelf.owed),
        making=any(job.state != JobState.FAILED for job in shelf.owed),
    )


def lost_page(project: Project, dossier: Dossier, job: Job | None, may_ask: Decision) -> LostPage:
    """Return what is known of a lost file, and the way to have it made again."""
    making = job is not None and job.state in (JobState.WAITING, JobState.RUNNING)
    retry = reverse("dossier-retry", args=[project.ref, job.pk]) if job and may_ask else ""
    return LostPage(
        title=occasion_of(dossier.kind, dossier.about),
        sha256=dossier.file_sha256,
        making=making,
        retry_url="" if making else retry,
        holders=may_ask.holders,
    )


def _built(project: Project, dossier: Dossier) -> BuiltRow:
    return BuiltRow(
        title=occasion_of(dossier.kind, dossier.about),
        url=reverse("dossier-file", args=[project.ref, dossier.pk]),
        facts=f"PDF, {filesizeformat(dossier.size)}, {dossier.pages} pages",
        when=_when(dossier.as_of),
        sha256=dossier.file_sha256,
        case_file=f"Case file {dossier.case_file.number}",
        case_file_sha256=dossier.case_file.sha256,
        remade=_remade(dossier),
    )


def _remade(dossier: Dossier) -> str:
    """Say that this is not the file that was built first; empty where it is."""
    if dossier.remade_at is None:
        return ""
    return (
        f"The first file was lost. This one was made again on {_when(dossier.remade_at)} from "
        f"the same case file, and is not the same byte for byte: "
        f"the first had SHA-256 {dossier.sha256}."
    )


def _owed(project: Project, job: Job, *, may_retry: bool) -> OwedRow:
    failed = job.state == JobState.FAILED
    return OwedRow(
        title=occasion_of(job.payload["kind"], job.payload["about"]),
        when=_when(datetime.fromisoformat(job.payload["as_of"])),
        words=_words(job),
        variant="rejected" if failed else "waiting",
        status={JobState.FAILED: "Failed", JobState.RUNNING: "Being made"}.get(
            JobState(job.state), "Waiting"
        ),
        retry_url=reverse("dossier-retry", args=[project.ref, job.pk])
        if failed and may_retry
        else "",
    )


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _words(job: Job) -> str:
    if job.state == JobState.FAILED:
        return job.error
    if job.state == JobState.WAITING:
        return ""
    if job.steps:
        return f"{job.step} ({job.step_number} of {job.steps})"
    return "A worker has begun."
