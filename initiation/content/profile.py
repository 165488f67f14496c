"""The measured profile of a source as ready words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format

from core.models import Job
from core.models.job import JobState
from initiation.content.stages import profile_state
from initiation.models import DataSource

_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the data."""

    name: str
    type: str
    missing: str
    share: str
    distinct: str
    minimum: str
    maximum: str
    mean: str
    top: tuple[tuple[str, str, str], ...]
    alerts: tuple[str, ...]
    html_id: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A source with what is known of it so far."""

    ref: str
    title: str
    facts: tuple[tuple[str, str], ...]
    variant: str
    status: str
    waiting: str
    failed: str
    refusal: str
    set_aside: str
    made_up: bool
    alerts: tuple[tuple[str, str], ...]
    columns: tuple[ColumnRow, ...]
    sampled: bool
    sha256: str


def profile_page(source: DataSource, job: Job | None) -> ProfilePage:
    """Return the page of ``source``; ``job`` is the one measuring it, if any still is."""
    profile = source.profile or {}
    columns = tuple(
        _column(number, item, profile["rows"])
        for number, item in enumerate(profile.get("columns", ()), 1)
    )
    failed = job.error if job is not None and job.state == JobState.FAILED else ""
    variant, status = profile_state(source, failed=bool(failed))
    settled = source.is_measured or bool(failed) or source.set_aside_at is not None
    return ProfilePage(
        ref=source.ref,
        title=source.name,
        facts=tuple(_facts(source, profile)),
        variant=variant,
        status=status,
        waiting="" if settled else _waiting(job),
        failed=failed,
        refusal=source.refusal,
        set_aside=_set_aside(source),
        made_up=source.made_up,
        alerts=tuple((column.name, alert) for column in columns for alert in column.alerts),
        columns=columns,
        sampled=bool(profile.get("sampled")),
        sha256=source.sha256,
    )


def _waiting(job: Job | None) -> str:
    if job is None or job.state == JobState.WAITING:
        return "Waiting for a worker. The file is stored; nothing is lost while this takes."
    if job.steps:
        return f"{job.step}: {job.step_number} of {job.steps}."
    return "A worker has begun to measure."


def _set_aside(source: DataSource) -> str:
    if source.set_aside_at is None or source.set_aside_by is None:
        return ""
    when = date_format(timezone.localtime(source.set_aside_at), "j F Y, H:i")
    return f"By {source.set_aside_by.name}, {when}: {source.set_aside_reason}"


def _facts(source: DataSource, profile: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "File", f"{source.file_name}, {filesizeformat(source.size)}"
    if profile:
        yield "Rows", f"{profile['rows']:,}"
        yield "Columns", f"{len(profile['columns']):,}"
        dialect = profile["dialect"]
        names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
        between = names.get(dialect["delimiter"], dialect["delimiter"])
        yield "Written as", f"{dialect['encoding']}, {between} between values"
    if source.granted_by:
        on = f", {date_format(source.granted_on, 'j F Y')}" if source.granted_on else ""
        yield "Use allowed by", f"{source.granted_by}{on}"
    when = date_format(timezone.localtime(source.added_at), "j F Y, H:i")
    yield "Added", f"{source.added_by.name}, {when}"


def _column(number: int, item: dict[str, Any], rows: int) -> ColumnRow:
    about = "" if item["distinct_exact"] else "about "
    return ColumnRow(
        name=item["name"],
        type=item["type"],
        missing=f"{item['missing']:,}",
        share=_percent(item["missing"], rows),
        distinct=f"{about}{item['distinct']:,}",
        minimum=item["minimum"] or "",
        maximum=item["maximum"] or "",
        mean=_rounded(item["mean"]),
        top=_top(item, rows),
        alerts=tuple(item["alerts"]),
        html_id=f"column-{number}",
    )


def _top(item: dict[str, Any], rows: int) -> tuple[tuple[str, str, str], ...]:
    """Return the frequent values; none where each is hidden, since ten masks say nothing."""
    if item["looks_personal"]:
        return ()
    return tuple((value, f"{count:,}", _percent(count, rows)) for value, count in item["top"][:5])


def _percent(part: int, whole: int) -> str:
    if not whole or not part:
        return "0 %"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share:.1f} %" if share >= Decimal("0.1") else "< 0.1 %"


def _rounded(mean: str | None) -> str:
    if mean is None:
        return ""
    return f"{Decimal(mean).quantize(_PLACES).normalize():f}"
