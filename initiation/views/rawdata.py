"""Raw data: adding a CSV, its measured profile, and setting a source aside."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Permission
from accounts.reader import reader_of
from core.polling import mark_of
from core.refused import Forbidden, Invalid, Refused
from core.uploads import upload_limit, was_cut_off
from initiation.content.identity import identity_of
from initiation.content.profile import profile_page
from initiation.forms.register import AddData, SetAside
from initiation.models import DataSource, Project
from initiation.queries.finding import project_for
from initiation.queries.jobs import job_of
from initiation.services.rawdata import (
    add_csv,
    may_add,
    may_set_aside,
    measure_again,
    set_aside,
)


@upload_limit("RAWDATA_LIMIT_BYTES")
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
    """Show what was measured, or how far measuring is; a POST measures again after a failure.

    A page that asks for itself again names what it shows; while that holds, nothing is sent.
    """
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    source = _source(project, number)
    if request.method == "POST":
        measure_again(actor=user, project=project, source=source)
        return redirect("profile", ref, number)
    return _profile_page(request, project, source, SetAside())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_data_aside(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Let a source count no longer; the reason becomes part of the record.

    Opened again, as after signing in, it leads to the page that its form stands on.
    """
    user = reader_of(request)
    project = project_for(user, ref, Permission.SET_DATA_ASIDE)
    source = _source(project, number)
    if request.method != "POST":
        return redirect("profile", ref, number)
    if reason := may_set_aside(user, project):
        raise Refused(reason)
    form = SetAside(request.POST)
    if not form.is_valid():
        return _profile_page(request, project, source, form)
    set_aside(actor=user, project=project, source=source, reason=form.cleaned_data["reason"])
    messages.success(request, f"{source.ref} is set aside. It stays in the record.")
    return redirect("profile", ref, number)


def _source(project: Project, number: int) -> DataSource:
    rows = DataSource.objects.select_related("added_by", "set_aside_by")
    return get_object_or_404(rows, project=project, number=number)


def _profile_page(
    request: HttpRequest, project: Project, source: DataSource, form: SetAside
) -> HttpResponse:
    user = reader_of(request)
    counts = source.set_aside_at is None
    page = profile_page(source, None if source.is_measured else job_of(source.job_key))
    if form.is_bound:  # a page that looks again by itself would take the message away
        page = replace(page, waiting="")
    may_retry = counts and bool(may_add(user, project))
    seen = mark_of(page, may_retry)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "page": page,
        "seen": seen,
        "may_retry": may_retry,
        "may_set_aside": counts and not may_set_aside(user, project),
        "source": source,
        "form": form,
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/profile.html", context, status=status)
