"""The last look before a submission, the submission, and the page after it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Refused, Stale
from initiation.content.identity import identity_of
from initiation.models import Project
from initiation.queries.finding import project_for
from initiation.services.guards import data_profiled, team_named
from initiation.workflow import WRITING_STATE, Gate, State
from reviews.content.submitted import submitted_page
from reviews.content.submitting import changed_meanwhile, check_page, check_words
from reviews.forms.submitting import DeclarationForm
from reviews.queries.submission import (
    frozen_as,
    handed_over,
    next_round_number,
    saved_after,
    submission_of,
)
from reviews.services.submitting import submit
from reviews.views.addresses import gate_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_and_submit(request: HttpRequest, ref: str, gate: str) -> HttpResponse:
    """Show everything once more; submit it with the declaration."""
    wanted, user = gate_of(gate), reader_of(request)
    project = project_for(user, ref, Permission.SUBMIT)
    number = next_round_number(project, wanted)
    if project.where in (State.ML_EXAM, State.MLOPS_EXAM):
        number -= 1  # the round of a submission that was sent twice is there already

    def done() -> str:
        return reverse("submitted", args=[ref, gate, max(number, 1)])

    return handle_check(request, user, project, wanted, done)


@login_required
@require_safe
def submitted(request: HttpRequest, ref: str, gate: str, round_number: int) -> HttpResponse:
    """Say what was submitted, who reads it now and what happens next."""
    wanted, user = gate_of(gate), reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    found = handed_over(project, wanted, round_number)
    if found is None:
        raise Http404
    context = submitted_page(project, wanted, round_number, found)
    return render(
        request, "reviews/submitted.html", context | {"identity": identity_of(project, user)}
    )


def handle_check(
    request: HttpRequest,
    user: User,
    project: Project,
    gate: Gate | None,
    done: Callable[[], str],
) -> HttpResponse:
    """Show what would be submitted from here, or submit it and go where ``done`` says.

    ``gate`` is the examination it leads to, None for the team. A submission sent twice does its
    one thing; one of a project that changed since it was shown answers 409.
    """
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    if project.where is not (WRITING_STATE[gate] if gate else State.TEAM_CASE):
        return _elsewhere(project, form, done)
    if request.method != "POST":
        return _check(request, user, project, gate, form)
    if not form.is_valid():
        return _check(request, user, project, gate, form, status=422)
    try:
        submit(actor=user, project=project, declared=True, seen_sha256=form.seen_sha256())
    except Forbidden:
        raise
    except Refused as refused:
        status = 409 if isinstance(refused, Stale) else 422
        return _check(request, user, project, gate, form, status=status, refusal=refused.reason)
    return redirect(done())


def _elsewhere(project: Project, form: DeclarationForm, done: Callable[[], str]) -> HttpResponse:
    """Answer when nothing can be submitted from here."""
    if not form.is_bound:
        return redirect("project", project.ref)
    if frozen_as(project, form.seen_sha256()) is not None:
        return redirect(done())
    raise Refused(f"There is nothing to submit: the project is at “{project.where_in_words}”.")


def _check(
    request: HttpRequest,
    user: User,
    project: Project,
    gate: Gate | None,
    form: DeclarationForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    submission = submission_of(project, gate.value if gate else "")
    shown = form.shown_moment() if status == 409 else None
    meanwhile = saved_after(project, shown) if shown else []
    context: dict[str, Any] = check_page(submission, gate) | check_words(submission, gate)
    obstacle = _obstacle(project, gate)
    place = "gaps" if context["gaps"] or obstacle else "objections"
    context |= {
        "identity": identity_of(project, user),
        "project": project,
        "form": form,
        "obstacle": obstacle,
        "declared": form.is_bound and "declared" in form.data and status != 409,
        "shown_at": timezone.now().isoformat(),
        "stale": status == 409,
        "meanwhile": [changed_meanwhile(submission, row) for row in meanwhile],
        "errors": [("stale", refusal)] if status == 409 else _errors(form, refusal, place),
    }
    return render(request, "reviews/check.html", context, status=status)


def _obstacle(project: Project, gate: Gate | None) -> str:
    """Say what else than an answer stands in the way; empty when nothing does."""
    if gate is Gate.ML:
        return data_profiled(project, "") or ""
    return "" if gate else team_named(project, "") or ""


def _errors(form: DeclarationForm, refusal: str, place: str) -> list[tuple[str, str]]:
    errors = [(place, refusal)] if refusal else []
    return errors + [("id_declared", str(words)) for words in form.errors.get("declared", [])]
