"""Events in the words people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.kinds.difference import counted
from core.models import Event
from core.question_sets import QuestionSet
from initiation.models import Answer, Project
from initiation.workflow import ALL_SETS, STATE_NAMES, State

_SAID = {
    "member added": "Somebody named on the project",
    "member removed": "Somebody taken off the project",
    "stage lead named": "Lead of a stage named",
    "person replaced": "Somebody else named",
    "mlops need put": "The facts on MLOps put before the director",
    "team case read": "Response to the team case",
    "concern answered": "Reply to a member of the team",
    "dossier built": "Dossier made",
    "answers taken over": "Begun with the answers of an earlier project",
    "offered as a template": "Offered as a template",
    "submit_ml_exam": "Submitted to the IT director",
    "approve_ml": "Approved in the first examination",
    "request_changes_ml": "Changes requested in the first examination",
    "reject_ml": "Rejected in the first examination",
    "confirm_poc": "Confirmed that MLOps is not needed",
    "confirm_mlops": "Confirmed that MLOps is needed",
    "submit_management": "Management case submitted for signature",
    "complete_signatures": "Signed by the last of management",
    "refuse_management": "Management refused to sign",
    "approve_mlops": "Approved in the second examination",
    "request_changes_mlops": "Changes requested in the second examination",
    "reject_mlops": "Rejected in the second examination",
    "submit_team": "Team asked for its responses",
    "initiate": "Initiation confirmed",
    "hold": "Put on hold",
    "resume": "Resumed",
    "withdraw": "Withdrawn",
}

# Where each of these can be read by everybody who reads the history.
_PAGES = {
    "member added": "members",
    "member removed": "members",
    "stage lead named": "members",
    "answers taken over": "taken-over",
    "new version opened": "taken-over",
    "person replaced": "members",
    "mlops need put": "mlops-need",
    "confirm_poc": "mlops-need",
    "confirm_mlops": "mlops-need",
    "submit_management": "management-case",
    "management case signed": "management-case",
    "complete_signatures": "management-case",
    "refuse_management": "management-case",
    "submit_team": "team-case",
    "team case read": "team-case",
    "concern answered": "team-case",
    "initiate": "team-case",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event."""

    who: str
    what: str
    when: str
    when_iso: str
    detail: str
    hash: str
    url: str


# Reasons that everybody on the project may read; the others are words of an examination.
_OPEN_REASONS = frozenset({"hold", "resume", "withdraw", "raw data set aside", "person replaced"})


def history_entry(event: Event, *, reads_examination: bool) -> HistoryEntry:
    """Return ``event`` in words, with the page where it is read; needs it fetched with its actor.

    Who does not read the examination is told neither its reasons nor the way to its pages.
    """
    reason = event.detail.get("reason", "")
    said = reason if reads_examination or event.verb in _OPEN_REASONS else ""
    at = timezone.localtime(event.at)
    return HistoryEntry(
        who=event.actor.name if event.actor else "Groundwork",
        what=_SAID.get(event.verb, event.verb[:1].upper() + event.verb[1:]),
        when=date_format(at, "j F Y, H:i"),
        when_iso=at.isoformat(),
        detail=_detail(event.detail, said),
        hash=event.case_file_sha256,
        url=_page(event) or (_examination_page(event) if reads_examination else ""),
    )


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer in the list of those that have a history."""

    title: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerLines:
    """The answers of one question set."""

    heading: str
    lines: tuple[AnswerLine, ...]


def answer_lines(
    project: Project, sets: Mapping[str, QuestionSet], answers: Mapping[tuple[str, str], Answer]
) -> list[AnswerLines]:
    """Return the answers by set, in the order they are asked, with how often each was saved."""
    found = [
        AnswerLines(
            sets[code].title,
            tuple(
                _answer_line(project, answers[code, question.code], question.title)
                for question in sets[code].questions
                if (code, question.code) in answers
            ),
        )
        for code in ALL_SETS
    ]
    return [one for one in found if one.lines]


def _answer_line(project: Project, answer: Answer, title: str) -> AnswerLine:
    when = date_format(timezone.localtime(answer.saved_at), "j F Y, H:i")
    return AnswerLine(
        title=title,
        url=reverse("answer-history", args=[project.ref, answer.set_code, answer.question_code]),
        words=f"{counted(answer.version, 'version')}, the last by {answer.author.name}, {when}",
    )


def _page(event: Event) -> str:
    """Return the page of what happened that every reader of the history may open."""
    if name := _PAGES.get(event.verb):
        return reverse(name, args=[event.subject])
    if evidence := event.detail.get("evidence"):
        return reverse("evidence-piece", args=[event.subject, int(evidence.partition("-")[2])])
    if source := event.detail.get("source"):
        return reverse("profile", args=[event.subject, int(source.partition("-")[2])])
    return ""


def _examination_page(event: Event) -> str:
    """Return the page of what happened that only readers of the examination may open."""
    if event.verb == "dossier built":
        return reverse("dossiers", args=[event.subject])
    if number := event.detail.get("round"):
        gate = event.verb.rpartition("_")[2]
        return reverse("decision", args=[event.subject, gate, number])
    return ""


def _detail(detail: Mapping[str, Any], reason: str) -> str:
    said = [reason]
    if "to" in detail:
        said.append(f"Now: {STATE_NAMES[State(detail['to'])]}")
    if "seat" in detail:
        said.append(
            f"{detail['after_name']} in the place of {detail['before_name']}, {detail['seat']}"
        )
    if "taken_from" in detail:
        said.append(f"Begun with the answers of {detail['taken_from']}")
    if "supersedes" in detail:
        said.append(f"New version of {detail['supersedes']}")
    said += [
        f"{detail[key]} {detail.get('title') or detail.get('name', '')}".strip()
        for key in ("evidence", "source")
        if key in detail
    ]
    if "version" in detail:
        said.append(f"Version {detail['version']}")
    return "\n".join(filter(None, said))
