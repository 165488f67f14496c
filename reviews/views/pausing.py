"""Side steps: hold, resume, withdraw; and the way back from a rejection."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Permission
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Invalid, Refused
from initiation.content.identity import identity_of
from initiation.forms.project import NewVersion
from initiation.models import Project
from initiation.queries.finding import project_for
from initiation.queries.history import how_it_began
from initiation.services.moving import moves_open_to
from initiation.services.projects import start_new_version
from reviews.content.pausing import SIDE_STEPS, SideStep
from reviews.forms.pausing import ReasonForm
from reviews.services import pausing

TAKEN = 0


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """Put the project on hold with a reason."""
    return _side_step(request, ref, SIDE_STEPS["hold"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the project back to where it was held."""
    return _side_step(request, ref, SIDE_STEPS["resume"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """End the project at the manager's wish, with a reason."""
    return _side_step(request, ref, SIDE_STEPS["withdraw"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a new project from a rejected one; asked twice, it is the one that was opened.

    Where the old director or sponsor cannot judge it any more, the page asks for others.
    """
    user = reader_of(request)
    project = project_for(user, ref, Permission.START_NEW_VERSION)
    successor = Project.objects.filter(supersedes=project).first()
    if successor is not None:
        return redirect("project", successor.ref)
    if request.method != "POST":  # the page that asks for others, opened again
        return redirect("project", ref)
    form = NewVersion(project, request.POST)
    if form.is_valid():
        try:
            successor = start_new_version(actor=user, project=project, **form.cleaned_data)
        except Invalid as fault:
            form.add_error(fault.field or None, fault.reason)
        else:
            messages.success(request, f"{successor.ref} begins with the answers of {ref}.")
            return redirect(_after_taking_over(successor), successor.ref)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "form": form,
        "errors": form.links(),
    }
    return render(request, "initiation/new_project_version.html", context, status=422)


def _after_taking_over(successor: Project) -> str:
    """Return the page that lists what found no place in the new version, if anything is listed."""
    began = how_it_began(successor)
    return "taken-over" if began and began.detail.get("left_out") else "project"


def _side_step(request: HttpRequest, ref: str, step: SideStep) -> HttpResponse:
    user = reader_of(request)
    project = project_for(user, ref, Permission.HOLD)
    is_open = any(move.name == step.name for move in moves_open_to(user, project))
    if not is_open and (request.method != "POST" or project.where is step.target):
        return redirect("project", ref)
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = _take(user, project, step, form)
        if status == TAKEN:
            return redirect("project", ref)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "step": step,
        "form": form,
        "errors": [("id_reason", str(words)) for words in form.errors.get("reason", [])],
    }
    return render(request, "reviews/hold.html", context, status=status)


def _take(user: User, project: Project, step: SideStep, form: ReasonForm) -> int:
    """Take the step; return ``TAKEN``, or the status of the page that shows the reason again."""
    if not step.needs_reason:
        pausing.resume(actor=user, project=project)
        return TAKEN
    if not form.is_valid():
        return 422
    take = pausing.hold if step.name == "hold" else pausing.withdraw
    try:
        take(actor=user, project=project, reason=form.cleaned_data["reason"])
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error("reason", refusal.reason)
        return refusal.status
    return TAKEN
