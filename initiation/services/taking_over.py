"""Taking answers over from an earlier project: a new version of it, or a start for another."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.fitting import fitted
from core.frozen_specs import field_from_dict
from core.kinds import FieldSpec, kind_of
from core.question_sets import QuestionSet
from initiation.models import Answer, AnswerVersion, Evidence, EvidenceVersion, Project
from initiation.queries.question_sets import pinned
from initiation.services.evidence import version_of
from initiation.services.wording import freeze_wording


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
        _drop_citations(copies)
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
    cited = {ref for copy in copies for ref in _cited(copy)}
    numbers = [int(ref.removeprefix("E-")) for ref in cited]
    pieces = list(Evidence.objects.filter(project=old, number__in=numbers))
    for piece in pieces:
        piece.pk, piece.project, piece.version = None, new, 1
        piece._state.adding = True
    Evidence.objects.bulk_create(pieces)
    EvidenceVersion.objects.bulk_create([version_of(piece) for piece in pieces])


def _drop_citations(copies: list[Answer]) -> None:
    for copy in copies:
        copy.value = _without_citations(copy)


def _specs(copy: Answer) -> tuple[FieldSpec, ...]:
    return tuple(field_from_dict(spec) for spec in copy.wording["fields"])


def _cited(copy: Answer) -> Iterator[str]:
    """Yield the references that an answer cites, however deep they stand."""
    for spec in _specs(copy):
        for _, refs in kind_of(spec.kind).citations(spec, copy.value.get(spec.code)):
            yield from refs


def _without_citations(copy: Answer) -> dict[str, Any]:
    """Return the answer without what cites evidence: E-1 is another file there."""
    specs = {spec.code: spec for spec in _specs(copy)}
    uncited = {
        code: kind_of(specs[code].kind).uncited(specs[code], item)
        for code, item in copy.value.items()
    }
    return {code: item for code, item in uncited.items() if item is not None}
