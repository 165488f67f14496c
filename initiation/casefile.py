"""The case file as frozen dataclasses: built from a project, written as canonical JSON, read back.

Everything that is examined, signed or printed reads a case file and never a live row. The same
project gives the same bytes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from core.canonical import canonical_json, sha256
from core.frozen_specs import field_from_dict, field_to_dict
from core.kinds import FieldSpec, Surroundings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = 1


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One question with its frozen wording and the answer it had."""

    code: str
    number: int
    title: str
    fields: tuple[FieldSpec, ...]
    value: Mapping[str, Any]
    author: str
    saved_at: str
    version: int


@dataclass(frozen=True, slots=True)
class CaseSet:
    """One question set of the project, all its questions in order, answered or not."""

    code: str
    version: int
    title: str
    answers: tuple[CaseAnswer, ...]

    def answer(self, code: str) -> CaseAnswer:
        """Return the answer to the question ``code``; raises KeyError."""
        for answer in self.answers:
            if answer.code == code:
                return answer
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """One line of the evidence register, with the version that was the newest.

    ``expires_on`` is a day as ISO text, empty where the piece does not expire. Case files of
    before there were versions lack both.
    """

    ref: str
    title: str
    file_name: str
    link: str
    size: int
    sha256: str
    added_by: str
    note: str = ""
    version: int = 1
    expires_on: str = ""


@dataclass(frozen=True, slots=True)
class CaseSource:
    """One source of raw data with its measured profile, or why it has none; never a row of it."""

    ref: str
    name: str
    file_name: str
    size: int
    sha256: str
    granted_by: str
    granted_on: str
    made_up: bool
    profile: Mapping[str, Any] | None
    refusal: str = ""
    set_aside_by: str = ""
    set_aside_at: str = ""
    set_aside_reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether the case rests on it: a source that was set aside shows what was tried."""
        return not self.set_aside_by


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Somebody's part in the project."""

    name: str
    part: str
    stage: str


@dataclass(frozen=True, slots=True)
class CaseContent:
    """The whole project at one moment."""

    ref: str
    name: str
    department: str
    currency: str
    manager: str
    director: str
    sponsor: str
    supersedes: str
    people: tuple[CasePerson, ...]
    sets: tuple[CaseSet, ...]
    evidence: tuple[CaseEvidence, ...]
    sources: tuple[CaseSource, ...]

    def question_set(self, code: str) -> CaseSet:
        """Return the set ``code``; raises KeyError."""
        for case_set in self.sets:
            if case_set.code == code:
                return case_set
        raise KeyError(code)

    def viewed(self, views: Iterable[str]) -> Mapping[str, CaseAnswer]:
        """Return the answers that ``views`` name, by place: "problem.cost", or a whole "data".

        Raises KeyError for a place that does not exist.
        """
        found: dict[str, CaseAnswer] = {}
        for view in views:
            set_code, _, question = view.partition(".")
            case_set = self.question_set(set_code)
            answers = (case_set.answer(question),) if question else case_set.answers
            found |= {f"{set_code}.{answer.code}": answer for answer in answers}
        return found

    def surroundings(self) -> Surroundings:
        """Return what the kinds need to show references in words."""
        return Surroundings(
            evidence=tuple((item.ref, item.title) for item in self.evidence),
            people=tuple(person.name for person in self.people),
            currency=self.currency,
            sources=tuple((source.ref, source.name) for source in self.sources),
        )


def to_bytes(content: CaseContent) -> bytes:
    """Return the canonical JSON of ``content``."""
    return canonical_json({"format": FORMAT} | _plain(content))


def from_text(body: str) -> CaseContent:
    """Read a case file back. Raises ValueError for a format this version does not know."""
    data = json.loads(body)
    if data.get("format") != FORMAT:
        raise ValueError(f"unknown case file format {data.get('format')!r}")
    plain = {name: data[name] for name in _TEXTS}
    return CaseContent(
        **plain,
        people=tuple(CasePerson(**item) for item in data["people"]),
        sets=tuple(_read_set(item) for item in data["sets"]),
        evidence=tuple(CaseEvidence(**item) for item in data["evidence"]),
        sources=tuple(CaseSource(**item) for item in data["sources"]),
    )


def fingerprint(
    answer: CaseAnswer, evidence: Mapping[str, str], rests_on: Mapping[str, CaseAnswer]
) -> str:
    """Return the hash that says whether an answer is still the one that was judged.

    It covers the answer's wording and value, the answers it rests on, by place, and the hashes of
    the evidence that it or they cite; not who saved it or when. ``evidence`` maps references to
    hashes.
    """
    found = _references([answer.value, *(other.value for other in rests_on.values())])
    cited = sorted(ref for ref in evidence if ref in found)
    return sha256(
        canonical_json(
            {
                "title": answer.title,
                "value": dict(answer.value),
                "evidence": {ref: evidence[ref] for ref in cited},
                "rests_on": {place: dict(other.value) for place, other in rests_on.items()},
            }
        )
    )


_TEXTS = (
    "ref", "name", "department", "currency", "manager", "director", "sponsor", "supersedes",
)  # fmt: skip


def _plain(content: CaseContent) -> dict[str, Any]:
    return _fields(content) | {
        "people": [_fields(person) for person in content.people],
        "evidence": [_fields(item) for item in content.evidence],
        "sources": [_fields(source) for source in content.sources],
        "sets": [
            _fields(case_set) | {"answers": [_plain_answer(one) for one in case_set.answers]}
            for case_set in content.sets
        ],
    }


def _plain_answer(answer: CaseAnswer) -> dict[str, Any]:
    wording = [field_to_dict(spec) for spec in answer.fields]
    return _fields(answer) | {"fields": wording, "value": dict(answer.value)}


def _fields(item: "DataclassInstance") -> dict[str, Any]:
    """Return the fields of one dataclass by name, as they are: nothing is copied on the way."""
    return {entry.name: getattr(item, entry.name) for entry in fields(item)}


def _read_set(item: Mapping[str, Any]) -> CaseSet:
    answers = tuple(
        CaseAnswer(
            **{key: value for key, value in answer.items() if key != "fields"},
            fields=tuple(field_from_dict(spec) for spec in answer["fields"]),
        )
        for answer in item["answers"]
    )
    return CaseSet(item["code"], item["version"], item["title"], answers)


def _references(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Mapping):
        return frozenset().union(*(_references(inner) for inner in value.values()))
    if isinstance(value, list | tuple):
        return frozenset().union(*(_references(inner) for inner in value))
    return frozenset()
