"""Taking answers over from an earlier project: a new version of it, or a start for another."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.fitting import fitted
from core.frozen_specs import field_from_dict
from core.question_sets import QuestionSet
from initiation.models import Answer, AnswerVersion, Evidence, Project
from initiation.queries.question_sets import pinned
from initiation.services.wording import freeze_wording

_REFERENCE = re.compile(r"E-[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A field that could not be taken over: where it stood, and why not, in words."""

    set_code: str
    question_code: str
    title: str
    label: str
    why: str


def take_over(
    *, old: Project, new: Project, set_codes: Collection[str], cites: bool
) -> list[LeftOut]:
    """Copy the answers of ``old`` that the sets pinned by ``new`` can hold; return the rest.

    What was written stays its author's, and each first version says where it came from. With
    ``cites`` the evidence cited comes along under the numbers it had; without, nothing is cited.
    The caller has locked or just made ``new``.
    """
    sets = pinned(new)
    copies: list[Answer] = []
    left_out: list[LeftOut] = []
    rows = Answer.objects.filter(project=old, set_code__in=set_codes)
    for row in rows.order_by("set_code", "pk"):
        copy, unfit = _copy(row, new, sets[row.set_code])
        left_out += unfit
        if copy is not None:
            copies.append(copy)
    if cites:
        _bring_evidence(old, new, copies)
    else:
        for copy in copies:
            copy.value = _without_citations(copy.value)
    Answer.objects.bulk_create(copies)
    AnswerVersion.objects.bulk_create([_first_version(copy, old) for copy in copies])
    return left_out


def _copy(row: Answer, new: Project, asked: QuestionSet) -> tuple[Answer | None, list[LeftOut]]:
    """Return the answer as the question is asked now, and what of it found no place."""
    before = tuple(field_from_dict(spec) for spec in row.wording["fields"])
    title = row.wording["title"]
    question = next((one for one in asked.questions if one.code == row.question_code), None)
    if question is None:
        why = "The question is no longer asked."
        return None, [LeftOut(row.set_code, row.question_code, title, "", why)] if row.value else []
    value, unfit = fitted(before, question, row.value)
    copy = Answer(
        project=new,
        set_code=row.set_code,
        question_code=row.question_code,
        value=value,
        wording=freeze_wording(question),
        author_id=row.author_id,
        saved_at=row.saved_at,
    )
    faults = [LeftOut(row.set_code, row.question_code, title, one.label, one.why) for one in unfit]
    return copy if value else None, faults


def _first_version(copy: Answer, old: Project) -> AnswerVersion:
    return AnswerVersion(
        project_id=copy.project_id,
        set_code=copy.set_code,
        question_code=copy.question_code,
        version=1,
        value=copy.value,
        author_id=copy.author_id,
        saved_at=copy.saved_at,
        taken_from=old,
    )


def _bring_evidence(old: Project, new: Project, copies: Iterable[Answer]) -> None:
    """Enter what the copies cite into the new register: the files are found by their content."""
    cited = {ref for copy in copies for ref in _cited(copy.value)}
    numbers = [int(ref.removeprefix("E-")) for ref in cited]
    pieces = list(Evidence.objects.filter(project=old, number__in=numbers))
    for piece in pieces:
        piece.pk, piece.project = None, new
        piece._state.adding = True
    Evidence.objects.bulk_create(pieces)


def _is_citation(item: Any) -> bool:
    """Tell whether this is a list of references, which no other kind of answer looks like."""
    return (
        isinstance(item, list)
        and bool(item)
        and all(isinstance(ref, str) and _REFERENCE.fullmatch(ref) for ref in item)
    )


def _cited(item: Any) -> Iterator[str]:
    """Yield the references in an answer, however deep in tables they stand."""
    if _is_citation(item):
        yield from item
    elif isinstance(item, Mapping | list):
        for inner in item.values() if isinstance(item, Mapping) else item:
            yield from _cited(inner)


def _without_citations(item: Any) -> Any:
    """Return an answer without what it cites: E-1 is another file in another register."""
    if isinstance(item, Mapping):
        return {
            code: _without_citations(inner)
            for code, inner in item.items()
            if not _is_citation(inner)
        }
    return [_without_citations(inner) for inner in item] if isinstance(item, list) else item
