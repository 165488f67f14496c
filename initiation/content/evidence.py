"""The evidence register as ready words."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.kinds import kind_of
from initiation.models import Answer, Evidence, Project
from initiation.queries.question_sets import pinned


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the register."""

    ref: str
    title: str
    note: str
    url: str
    action: str
    facts: str
    sha256: str
    cited_in: tuple[str, ...]


def register_of(project: Project) -> list[EvidenceRow]:
    """Return the register with where each piece is cited; a constant number of queries."""
    cited = _citations(project)
    rows = project.evidence.select_related("added_by")
    return [_row(project, item, tuple(cited.get(item.ref, ()))) for item in rows]


def _row(project: Project, item: Evidence, cited_in: tuple[str, ...]) -> EvidenceRow:
    when = date_format(timezone.localtime(item.added_at), "j F Y")
    by = f"added by {item.added_by.name}, {when}"
    facts = f"{item.file_name}, {filesizeformat(item.size)}, {by}" if item.is_file else by
    download = reverse("evidence-file", args=[project.ref, item.number])
    return EvidenceRow(
        ref=item.ref,
        title=item.title,
        note=item.note,
        url=download if item.is_file else item.link,
        action="Download" if item.is_file else "Open the link",
        facts=facts,
        sha256=item.sha256,
        cited_in=cited_in,
    )


def _citations(project: Project) -> dict[str, list[str]]:
    sets = pinned(project)
    found: dict[str, list[str]] = {}
    rows = Answer.objects.filter(project=project).order_by("set_code", "pk")
    for row in rows:
        question_set = sets[row.set_code]
        question = next((q for q in question_set.questions if q.code == row.question_code), None)
        if question is None:
            continue
        refs = {
            ref for spec in question.fields for ref in _refs(spec.kind, row.value.get(spec.code))
        }
        for ref in refs:
            found.setdefault(ref, []).append(f"{question_set.title}: {question.title}")
    return found


def _refs(kind: str, value: object) -> list[str]:
    """Return the references a field cites, in a table's cells too."""
    if isinstance(value, list) and kind_of(kind).name == "evidence":
        return [item for item in value if isinstance(item, str)]
    if isinstance(value, list):
        cells = [cell for row in value if isinstance(row, dict) for cell in row.values()]
        return [ref for cell in cells if isinstance(cell, list) for ref in _refs("evidence", cell)]
    return []
