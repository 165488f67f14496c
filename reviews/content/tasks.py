"""The task list of a project: what there is to do, how far it is, and where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.access import Permission, can
from accounts.models import User
from initiation.mlops import NEED_NAMES, Need
from initiation.queries.answers import Progress
from initiation.workflow import EXAM_SET, STAGES, WRITING_STATE, Gate, State
from reviews.content.moments import counted, points
from reviews.content.next_step import gaps_of
from reviews.queries.people import signers_of, team_of
from reviews.queries.standing import Standing

_ORDER = (
    State.PREPARING, State.ML_EXAM, State.NEED_CONFIRMED, State.MANAGEMENT_CASE,
    State.MANAGEMENT_REVIEW, State.MLOPS_EXAM, State.TEAM_CASE, State.TEAM_CONSULTATION,
    State.INITIATED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the list."""

    id: str
    name: str
    url: str
    variant: str
    status: str
    hint: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some rows under one heading."""

    id: str
    heading: str
    tasks: tuple[Task, ...]
    intro: str = ""


def groups_of(standing: Standing, user: User) -> list[Group]:
    """Return the groups of tasks that have begun; the ones ahead stand in one closing group."""
    groups = [
        Group("stages", "1. The five stages", tuple(_stages(standing))),
        Group("first-exam", "2. First examination", tuple(_exam(standing, user, Gate.ML))),
    ]
    if standing.project.outcome != "poc" or _reached(standing, State.NEED_CONFIRMED):
        groups.append(Group("mlops", "3. Is MLOps needed?", (_need(standing),)))
    if standing.project.outcome == "poc":
        return groups
    management = (_management(standing), *_exam(standing, user, Gate.MLOPS), _signatures(standing))
    groups.append(Group("management", "4. Management and the second examination", management))
    groups.append(Group("team", "5. The team", tuple(_team(standing))))
    return groups


def _reached(standing: Standing, state: State) -> bool:
    return _ORDER.index(standing.reached) >= _ORDER.index(state)


def _url(name: str, standing: Standing, *rest: object) -> str:
    return reverse(name, args=[standing.project.ref, *rest])


def _how_far(progress: Progress) -> tuple[str, str]:
    if progress.complete == progress.total:
        return "done", "Complete"
    if not progress.begun:
        return "not_started", "Not started"
    return "draft", f"{progress.complete} of {progress.total} complete"


def _stages(standing: Standing) -> Iterator[Task]:
    leads = {m.stage: m.user.name for m in standing.project.member_list if m.leads}
    for code in STAGES:
        variant, status = _how_far(standing.progress[code])
        lead = leads.get(code)
        yield Task(
            id=f"stage-{code}",
            name=standing.sets[code].title,
            url=_url("stage", standing, code),
            variant=variant,
            status=status,
            meta=f"{lead} leads" if lead else f"Usually led by a {standing.sets[code].lead}",
        )
    yield Task(
        id="fit",
        name="Fit, from goal to component",
        url=_url("fit", standing),
        variant="neutral",
        status="Drawn from the stages",
        hint="How each goal reaches a task, its data and a component, and what is left over.",
    )


def _exam(standing: Standing, user: User, gate: Gate) -> Iterator[Task]:
    """The seven answers and their submission."""
    reached = _reached(standing, WRITING_STATE[gate])
    first = gate is Gate.ML
    returned = standing.returned(gate) if _reads_verdicts(standing, user) else {}
    variant, status = _how_far(standing.progress[EXAM_SET[gate]])
    if not reached:
        variant, status = "not_started", "Cannot start yet"
    elif returned and standing.project.where is WRITING_STATE[gate]:
        variant, status = "needs_work", f"{len(returned)} of 7 came back"
    yield Task(
        id=f"answers-{gate.value}",
        name="Answers to the director's seven questions" if first else "The seven answers, again",
        url=_url("exam-answers", standing, gate.value) if reached else "",
        variant=variant,
        status=status,
        hint="" if first else "The same seven, asked of the MLOps platform.",
    )
    if can(user, Permission.SUBMIT, standing.project):
        yield _submission(standing, gate)


def _reads_verdicts(standing: Standing, user: User) -> bool:
    return bool(can(user, Permission.VIEW_EXAMINATION, standing.project))


def _submission(standing: Standing, gate: Gate) -> Task:
    writing = WRITING_STATE[gate]
    codes = (*STAGES, "exam") if gate is Gate.ML else ("management", "exam_mlops")
    gaps = gaps_of(standing, codes)
    if standing.project.where is writing:
        variant = "draft" if gaps else "waiting"
        status = f"{counted(gaps, 'question')} open" if gaps else "Ready to submit"
    elif _reached(standing, writing) and standing.reached is not writing:
        variant, status = "done", "Submitted"
    else:
        variant, status = "not_started", "Cannot start yet"
    return Task(
        id=f"submit-{gate.value}",
        name="Check and submit" if gate is Gate.ML else "Check and submit to management",
        url=_url("check-and-submit", standing, gate.value)
        if standing.project.where is writing
        else "",
        variant=variant,
        status=status,
    )


def _need(standing: Standing) -> Task:
    reached, found = _reached(standing, State.NEED_CONFIRMED), standing.assessment
    variant, status, hint = "not_started", "Cannot start yet", ""
    if reached:
        variant, status = _how_far(standing.progress["mlops"])
        hint = "A rule with its reasons answers; the director confirms or overrides it."
    if found and found.decided:
        variant, status, hint = "done", "Confirmed", f"{NEED_NAMES[Need(found.decided)]}."
    elif found:
        variant, status = "waiting", "With the director"
    return Task(
        id="mlops-need",
        name="The facts, the rule and the director's word",
        url=_url("mlops-need", standing) if reached else "",
        variant=variant,
        status=status,
        hint=hint,
    )


def _management(standing: Standing) -> Task:
    reached = _reached(standing, State.MANAGEMENT_CASE)
    variant, status = _how_far(standing.progress["management"])
    if not reached:
        variant, status = "not_started", "Cannot start yet"
    return Task(
        id="management-case",
        name="The management case",
        url=_url("management-case", standing) if reached else "",
        variant=variant,
        status=status,
        hint="Five answers: what improves, what it saves, people, purchases, expertise.",
    )


def _signatures(standing: Standing) -> Task:
    reached = _reached(standing, State.MANAGEMENT_REVIEW)
    signers = signers_of(standing.project)
    asked = {person.pk for person in signers}
    under = standing.sign_offs if reached else []
    signed = sum(item.signed and item.signer_id in asked for item in under)
    variant, status = "waiting", f"{signed} of {len(signers)} signed"
    if _reached(standing, State.MLOPS_EXAM):
        variant, status = "done", "Signed"
    elif not reached:
        variant, status = "not_started", "Cannot start yet"
    return Task(
        id="signatures",
        name="Signatures of management",
        url=f"{_url('management-case', standing)}#signatures-title" if reached else "",
        variant=variant,
        status=status,
        meta=", ".join(person.name for person in signers),
    )


def _team(standing: Standing) -> Iterator[Task]:
    reached = _reached(standing, State.TEAM_CASE)
    variant, status = _how_far(standing.progress["team"])
    asked = _reached(standing, State.TEAM_CONSULTATION)
    people = team_of(standing.project)
    if not reached:
        variant, status = "not_started", "Cannot start yet"
    yield Task(
        id="team-case",
        name="The team case",
        url=_url("team-case", standing) if reached else "",
        variant=variant,
        status=status,
        hint="Seven answers to the people whose work will change.",
    )
    read = len([person for person in people if person.pk in standing.readers])
    words = f"To answer: {points(len(standing.unanswered))}." if standing.unanswered else ""
    yield Task(
        id="responses",
        name="Responses of the team",
        url=_url("team-case", standing) + "#readers-title" if asked else "",
        variant=_response_variant(standing, read, len(people)) if asked else "not_started",
        status=f"{read} of {len(people)} responded" if asked else "Cannot start yet",
        hint=words,
        meta=", ".join(person.name for person in people) or "Nobody is named yet",
    )


def _response_variant(standing: Standing, read: int, asked: int) -> str:
    if standing.unanswered:
        return "needs_work"
    return "done" if read == asked else "waiting"
