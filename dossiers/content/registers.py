"""Raw data, evidence and people as ready words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat

from dossiers.content.layout import widths
from dossiers.content.words import iso_moment
from initiation.casefile import CaseContent, CaseSource
from initiation.content.expiry import day_in_words
from initiation.workflow import STAGE_NAMES

_PARTS = {
    "contributor": "Contributor",
    "signer": "Signer from management",
    "team": "Team member",
}
COLUMN_HEADS = ("Column", "Type", "Missing", "Different", "Range", "Frequent (rows)")
_SMALL_LINE = 109


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One source of raw data with its measured profile, or why it has none."""

    ref: str
    name: str
    facts: str
    sha256: str
    made_up: bool
    alerts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    unprofiled: str
    set_aside: str


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One line of the evidence register."""

    ref: str
    title: str
    note: str
    place: str
    version: str
    expiry: str
    added_by: str
    sha256: str


def source_parts(content: CaseContent) -> tuple[SourcePart, ...]:
    """Return every source with one row a column."""
    return tuple(_source(source) for source in content.sources)


def evidence_parts(content: CaseContent) -> tuple[EvidencePart, ...]:
    """Return the evidence register."""
    return tuple(
        EvidencePart(
            ref=item.ref,
            title=item.title,
            note=item.note,
            place=f"{item.file_name}, {filesizeformat(item.size)}" if item.file_name else item.link,
            version=f"version {item.version}",
            expiry=_expiry(item.expires_on),
            added_by=item.added_by,
            sha256=item.sha256,
        )
        for item in content.evidence
    )


def people_rows(content: CaseContent) -> tuple[tuple[str, str], ...]:
    """Return everybody with their part."""
    named = [
        (content.manager, "Project manager"),
        (content.director, "IT director"),
        (content.sponsor, "Sponsor"),
    ]
    for person in content.people:
        stage = f", {STAGE_NAMES.get(person.stage, person.stage)}" if person.stage else ""
        named.append((person.name, f"{_PARTS.get(person.part, person.part)}{stage}"))
    return tuple(named)


def _expiry(last_day: str) -> str:
    """Return the last day, not how far off it is: a dossier says the same whenever it is read."""
    return f"valid until {day_in_words(date.fromisoformat(last_day))}" if last_day else ""


def _source(source: CaseSource) -> SourcePart:
    profile = source.profile or {}
    facts = [source.file_name, str(filesizeformat(source.size))]
    if profile:
        facts.append(f"{profile['rows']:,} rows, {len(profile['columns']):,} columns")
    if source.granted_by:
        facts.append(f"use allowed by {source.granted_by} {source.granted_on}".strip())
    measured = profile.get("columns", ())
    columns = tuple(_column(item, profile["rows"]) for item in measured)
    return SourcePart(
        ref=source.ref,
        name=source.name,
        facts="; ".join(facts),
        sha256=source.sha256,
        made_up=source.made_up,
        alerts=tuple((item["name"], alert) for item in measured for alert in item["alerts"]),
        columns=columns,
        widths=widths(COLUMN_HEADS, columns, _SMALL_LINE),
        unprofiled="" if profile else f"No profile: {source.refusal or 'it was not measured.'}",
        set_aside=_set_aside(source),
    )


def _set_aside(source: CaseSource) -> str:
    if source.counts:
        return ""
    when = iso_moment(source.set_aside_at)
    return f"Set aside by {source.set_aside_by}, {when}: {source.set_aside_reason}"


def _column(item: dict[str, Any], rows: int) -> tuple[str, ...]:
    share = Decimal(item["missing"]) * 100 / rows if rows else Decimal(0)
    about = "" if item["distinct_exact"] else "about "
    top = "; ".join(f"{value} ({count:,})" for value, count in item["top"][:3])
    return (
        item["name"],
        item["type"],
        f"{item['missing']:,} ({share:.1f} %)",
        f"{about}{item['distinct']:,}",
        _range(item),
        "hidden" if item["looks_personal"] else top,
    )


def _range(item: dict[str, Any]) -> str:
    if item["looks_personal"]:
        return "hidden"
    if item["minimum"] is None:
        return ""
    return f"{item['minimum']} to {item['maximum']}"
