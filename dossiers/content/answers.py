"""The answers of a case file, whole, with what the examiners said to each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.kinds import Shown, kind_of
from dossiers.content.fit import FitPart, fit_part
from dossiers.content.layout import paper
from dossiers.content.words import iso_moment, moment
from initiation.casefile import CaseAnswer, CaseContent, CaseSet
from initiation.content.fit import TRACE_VIEW
from initiation.content.panels import Panel, panels_of
from reviews.models import FollowUp, Round, Verdict
from reviews.models.names import name_of

MARKS = {"accepted": "accepted", "needs_work": "needs-work", "rejected": "rejected"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an examiner, a manager or the team said under an answer."""

    mark: str
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One question with its frozen wording, its answer and the remarks."""

    html_id: str
    number: int
    title: str
    fields: tuple[tuple[str, Shown], ...]
    panels: tuple[Panel, ...]
    saved: str
    remarks: tuple[Remark, ...]
    fit: FitPart | None = None


@dataclass(frozen=True, slots=True)
class SetPart:
    """One question set of the case file."""

    html_id: str
    kicker: str
    title: str
    answers: tuple[AnswerPart, ...]


def set_part(
    content: CaseContent, case_set: CaseSet, kicker: str, rounds: Sequence[Round] = ()
) -> SetPart:
    """Return a set with every answer; ``rounds`` are the decided ones in which it was examined."""
    return SetPart(
        html_id=case_set.code,
        kicker=kicker,
        title=case_set.title,
        answers=tuple(_answer(content, case_set, answer, rounds) for answer in case_set.answers),
    )


def is_begun(case_set: CaseSet) -> bool:
    """Whether anything was answered in the set."""
    return any(answer.value for answer in case_set.answers)


def _answer(
    content: CaseContent, case_set: CaseSet, answer: CaseAnswer, rounds: Iterable[Round]
) -> AnswerPart:
    surroundings = content.surroundings()
    when = iso_moment(answer.saved_at)
    return AnswerPart(
        html_id=f"{case_set.code}-{answer.code}",
        number=answer.number,
        title=answer.title,
        fields=tuple(
            (
                spec.label,
                paper(kind_of(spec.kind).show(spec, answer.value.get(spec.code), surroundings)),
            )
            for spec in answer.fields
        ),
        panels=panels_of(content, case_set.code, answer.code),
        saved=f"{answer.author}, {when}, version {answer.version}" if when else "",
        remarks=tuple(_remarks(answer.code, rounds)),
        fit=fit_part(content) if f"{case_set.code}.{answer.code}" == TRACE_VIEW else None,
    )


def _remarks(code: str, rounds: Iterable[Round]) -> Iterator[Remark]:
    for found in rounds:
        for verdict in found.verdicts.all():
            if verdict.question_code == code:
                yield _verdict(found, verdict)
        for follow_up in found.follow_ups.all():
            if follow_up.question_code == code:
                yield from _thread(found, follow_up)


def _verdict(found: Round, verdict: Verdict) -> Remark:
    carried = f", carried from round {verdict.carried_from}" if verdict.carried_from else ""
    return Remark(
        mark=MARKS[verdict.stance],
        head=f"Round {found.number}: {verdict.get_stance_display()}{carried}, "
        f"{name_of(verdict, 'given_by')}, {moment(verdict.given_at)}",
        text="" if carried else verdict.comment,  # it stands whole in the round it was given in
    )


def _thread(found: Round, follow_up: FollowUp) -> Iterator[Remark]:
    kind = "Blocking follow-up" if follow_up.blocking else "Follow-up"
    asker = name_of(follow_up, "asked_by")
    yield Remark(
        "asked",
        f"Round {found.number}: {kind}, {asker}, {moment(follow_up.asked_at)}",
        follow_up.text,
    )
    if follow_up.answered_at is not None and follow_up.answered_by is not None:
        yield Remark(
            "answered",
            f"Answer, {name_of(follow_up, 'answered_by')}, {moment(follow_up.answered_at)}",
            follow_up.answer,
        )
