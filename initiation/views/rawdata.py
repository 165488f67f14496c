"""Raw data: adding a CSV, and its measured profile."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Permission
from accounts.reader import reader_of
from core.refused import Forbidden, Invalid
from core.uploads import was_cut_off
from initiation.content.identity import identity_of
from initiation.content.profile import profile_page
from initiation.forms.register import AddData
from initiation.models import DataSource
from initiation.queries.finding import project_for
from initiation.queries.jobs import job_of
from initiation.services.rawdata import add_csv, may_add, measure_again


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_data(request: HttpRequest, ref: str) -> HttpResponse:
    """Upload a CSV; a worker profiles it."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    if not (decision := may_add(user, project)):
        raise Forbidden(decision.reason, decision.holders)
    form = AddData(
        request.POST or None,
        request.FILES or None,
        cut_off_at=settings.RAWDATA_LIMIT_BYTES if was_cut_off(request) else None,
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        try:
            source = add_csv(
                actor=user, project=project, file_name=file.name, chunks=file.chunks(), **data
            )
        except Invalid as fault:
            form.add_error(fault.field or "file", fault.reason)
        else:
            return redirect("profile", ref, source.number)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "form": form,
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/add_data.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show what was measured, or how far measuring is; a POST measures again after a failure."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    source = get_object_or_404(
        DataSource.objects.select_related("added_by"), project=project, number=number
    )
    if request.method == "POST":
        measure_again(actor=user, project=project, source=source)
        return redirect("profile", ref, number)
    measuring = source.profile is None and not source.refusal
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "page": profile_page(source, job_of(source.job_key) if measuring else None),
        "may_retry": bool(may_add(user, project)),
    }
    return render(request, "initiation/profile.html", context)
