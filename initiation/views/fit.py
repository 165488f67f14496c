"""How the goals of a project reach components, on a page of its own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Permission
from accounts.reader import reader_of
from initiation.content.fit import fit_view
from initiation.content.identity import identity_of
from initiation.queries.casefile import content_of
from initiation.queries.finding import project_for


@login_required
@require_safe
def fit(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the fit as the answers stand now."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "fit": fit_view(content_of(project)),
        "begin_url": f"{reverse('stage', args=[ref, 'problem'])}#question-success",
    }
    return render(request, "initiation/fit.html", context)
