"""What was submitted, ready to be shown: answers, what they rest on, the evidence they cite."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from core.kinds import Shown, kind_of
from core.kinds.difference import Difference
from initiation.casefile import CaseAnswer, CaseContent, CaseEvidence
from initiation.content.evidence import kind_in_words
from initiation.content.expiry import expiry_of
from reviews.content.moments import counted
from reviews.queries.rounds import Examination

GIST = 110


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of an answer; ``difference`` is there when it changed and is to be shown."""

    label: str
    shown: Shown
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class StageView:
    """What a stage says, beside an answer that rests on it; ``source`` once for each stage."""

    place: str
    title: str
    source: str
    gist: str
    changed: bool
    fields: tuple[FieldView, ...]


def answer_fields(
    exam: Examination, code: str, *, changes: bool, cited: bool = True
) -> tuple[FieldView, ...]:
    """Return the fields of one answer; cited evidence is left out where it has its own place."""
    before = _before(exam, exam.questions.code, code) if changes else None
    answer = exam.answer(code)
    evidence = {spec.label for spec in answer.fields if spec.kind == "evidence"}
    return _empty_last(
        view
        for view in _fields(exam.content, answer, before)
        if cited or view.difference or view.label not in evidence
    )


def _empty_last(fields: Iterable[FieldView]) -> tuple[FieldView, ...]:
    """Name the fields that were left empty in one line at the end, instead of one line each."""
    views = tuple(fields)
    filled = [view for view in views if view.difference or view.shown.shape != "nothing"]
    empty = [view.label for view in views if view not in filled]
    if empty and filled:
        shown = Shown("line", {"text": "; ".join(empty)})
        filled.append(FieldView("Not answered", shown, None))
    return tuple(filled or views)


def stage_views(exam: Examination, code: str, *, changes: bool) -> tuple[StageView, ...]:
    """Return what the stages say to one question, in the order the question set gives."""
    places = exam.questions.question(code).stage_views
    views: list[StageView] = []
    source = ""
    for place, answer in exam.content.viewed(places).items():
        view = _stage_view(exam, place, answer, changes=changes)
        views.append(replace(view, source="") if view.source == source else view)
        source = view.source
    return tuple(views)


def cited_evidence(exam: Examination, code: str) -> list[dict[str, Any]]:
    """Return the cards of the evidence that an answer cites, what is new since last time marked."""
    cited = _references(exam.answer(code).value)
    known: frozenset[str] = frozenset()
    hashes: dict[str, str] = {}
    before = _before(exam, exam.questions.code, code)
    if exam.earlier is not None and before is not None:
        known = _references(before.value)
        hashes = {item.ref: item.sha256 for item in exam.earlier.content.evidence}
    return [
        _card(exam, item, new="" if before is None else _what_is_new(item, known, hashes))
        for item in exam.content.evidence
        if item.ref in cited
    ]


def _what_is_new(item: CaseEvidence, known: frozenset[str], hashes: Mapping[str, str]) -> str:
    if item.ref not in known:
        return "New"
    return "" if hashes.get(item.ref) == item.sha256 else "New version"


def what_changed(exam: Examination, code: str) -> str:
    """Say in words what differs from the round before; empty when nothing does."""
    if exam.earlier is None or not exam.changed(code):
        return ""
    before = _before(exam, exam.questions.code, code)
    own = exam.answer(code)
    parts = []
    if before is not None and before.value != own.value:
        changed = [view for view in _fields(exam.content, own, before) if view.difference]
        parts.append("; ".join(f"{view.label}: {_summary(view)}" for view in changed))
    moved = [view.title for view in stage_views(exam, code, changes=False) if view.changed]
    if moved:
        parts.append(f"Beside it changed: {', '.join(moved)}")
    return ". ".join(filter(None, parts)) or "The evidence behind it changed"


def _summary(view: FieldView) -> str:
    return view.difference.summary.lower() if view.difference else ""


def _before(exam: Examination, set_code: str, code: str) -> CaseAnswer | None:
    if exam.earlier is None:
        return None
    return exam.earlier.content.question_set(set_code).answer(code)


def _fields(
    content: CaseContent, answer: CaseAnswer, before: CaseAnswer | None
) -> tuple[FieldView, ...]:
    around = content.surroundings()
    views = []
    for spec in answer.fields:
        kind = kind_of(spec.kind)
        value = answer.value.get(spec.code)
        difference = None
        if before is not None:
            found = kind.difference(spec, before.value.get(spec.code), value)
            difference = found if found.changed else None
        views.append(FieldView(spec.label, kind.show(spec, value, around), difference))
    return tuple(views)


def _stage_view(exam: Examination, place: str, answer: CaseAnswer, *, changes: bool) -> StageView:
    set_code, _, code = place.partition(".")
    before = _before(exam, set_code, code)
    changed = before is not None and before.value != answer.value
    return StageView(
        place=place.replace(".", "-"),
        title=answer.title,
        source=exam.content.question_set(set_code).title,
        gist=_gist(exam.content, answer),
        changed=changed,
        fields=_empty_last(_fields(exam.content, answer, before if changes and changed else None)),
    )


def _gist(content: CaseContent, answer: CaseAnswer) -> str:
    around = content.surroundings()
    for spec in answer.fields:
        value = answer.value.get(spec.code)
        if value is not None:
            rows = value if spec.columns and isinstance(value, list) else []
            words = " ".join(kind_of(spec.kind).plain(spec, rows[:1] or value, around).split())
            lead = f"{counted(len(rows), 'row')}, first: " if len(rows) > 1 else ""
            return lead + (words if len(words) <= GIST else f"{words[: GIST - 1].rstrip()}…")
    return "Nothing is written there."


def _references(value: Mapping[str, Any]) -> frozenset[str]:
    """Return what lists of an answer hold, however deep they stand: references among it."""
    found: set[str] = set()
    for inner in value.values():
        if isinstance(inner, Mapping):
            found |= _references(inner)
        for item in inner if isinstance(inner, list) else ():
            found |= _references(item) if isinstance(item, Mapping) else {str(item)}
    return frozenset(found)


def _card(exam: Examination, item: CaseEvidence, *, new: str) -> dict[str, Any]:
    number = int(item.ref.removeprefix("E-"))
    download = reverse("evidence-version-file", args=[exam.project.ref, number, item.version])
    last_day = date.fromisoformat(item.expires_on) if item.expires_on else None
    return {
        "ref": item.ref,
        "title": item.title,
        "kind": kind_in_words(item.file_name),
        "url": download if item.file_name else item.link,
        "size": filesizeformat(item.size) if item.file_name else "",
        "version": f"Version {item.version}" if item.version > 1 else "",
        "added": f"added by {item.added_by}",
        "expiry": expiry_of(last_day, timezone.localdate()),
        "hash": item.sha256,
        "new": new,
        "note": item.note,
        "download_url": "",
    }
