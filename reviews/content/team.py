"""The team case as its writer, the team and the director meet it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from initiation.casefile import from_text
from initiation.models import CaseFile, Project
from reviews.content.moments import counted, moment, points
from reviews.content.whole import Section, Whole, frozen_section
from reviews.models import Reading, Response, TeamStance
from reviews.models.names import name_of

VARIANTS = {
    TeamStance.CLEAR: "accepted",
    TeamStance.UNCLEAR: "needs_work",
    TeamStance.CONCERN: "rejected",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer of the team case with the member's own word so far."""

    answer: Whole
    stance: str
    text: str
    stance_error: str
    text_error: str
    reply: str
    replied_by: str
    settled: bool


def team_section(case_file: CaseFile) -> Section:
    """Return the seven answers as the team was asked about them."""
    return frozen_section(from_text(case_file.body), "team")


def reader_rows(team: Iterable[User], readings: Iterable[Reading]) -> list[dict[str, str]]:
    """Return every team member with whether they have read and responded."""
    read = {reading.member_id: reading for reading in readings}
    return [_reader(person, read.get(person.pk)) for person in team]


def _reader(person: User, reading: Reading | None) -> dict[str, str]:
    row = {"name": person.name, "title": person.title, "reason": "", "when": ""}
    if reading is None:
        return row | {"variant": "waiting", "status": "Not responded yet"}
    return row | {"variant": "done", "status": "Responded", "when": moment(reading.read_at)}


def word_rows(
    project: Project, section: Section, words: Iterable[Response]
) -> list[dict[str, Any]]:
    """Return what is unclear or worries the team, by answer, with the way to its thread."""
    titles = {answer.code: f"{answer.number}. {answer.title}" for answer in section.answers}
    return [
        {
            "id": f"word-{found.pk}",
            "name": titles.get(found.question_code, found.question_code),
            "url": reverse("concern", args=[project.ref, found.pk]),
            "meta": name_of(found, "member"),
            "hint": found.text,
            "variant": "done" if found.replied_at else VARIANTS[TeamStance(found.stance)],
            "status": f"{found.get_stance_display()}, answered"
            if found.replied_at
            else found.get_stance_display(),
        }
        for found in words
        if found.stance != TeamStance.CLEAR
    ]


def asked_rows(
    section: Section,
    own: Sequence[Response],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[Asked]:
    """Return the seven with what the member said or has just typed."""
    said = {response.question_code: response for response in own}
    return [_asked(answer, said.get(answer.code), typed, errors) for answer in section.answers]


def _asked(
    answer: Whole, said: Response | None, typed: Mapping[str, str], errors: Mapping[str, str]
) -> Asked:
    code = answer.code
    replied_by = name_of(said, "replied_by") if said else ""
    return Asked(
        answer=answer,
        stance=typed.get(f"stance.{code}", said.stance if said else ""),
        text=typed.get(f"text.{code}", said.text if said else ""),
        stance_error=errors.get(f"stance.{code}", ""),
        text_error=errors.get(f"text.{code}", ""),
        reply=said.reply if said else "",
        replied_by=replied_by,
        settled=bool(said and said.replied_at),
    )


def concern_words(section: Section, found: Response) -> dict[str, Any]:
    """Return one unclear or concern with its answer and its reply."""
    answer = next(item for item in section.answers if item.code == found.question_code)
    return {
        "answer": answer,
        "title": f"{found.get_stance_display()}: {answer.number}. {answer.title}",
        "who": name_of(found, "member"),
        "when": moment(found.given_at),
        "text": found.text,
        "variant": VARIANTS[TeamStance(found.stance)],
        "stance": found.get_stance_display(),
        "reply": found.reply,
        "replied": f"{name_of(found, 'replied_by')}, {moment(found.replied_at)}"
        if found.replied_by and found.replied_at
        else "",
    }


def standing_words(asked: int, read: int, open_words: int) -> str:
    """Say in a sentence how far the consultation is."""
    said = f"{read} of {counted(asked, 'team member')} responded."
    return f"{said} To answer: {points(open_words)}." if open_words else said
