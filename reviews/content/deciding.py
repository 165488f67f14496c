"""The end of a round as ready words: counts, outcomes, the message, the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.access import Permission, can
from accounts.models import User
from initiation.models import Project
from initiation.workflow import MOVES, STATE_NAMES, WRITING_STATE, Gate
from reviews.content.examining import (
    OUTCOME_VARIANTS,
    closed_words,
    examination_name,
    identity,
    next_unjudged,
    outcome_words,
    round_url,
    sections,
    verdict_view,
)
from reviews.content.moments import counted, moment
from reviews.models import Decision, Outcome, Stance
from reviews.models.names import signature_of
from reviews.queries.rounds import Examination

ACTS: Mapping[Outcome, str] = {
    Outcome.APPROVE: "Approve",
    Outcome.REQUEST_CHANGES: "Request changes",
    Outcome.REJECT: "Reject",
}


FEW = 3


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands in the way of an outcome; ``url`` leads to the question it is about."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to end the round, and what stands in its way."""

    value: str
    act: str
    task: dict[str, Any]
    hindrances: tuple[Hindrance, ...]
    few: bool  # so few hindrances that they stand unfolded


@dataclass(frozen=True, slots=True)
class Message:
    """Exactly what the project manager will be sent."""

    to: str
    subject: str
    body: str


def choices(
    exam: Examination, blocked: Mapping[Outcome, Sequence[tuple[str, str]]], chosen: str
) -> tuple[Choice, ...]:
    """Return the three outcomes; ``blocked`` maps each to (text, question code) pairs."""
    return tuple(_choice(exam, outcome, blocked[outcome], chosen) for outcome in ACTS)


def decide_page(exam: Examination, user: User) -> dict[str, Any]:
    """Return what the page shows whatever is chosen on it."""
    given = exam.verdicts.values()
    total = len(exam.questions.questions)
    accepted = sum(verdict.stance == Stance.ACCEPTED for verdict in given)
    asked = len(exam.follow_ups)
    closed = sum(item.closed_at is not None for item in exam.follow_ups)
    left = next_unjudged(exam, 0)
    counts = [
        {"label": "Judged", "done": len(exam.verdicts), "total": total, "url": ""},
        {"label": "Accepted", "done": accepted, "total": total, "url": ""},
    ]
    if asked:
        counts.append({"label": "Follow-ups closed", "done": closed, "total": asked, "url": ""})
    return {
        "identity": identity(exam, user, examines=True),
        "left_url": round_url("examine", exam, left) if left else "",
        "name": examination_name(exam),
        "round_number": exam.round.number,
        "counts": counts,
        "verdicts": verdict_rows(exam),
        "sha256": exam.round.case_file.sha256,
        "frozen": moment(exam.round.case_file.frozen_at),
        "url": round_url("decide", exam),
        "all_url": round_url("examine-all", exam),
        "manager": exam.project.manager.name,
    }


def verdict_rows(exam: Examination, *, anchors: bool = False) -> list[dict[str, Any]]:
    """Return one row a question: its verdict and comment, for a task list."""
    rows = []
    for question in exam.questions.questions:
        given = exam.verdicts.get(question.code)
        view = verdict_view(given) if given else None
        address = round_url("examine", exam, question.number)
        if anchors:
            address = f"{round_url('examine-all', exam)}#q-{question.code}"
        rows.append(
            {
                "id": f"verdict-{question.code}",
                "name": f"{question.number}. {question.title}",
                "url": address,
                "variant": "carried" if given and given.carried_from else _variant(view),
                "status": view.words if view else "Not judged",
                "hint": view.comment if view else "",
                "meta": "",
            }
        )
    return rows


def message(exam: Examination, made: Decision) -> Message:
    """Return the mail as it will leave; made of the template that the service sends."""
    project = exam.project
    body = render_to_string(
        "reviews/mail/decision.txt",
        {
            "project": project,
            "round": exam.round,
            "decision": made,
            "address": settings.PUBLIC_ADDRESS,
        },
    )
    to = f"{project.manager.name} <{project.manager.email}>"
    return Message(to, subject_of(project, made), body.strip())


def subject_of(project: Project, made: Decision) -> str:
    """Return the subject of the mail that tells a decision."""
    return f"{project.ref} {project.name}: {str(made.get_outcome_display()).lower()}"


def released(exam: Examination) -> list[dict[str, Any]]:
    """Return the comments that become visible to the project with the decision."""
    return [row for row in verdict_rows(exam) if row["hint"]]


def record(exam: Examination, user: User, reason_names: Mapping[str, str]) -> dict[str, Any]:
    """Return the permanent record of a decision, or that there is none."""
    found = exam.round
    context: dict[str, Any] = {
        "identity": identity(exam, user, examines=False),
        "name": examination_name(exam),
        "round_number": found.number,
        "decided": exam.decided,
        "closed_words": "" if exam.is_open else closed_words(exam),
        "project_url": reverse("project", args=[exam.project.ref]),
        "all_url": round_url("examine-all", exam),
    }
    if not exam.decided:
        return context
    made = found.decision
    facts = [
        ("Decided by", signature_of(made, "decided_by")),
        ("On", moment(made.decided_at)),
        ("Submitted by", f"{found.submitted_by.name}, {moment(found.opened_at)}"),
    ]
    if made.reason_code:
        facts.insert(0, ("Main reason", reason_names[made.reason_code]))
    return context | {
        "outcome": outcome_words(exam),
        "variant": OUTCOME_VARIANTS[made.outcome],
        "facts": facts,
        "reasons": made.reasons,
        "would_change": made.would_change,
        "sha256": made.case_file_sha256,
        "next_words": next_words(exam, Outcome(made.outcome)),
        "onward": _onward(exam, user),
        "verdicts": verdict_rows(exam, anchors=True),
        "asked": [
            {"number": section.number, "title": section.title, "threads": section.threads}
            for section in sections(exam, changes=False, closes=False, replies=False)
            if section.threads
        ],
    }


def next_words(exam: Examination, outcome: Outcome) -> str:
    """Say what an outcome leads to."""
    if outcome is Outcome.REJECT:
        return "The project ends here. A new version can be started once things have changed."
    if outcome is Outcome.REQUEST_CHANGES:
        manager, number = exam.project.manager.name, exam.round.number + 1
        return f"{manager} mends what is named and submits round {number}."
    target = MOVES[f"approve_{exam.gate.value}"].target
    if exam.gate is Gate.ML or target is None:
        return "Next: is MLOps needed at all?"
    return f"Next: {STATE_NAMES[target].lower()}."


def _onward(exam: Examination, user: User) -> tuple[str, str]:
    """Return the words and the address of what follows: mending what came back, or the dossier."""
    project, gate = exam.project, exam.gate
    changes = exam.round.decision.outcome == Outcome.REQUEST_CHANGES
    mends = changes and project.where is WRITING_STATE[gate]
    if mends and can(user, Permission.SUBMIT, project):
        return "Answer what came back", reverse("exam-answers", args=[project.ref, gate.value])
    return "Open the dossier", reverse("dossiers", args=[project.ref])


def _choice(
    exam: Examination, outcome: Outcome, blocked: Sequence[tuple[str, str]], chosen: str
) -> Choice:
    variant, status = OUTCOME_VARIANTS[outcome], "Chosen" if chosen == outcome else "Open to you"
    if chosen == outcome:
        variant = "done"
    if blocked:
        variant, status = "not_started", f"{counted(len(blocked), 'thing')} in the way"
    elif chosen != outcome:
        variant = "neutral"
    url = "" if blocked or chosen == outcome else f"?outcome={outcome.value}#decision"
    task = {
        "id": f"outcome-{outcome.value}",
        "name": ACTS[outcome],
        "url": url,
        "variant": variant,
        "status": status,
        "hint": next_words(exam, outcome),
        "meta": "",
    }
    hindrances = tuple(_hindrance(exam, *item) for item in blocked)
    return Choice(outcome.value, ACTS[outcome], task, hindrances, len(hindrances) <= FEW)


def _hindrance(exam: Examination, text: str, code: str) -> Hindrance:
    number = exam.questions.question(code).number if code else 0
    return Hindrance(text, round_url("examine", exam, number) if number else "")


def _variant(view: Any) -> str:
    return view.variant if view else "not_started"
