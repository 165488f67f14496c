"""The demo's projects as case files, built without a database: fixed authors, fixed moments."""

import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from core.canonical import sha256
from core.question_sets import QuestionSet, check, missing, parse
from demo.rawdata.recipes import RECIPES
from demo.reading import Told, organisation, projects
from demo.services.opening import CITED, NOTE
from demo.typed import as_answer
from initiation.casefile import (
    CaseAnswer,
    CaseContent,
    CaseEvidence,
    CasePerson,
    CaseSet,
    CaseSource,
)
from initiation.rawdata.profiling import profile_csv, to_json
from initiation.workflow import ALL_SETS

SETS = Path(__file__).resolve().parents[3] / "initiation" / "question_sets"
SAVED_AT = "2026-11-24T09:00:00+00:00"
CURRENCY = "EUR"
GOOD = ("1-ticket-triage", "4-invoice-matching", "5-van-parts")


@cache
def newest() -> Mapping[str, QuestionSet]:
    """Return the newest version of every set that comes with Groundwork, by code."""
    sets = [parse(tomllib.loads(path.read_text(encoding="utf-8"))) for path in SETS.glob("*.toml")]
    return {found.code: found for found in sorted(sets, key=lambda found: found.version)}


@cache
def case(slug: str) -> CaseContent:
    """Return a demo project as it stands at the end of its story."""
    told = next(told for told in projects() if told.slug == slug)
    names = {person["key"]: person["name"] for person in organisation()["people"]}
    content = told.content
    return CaseContent(
        ref="GW-1",
        name=content["name"],
        department=content["department"],
        currency=CURRENCY,
        manager=names[content["manager"]],
        director=names[content["director"]],
        sponsor=names[content["sponsor"]],
        supersedes="",
        people=tuple(
            CasePerson(names[entry["person"]], entry["part"], entry.get("stage", ""))
            for entry in content["members"]
        ),
        sets=tuple(_set(told, newest()[code], names) for code in ALL_SETS),
        evidence=tuple(_evidence(told, names)),
        sources=tuple(
            _source(f"D-{number}", entry) for number, entry in enumerate(content["data"], 1)
        ),
    )


def at_one_moment(content: CaseContent) -> CaseContent:
    """Return a case file with the reference, the moments and the versions that tests use."""
    return replace(
        content,
        ref="GW-1",
        sets=tuple(
            replace(
                found,
                answers=tuple(
                    replace(answer, saved_at=SAVED_AT, version=1) if answer.version else answer
                    for answer in found.answers
                ),
            )
            for found in content.sets
        ),
    )


def complete(content: CaseContent) -> bool:
    """Tell whether every answered question is what its kinds accept, and lacks nothing."""
    questions = {
        (code, question.code): question
        for code, found in newest().items()
        for question in found.questions
    }
    return not any(
        check(questions[case_set.code, answer.code], answer.value)
        or missing(questions[case_set.code, answer.code], answer.value)
        for case_set in content.sets
        for answer in case_set.answers
        if answer.value
    )


def _set(told: Told, question_set: QuestionSet, names: Mapping[str, str]) -> CaseSet:
    typed = _typed(told, question_set.code)
    content = told.content
    author = names[content["authors"].get(question_set.code, content["manager"])]
    answers = []
    for question in question_set.questions:
        carried = _carried(told, question_set, question.code)
        value = carried | as_answer(question, typed.get(question.code, {}), CURRENCY)
        if any(spec.kind == "profile" for spec in question.fields):
            value["sources"] = [f"D-{number}" for number, _ in enumerate(content["data"], 1)]
        answers.append(
            CaseAnswer(
                code=question.code,
                number=question.number,
                title=question.title,
                fields=question.fields,
                value=value,
                author=author if value else "",
                saved_at=SAVED_AT if value else "",
                version=1 if value else 0,
            )
        )
    return CaseSet(question_set.code, question_set.version, question_set.title, tuple(answers))


def _carried(told: Told, question_set: QuestionSet, code: str) -> dict[str, Any]:
    """Return what the second examination takes over from the first, where there is a second."""
    if question_set.code != "exam_mlops" or question_set.code not in told.answers:
        return {}
    kept = {spec.code for spec in question_set.question(code).fields}
    first = newest()["exam"].question(code)
    value = as_answer(first, _typed(told, "exam").get(code, {}), CURRENCY)
    return {field: item for field, item in value.items() if field in kept}


def _typed(told: Told, code: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the answers of a set, with what the story revises later put over them."""
    answers = {question: dict(fields) for question, fields in told.answers.get(code, {}).items()}
    for step in told.content["story"]:
        if step["do"] == "revise":
            for question, fields in step["answers"].get(code, {}).items():
                answers.setdefault(question, {}).update(fields)
    return answers


def _evidence(told: Told, names: Mapping[str, str]) -> Iterator[CaseEvidence]:
    added = [step for step in told.content["story"] if step["do"] == "add_evidence"]
    for number, entry in enumerate([*told.content["evidence"], *added], 1):
        note = f"{entry.get('note', '')} {CITED if 'link' in entry else NOTE}".strip()
        body = f"{NOTE}\n\n{entry.get('text', '').strip()}\n".encode()
        is_file = "file" in entry
        yield CaseEvidence(
            ref=f"E-{number}",
            title=entry["title"],
            file_name=entry.get("file", ""),
            link=entry.get("link", ""),
            size=len(body) if is_file else 0,
            sha256=sha256(body if is_file else entry["link"].encode()),
            added_by=names[entry["by"]],
            note=note,
            expires_on=entry["expires_on"].isoformat() if "expires_on" in entry else "",
        )


def _source(ref: str, entry: Mapping[str, Any]) -> CaseSource:
    body = RECIPES[entry["recipe"]](entry["rows"], entry["seed"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / entry["file"]
        path.write_bytes(body)
        profile = to_json(profile_csv(path, scratch=Path(folder)))
    return CaseSource(
        ref=ref,
        name=entry["name"],
        file_name=entry["file"],
        size=len(body),
        sha256=sha256(body),
        granted_by=entry["granted_by"],
        granted_on=entry["granted_on"].isoformat(),
        made_up=True,
        profile=profile,
    )
