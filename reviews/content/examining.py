"""The pages of an examination as ready words: identity, rail, threads, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.question_sets import Question
from initiation.content.spans import waited
from initiation.preflight import findings
from initiation.workflow import GATE_NAMES
from reviews.content.answers import (
    FieldView,
    answer_fields,
    cited_evidence,
    stage_views,
    what_changed,
)
from reviews.content.moments import counted, moment
from reviews.content.objections import Objection, objections, touching
from reviews.content.threads import thread
from reviews.models import FollowUp, Stance, Verdict
from reviews.models.names import name_of
from reviews.queries.rounds import Examination

SHORTCUTS = (
    ("j k", "Next and previous question"),
    ("u", "Next question without a verdict"),
    ("a w r", "Accepted, needs work, rejected"),
    ("c", "Write the comment"),
    ("f", "Ask a follow-up"),
    ("e", "Look at the evidence"),
    ("d", "Changes or clean text"),
)


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict as it is shown where it cannot be changed."""

    variant: str
    words: str
    comment: str


@dataclass(frozen=True, slots=True)
class Section:
    """One question on the page that reads all."""

    code: str
    number: int
    title: str
    url: str
    fields: tuple[FieldView, ...]
    changed: str
    verdict: VerdictView | None
    threads: list[dict[str, Any]]


def round_url(name: str, exam: Examination, *more: int) -> str:
    """Return the address of one of the pages of this round."""
    found = exam.round
    return reverse(name, args=[exam.project.ref, found.gate, found.number, *more])


def examination_name(exam: Examination) -> str:
    """Return "First examination" or "Second examination"."""
    return GATE_NAMES[exam.gate]


def identity(exam: Examination, user: User, *, examines: bool) -> dict[str, Any]:
    """Return the identity bar: which project, which round, which case file, whose turn."""
    project, found = exam.project, exam.round
    variant, status = "neutral", project.where_in_words
    if exam.is_open:
        who = "you" if project.director_id == user.pk else project.director.name
        variant, status = "waiting", f"Waiting for {who}, {waited(found.opened_at)}"
    elif exam.decided:
        variant, status = OUTCOME_VARIANTS[found.decision.outcome], outcome_words(exam)
    return {
        "project_ref": project.ref,
        "project_name": project.name,
        "project_url": reverse("project", args=[project.ref]),
        "facts": [
            f"{examination_name(exam)}, round {found.number}",
            f"Manager {project.manager.name}",
            f"Case file {found.case_file.sha256[:8]}",
        ],
        "variant": variant,
        "status": status,
        "note": "Your verdicts are drafts until you decide" if examines and exam.is_open else "",
    }


OUTCOME_VARIANTS = {"approve": "accepted", "request_changes": "needs_work", "reject": "rejected"}


def outcome_words(exam: Examination) -> str:
    """Return how the round ended: "Changes requested"."""
    return str(exam.round.decision.get_outcome_display())


def rail(exam: Examination, current: int = 0) -> dict[str, Any]:
    """Return the left rail of the examination, the question ``current`` marked."""
    left = len(exam.unjudged())
    total = len(exam.questions.questions)
    note = f"{counted(left, 'question')} left to judge before you can approve or reject."
    return {
        "items": [_rail_item(exam, question, current) for question in exam.questions.questions],
        "judged": total - left,
        "total": total,
        "finish_url": round_url("decide" if exam.is_open else "decision", exam),
        "finish_text": "Decide" if exam.is_open else "Decision record",
        "finish_note": note if left and exam.is_open else "",
        "all_url": round_url("examine-all", exam),
    }


def question_page(exam: Examination, question: Question, user: User, show: str) -> dict[str, Any]:
    """Return what the page of one question shows, save its forms."""
    code = question.code
    changed = exam.changed(code)
    changes = changed and show != "clean"
    given = exam.verdicts.get(code)
    url = round_url("examine", exam, question.number)
    return {
        "identity": identity(exam, user, examines=True),
        "rail": rail(exam, question.number),
        "section": examination_name(exam),
        "round_number": exam.round.number,
        "total": len(exam.questions.questions),
        "question": question,
        "guidance": replace(question, hint="", probes=()),
        "returned": _returned(exam, code),
        "fields": answer_fields(exam, code, changes=changes, cited=False),
        "views": stage_views(exam, code, changes=changes),
        "cited": cited_evidence(exam, code),
        "changed": what_changed(exam, code) if changed else "",
        "cleared": changed and given is None and _was_accepted(exam, code),
        "earlier_number": exam.earlier.number if exam.earlier else 0,
        "show_changes": changes,
        "changes_url": f"{url}?show=changes",
        "clean_url": f"{url}?show=clean",
        "threads": [_thread(exam, item, closable=exam.is_open) for item in exam.threads(code)],
        "given": verdict_view(given) if given else None,
        "carried": bool(given and given.carried_from),
        "objections": _objections(exam, question),
        "is_open": exam.is_open,
        "closed_words": "" if exam.is_open else closed_words(exam),
        "decision_url": round_url("decision", exam),
        "url": url,
        "ask_url": round_url("ask-follow-up", exam, question.number),
        **_neighbours(exam, question),
    }


def _objections(exam: Examination, question: Question) -> list[Objection]:
    """Return what preflight found, on the day of submission, in the answer and beside it."""
    found = findings(exam.content, on=timezone.localdate(exam.round.opened_at))
    concerned = touching(found, exam.questions.code, question.code, question.stage_views)
    return objections(exam.project.ref, exam.sets, concerned)


def sections(
    exam: Examination, *, changes: bool, closes: bool, replies: bool
) -> tuple[Section, ...]:
    """Return all questions for reading straight through, with what may be done to threads."""
    return tuple(
        Section(
            code=question.code,
            number=question.number,
            title=question.title,
            url=round_url("examine", exam, question.number),
            fields=answer_fields(exam, question.code, changes=changes),
            changed=what_changed(exam, question.code),
            verdict=verdict_view(given) if (given := exam.verdicts.get(question.code)) else None,
            threads=[
                _thread(exam, item, closable=closes and exam.is_open, replies=replies)
                for item in exam.threads(question.code)
            ],
        )
        for question in exam.questions.questions
    )


def verdict_view(verdict: Verdict) -> VerdictView:
    """Return a verdict as a status with its comment."""
    words = str(Stance(verdict.stance).label)
    if verdict.carried_from:
        words = f"{words}, carried over from round {verdict.carried_from}"
    return VerdictView(verdict.stance, words, verdict.comment)


def _thread(
    exam: Examination, item: FollowUp, *, closable: bool, replies: bool = False
) -> dict[str, Any]:
    is_open = item.closed_at is None and exam.round.closed_at is None
    replies = replies and exam.is_open
    return thread(exam.project.ref, item, is_open=is_open, replies=replies, closable=closable)


def closed_words(exam: Examination) -> str:
    """Say why nothing can be judged now."""
    if exam.decided:
        decision = exam.round.decision
        who = name_of(decision, "decided_by")
        return f"{who} decided this round on {moment(decision.decided_at)}."
    if exam.round.closed_at is not None:
        return "The project was withdrawn, so this round ended without a decision."
    return f"The project is at “{exam.project.where_in_words}”; nothing is examined now."


def next_unjudged(exam: Examination, after: int) -> int:
    """Return the number of the next question without a verdict, going round; 0 for none."""
    numbers = [question.number for question in exam.unjudged()]
    later = [number for number in numbers if number > after]
    return next(iter(later + [number for number in numbers if number < after]), 0)


def _neighbours(exam: Examination, question: Question) -> Mapping[str, str]:
    number, total = question.number, len(exam.questions.questions)
    unjudged = next_unjudged(exam, number)
    return {
        "previous_url": round_url("examine", exam, number - 1) if number > 1 else "",
        "next_url": round_url("examine", exam, number + 1) if number < total else "",
        "unjudged_url": round_url("examine", exam, unjudged) if unjudged else "",
    }


def _rail_item(exam: Examination, question: Question, current: int) -> dict[str, Any]:
    variant, status = _rail_status(exam, question.code)
    waiting = sum(1 for item in exam.threads(question.code) if item.closed_at is None)
    if waiting and exam.is_open:
        status = f"{status}, {counted(waiting, 'open follow-up')}"
    return {
        "number": question.number,
        "title": question.title,
        "url": round_url("examine", exam, question.number),
        "variant": variant,
        "status": status,
        "current": question.number == current,
    }


def _rail_status(exam: Examination, code: str) -> tuple[str, str]:
    given = exam.verdicts.get(code)
    if given is not None:
        words = str(Stance(given.stance).label)
        return (
            ("carried", f"{words}, carried over") if given.carried_from else (given.stance, words)
        )
    if exam.earlier is not None and exam.changed(code):
        return "changed", f"Changed since round {exam.earlier.number}"
    return "not_started", "Not judged"


def _was_accepted(exam: Examination, code: str) -> bool:
    before = exam.earlier.verdicts.get(code) if exam.earlier else None
    return before is not None and before.stance == Stance.ACCEPTED


def _returned(exam: Examination, code: str) -> list[dict[str, Any]]:
    before = exam.earlier.verdicts.get(code) if exam.earlier else None
    if exam.earlier is None or before is None or before.stance == Stance.ACCEPTED:
        return []
    return [{"round": exam.earlier.number, "text": before.comment}]
