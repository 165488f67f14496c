"""What a project began with, and offering it as the beginning of others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, can
from accounts.reader import reader_of
from initiation.content.beginning import beginning_page
from initiation.content.identity import identity_of
from initiation.queries.finding import project_for
from initiation.queries.history import how_it_began, taken_over_by_set
from initiation.queries.question_sets import pinned
from initiation.services.projects import offer_as_template


@login_required
@require_safe
def taken_over(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what was taken over from an earlier project, and what could not be.

    A project that began empty leads to itself.
    """
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    began = how_it_began(project)
    if began is None:
        return redirect("project", ref)
    earlier = project.begun_from or project.supersedes
    page = beginning_page(
        began,
        pinned(project),
        taken_over_by_set(project),
        earlier_is_open=bool(can(user, Permission.VIEW_PROJECT, earlier)),
    )
    context = page | {"project": project, "identity": identity_of(project, user)}
    return render(request, "initiation/taken_over.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer the project's answers to every project manager as a beginning, or no longer."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.OFFER_AS_TEMPLATE)
    if request.method == "POST":
        offered = request.POST.get("offered") == "yes"
        offer_as_template(actor=user, project=project, offered=offered)
        words = "is a template now" if offered else "is no template any more"
        messages.success(request, f"{ref} {words}.")
        return redirect("project", ref)
    context = {"project": project, "identity": identity_of(project, user)}
    return render(request, "initiation/template.html", context)
