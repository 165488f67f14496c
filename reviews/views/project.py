"""The project's own page, which is its task list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Permission
from accounts.reader import reader_of
from initiation.content.identity import identity_of
from initiation.queries.finding import project_for
from reviews.content.project import project_page
from reviews.queries.standing import standing_of


@login_required
@require_safe
def project(request: HttpRequest, ref: str) -> HttpResponse:
    """Show where the project is, whose turn it is and everything there is to do."""
    user = reader_of(request)
    found = project_for(user, ref, Permission.VIEW_PROJECT)
    context = project_page(standing_of(found), user)
    context |= {"project": found, "identity": identity_of(found, user)}
    return render(request, "reviews/project.html", context)
