"""The project's own page: where it is, whose turn, everything there is to do, and the record."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.access import Permission, can
from accounts.models import User
from initiation.models import Project
from initiation.workflow import EXAM_SET, GATE_NAMES, STAGES, Gate, State, moves_from
from reviews.content.examining import OUTCOME_VARIANTS
from reviews.content.moments import counted, day
from reviews.content.next_step import next_step
from reviews.content.tasks import groups_of
from reviews.content.tracker import steps_of
from reviews.models import Round
from reviews.queries.standing import Standing, cited_count


def project_page(standing: Standing, user: User) -> dict[str, Any]:
    """Return everything the page shows, as ready words."""
    project = standing.project
    return {
        "steps": steps_of(standing),
        "next": next_step(standing, user),
        "groups": groups_of(standing, user),
        "counts": list(_counts(standing, user)),
        "facts": list(_facts(standing)),
        "documents": list(_documents(standing, user)),
        "rounds": [_round(standing, user, found) for found in reversed(standing.rounds)],
        "side_steps": list(_side_steps(standing, user)),
        "people_url": reverse("members", args=[project.ref]),
        "may_name_people": bool(can(user, Permission.MANAGE_MEMBERS, project)),
        "again": _again(standing, user),
        "reuse": list(_reuse(standing, user)),
    }


def _counts(standing: Standing, user: User) -> Iterator[dict[str, Any]]:
    """Readiness as counts, while the first examination is being prepared."""
    if standing.project.where is not State.PREPARING:
        return
    ref = standing.project.ref
    stages = [standing.progress[code] for code in STAGES]
    answers = standing.progress[EXAM_SET[Gate.ML]]
    done, total = sum(part.complete for part in stages), sum(part.total for part in stages)
    cited = cited_count(standing.project, Gate.ML)
    url = reverse("exam-answers", args=[ref, Gate.ML.value])
    gaps = _stage_gaps(standing, user)
    yield _count("questions of the stages answered", done, total, gaps)
    yield _count("answers for the director", answers.complete, answers.total, url)
    yield _count("of these cite evidence", cited, answers.total, url)


def _stage_gaps(standing: Standing, user: User) -> str:
    """Where the gaps of the stages are seen: all of them before submitting, else the first."""
    ref = standing.project.ref
    if can(user, Permission.SUBMIT, standing.project):
        return reverse("check-and-submit", args=[ref, Gate.ML.value])
    first = next((code for code in STAGES if not standing.progress[code].is_complete), "")
    return reverse("stage", args=[ref, first]) if first else ""


def _count(label: str, done: int, total: int, url: str) -> dict[str, Any]:
    return {"label": label, "done": done, "total": total, "url": url if done < total else ""}


def _facts(standing: Standing) -> Iterator[tuple[str, str]]:
    project = standing.project
    yield "Project manager", project.manager.name
    yield "IT director", project.director.name
    yield "Sponsor", project.sponsor.name
    yield "Department", project.department.name
    yield "Opened", day(project.created_at)
    if project.supersedes_id:
        yield "New version of", f"GW-{project.supersedes_id}"
    if project.begun_from_id:
        yield "Begun from", f"GW-{project.begun_from_id}"
    if project.is_open_template:
        yield "Template", "Every project manager can begin from it"


def _documents(standing: Standing, user: User) -> Iterator[tuple[str, str]]:
    ref = standing.project.ref
    if can(user, Permission.VIEW_EXAMINATION, standing.project):
        yield "Dossier", reverse("dossiers", args=[ref])
    yield "Evidence", reverse("evidence", args=[ref])
    yield "Raw data", reverse("stage", args=[ref, "rawdata"])
    yield "History", reverse("history", args=[ref])


def _round(standing: Standing, user: User, found: Round) -> dict[str, str]:
    """One line of the record of examinations."""
    decision = getattr(found, "decision", None)
    name = f"{GATE_NAMES[Gate(found.gate)]}, round {found.number}"
    reads = bool(can(user, Permission.VIEW_EXAMINATION, standing.project))
    if decision is None:
        status = "Being examined" if found.closed_at is None else "Closed undecided"
        return {
            "name": name,
            "url": _open_url(standing, user, found),
            "variant": "waiting" if found.closed_at is None else "neutral",
            "status": status,
            "detail": f"Submitted {day(found.opened_at)}",
        }
    args = [standing.project.ref, found.gate, found.number]
    accepted = sum(verdict.stance == "accepted" for verdict in found.verdicts.all())
    return {
        "name": name,
        "url": reverse("decision", args=args) if reads else "",
        "variant": OUTCOME_VARIANTS[decision.outcome],
        "status": decision.get_outcome_display(),
        "detail": f"{decision.decided_by.name}, {day(decision.decided_at)}. "
        f"{counted(accepted, 'answer')} accepted.",
    }


def _open_url(standing: Standing, user: User, found: Round) -> str:
    """The manager reads what happens next, others all answers; the director begins above."""
    args = [standing.project.ref, found.gate, found.number]
    if can(user, Permission.SUBMIT, standing.project):
        return reverse("submitted", args=args)
    if can(user, Permission.VIEW_EXAMINATION, standing.project):
        return reverse("examine-all", args=args)
    return ""


def _side_steps(standing: Standing, user: User) -> Iterator[dict[str, str]]:
    """The steps beside the way: hold, resume, withdraw; and back after a rejection."""
    project = standing.project
    for step in moves_from(project.where):
        if step.permission is Permission.HOLD and can(user, Permission.HOLD, project):
            yield {"label": step.label, "url": reverse(step.name, args=[project.ref])}


def _reuse(standing: Standing, user: User) -> Iterator[tuple[str, str]]:
    """The ways to use the answers again: another project, or a template for all."""
    project = standing.project
    if can(user, Permission.OPEN_PROJECT):
        yield "Begin another project from this one", f"{reverse('new-project')}?from={project.ref}"
    if can(user, Permission.OFFER_AS_TEMPLATE, project):
        label = "Take the template back" if project.is_template else "Offer it as a template"
        yield label, reverse("template", args=[project.ref])


def _again(standing: Standing, user: User) -> dict[str, Any]:
    """The way back after a rejection: the new version, or the button that opens one."""
    project = standing.project
    if project.where is not State.REJECTED:
        return {"may": False, "successor": ""}
    successor = Project.objects.filter(supersedes=project).first()
    if successor is not None:
        url = reverse("project", args=[successor.ref])
        return {"may": False, "successor": str(successor), "successor_url": url}
    return {
        "may": bool(can(user, Permission.START_NEW_VERSION, project)),
        "url": reverse("new-version", args=[project.ref]),
        "successor": "",
    }
