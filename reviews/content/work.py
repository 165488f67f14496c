"""My work as ready words: what waits for this person, what waits for others, what has ended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.access import Role
from accounts.models import User
from initiation.content.spans import waited
from initiation.content.turns import named, waiting_since
from initiation.models import Project
from initiation.queries.turns import Asked
from initiation.workflow import EXAMINED, State
from reviews.content.moments import counted, day, points
from reviews.queries.turns import Turns

ENDED_VARIANTS = {"initiated": "accepted", "rejected": "rejected"}

GROUPS = (
    ("examine", "To examine and decide"),
    ("sign", "To sign"),
    ("respond", "To respond to"),
    ("answer", "Answers asked for"),
    ("write", "To write"),
)


@dataclass(frozen=True, slots=True)
class _Task:
    group: str
    act: str
    url: str
    hint: str = ""


def your_turn(user: User, projects: Sequence[Project], turns: Turns) -> list[dict[str, Any]]:
    """Return the groups of tasks that wait for this person; within each the oldest first."""
    mine = [
        (project, [asked for asked in turns.asked[project.pk] if asked.is_of(user)])
        for project in projects
    ]
    mine.sort(key=lambda item: _since(*item))
    rows = [
        (task.group, _row(project, task, _since(project, asked)))
        for project, asked in mine
        for task in [_task(project, asked, turns)]
    ]
    return [
        {
            "id": f"to-{code}",
            "heading": heading,
            "tasks": [row for group, row in rows if group == code],
        }
        for code, heading in GROUPS
        if any(group == code for group, _ in rows)
    ]


def on_others(user: User, projects: Iterable[Project], turns: Turns) -> list[dict[str, Any]]:
    """Return the person's projects in which somebody else must act, and who."""
    return [
        {
            "id": f"others-{project.ref}",
            "name": f"{project.ref} {project.name}",
            "url": _project_url(project),
            "variant": "neutral",
            "status": project.where_in_words,
            "hint": f"With {named(turns.asked[project.pk], user)}",
            "meta": waiting_since(turns.asked[project.pk]).capitalize(),
        }
        for project in projects
    ]


def ended(projects: Iterable[Project]) -> list[dict[str, Any]]:
    """Return the projects that came to an end last."""
    return [
        {
            "id": f"ended-{project.ref}",
            "name": f"{project.ref} {project.name}",
            "url": _project_url(project),
            "variant": ENDED_VARIANTS.get(project.state, "neutral"),
            "status": _how_it_ended(project),
            "hint": f"On {day(project.state_since)}",
            "meta": "",
        }
        for project in projects
    ]


def _since(project: Project, asked: Sequence[Asked]) -> datetime:
    """Return since when this person is asked; they may have acted while the page was read."""
    return min((item.since for item in asked), default=project.state_since)


def _row(project: Project, task: _Task, since: datetime) -> dict[str, Any]:
    return {
        "id": f"turn-{project.ref}",
        "name": f"{task.act}: {project.name}",
        "url": task.url,
        "variant": "waiting",
        "status": f"Waiting {waited(since)}",
        "hint": " · ".join(filter(None, (project.ref, task.hint))),
        "meta": project.department.name,
    }


def _task(project: Project, asked: Sequence[Asked], turns: Turns) -> _Task:
    """Say what a person who is asked does next in a project."""
    roles = {item.role for item in asked}
    if project.where in EXAMINED:
        return _examined(project, roles, turns)
    if project.where is State.TEAM_CONSULTATION:
        return _consulted(project, roles, turns)
    if project.where is State.MANAGEMENT_REVIEW:
        return _Task("sign", "Sign or refuse the management case", _at("sign", project))
    if project.where is State.NEED_CONFIRMED:
        if Role.DIRECTOR in roles:
            return _Task("examine", "Confirm whether MLOps is needed", _at("mlops-need", project))
        return _Task("write", "Record the facts on MLOps", _at("mlops-need", project))
    if Role.CONTRIBUTOR in roles:
        return _Task("write", f"Fill in {counted(len(asked), 'stage')}", _project_url(project))
    return _written(project, turns)


def _examined(project: Project, roles: Collection[Role], turns: Turns) -> _Task:
    open_round = turns.rounds[project.pk]
    place = [project.ref, open_round.gate, open_round.number]
    if Role.DIRECTOR not in roles:
        asked = [item for item in turns.follow_ups.get(project.pk, ()) if item.answered_at is None]
        blocking = sum(item.blocking for item in asked)
        return _Task(
            "answer",
            f"Answer {counted(len(asked), 'follow-up')}",
            f"{reverse('examine-all', args=place)}#follow-up-{asked[0].pk}",
            _how_many_block(blocking, len(asked)),
        )
    hint = f"{project.where_in_words}, round {open_round.number}, "
    judged = f"{open_round.judged} of {open_round.total} judged"
    if not open_round.next_number:
        return _Task("examine", "Decide", reverse("decide", args=place), hint + judged)
    act = "Go on examining" if open_round.judged else "Examine"
    url = reverse("examine", args=[*place, open_round.next_number])
    return _Task("examine", act, url, hint + judged + _answered(project, turns))


def _how_many_block(blocking: int, asked: int) -> str:
    if not blocking:
        return ""
    return "blocking" if asked == 1 else f"{blocking} of them blocking"


def _answered(project: Project, turns: Turns) -> str:
    asked = turns.follow_ups.get(project.pk, ())
    if not asked:
        return ""
    silent = sum(item.answered_at is None for item in asked)
    words = [
        f"{counted(number, 'follow-up')} {state}"
        for number, state in ((len(asked) - silent, "answered"), (silent, "not answered yet"))
        if number
    ]
    return f", {', '.join(words)}"


def _consulted(project: Project, roles: Collection[Role], turns: Turns) -> _Task:
    if Role.TEAM_MEMBER in roles:
        return _Task("respond", "Say what you think of the team case", _at("respond", project))
    if Role.DIRECTOR in roles:
        return _Task("examine", "Confirm the initiation", _at("team-case", project))
    words = points(turns.open_words.get(project.pk, 0))
    return _Task("answer", "Answer the team", _at("team-case", project), words)


def _written(project: Project, turns: Turns) -> _Task:
    if project.where is State.MANAGEMENT_CASE:
        return _Task(
            "write", "Make the management case", _at("management-case", project),
            _sent_back(project, turns),
        )  # fmt: skip
    if project.where is State.TEAM_CASE:
        return _Task("write", "Make the team case", _at("team-case", project))
    if project.where is State.ON_HOLD:
        return _Task("write", "Resume or withdraw", _project_url(project), "On hold")
    return _Task("write", "Prepare the project", _project_url(project), _sent_back(project, turns))


def _sent_back(project: Project, turns: Turns) -> str:
    decision = turns.sent_back.get(project.pk)
    if decision is None:
        return ""
    return f"Changes requested in round {decision.round.number} on {day(decision.decided_at)}"


def _how_it_ended(project: Project) -> str:
    if project.outcome == "poc" and project.where is State.INITIATED:
        return "Initiated as a proof of concept"
    return project.where_in_words


def _at(name: str, project: Project) -> str:
    return reverse(name, args=[project.ref])


def _project_url(project: Project) -> str:
    return _at("project", project)
