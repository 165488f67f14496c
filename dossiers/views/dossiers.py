"""The dossiers of a project: the list with what is being made, the files, another try."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.models import Job
from core.polling import mark_of
from dossiers.content.shelf import lost_page, shelf_page
from dossiers.models import Dossier
from dossiers.queries.shelf import job_of, shelf_of
from dossiers.services.asking import ask_for_draft, try_again
from dossiers.services.building import has_file, path_of
from initiation.content.identity import identity_of
from initiation.models import Project
from initiation.queries.finding import project_for

_CACHE = "private, no-cache"  # kept by the one browser, asked for again each time


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossiers(request: HttpRequest, ref: str) -> HttpResponse:
    """List the dossiers; a POST asks for a working copy."""
    user, asking = reader_of(request), request.method == "POST"
    wanted = Permission.ASK_FOR_DRAFT if asking else Permission.VIEW_EXAMINATION
    project = project_for(user, ref, wanted)
    if asking:
        asked = ask_for_draft(actor=user, project=project)
        words = "A working copy is being made."
        messages.success(request, words if asked else "A working copy was being made already.")
        return redirect("dossiers", ref)
    may_ask = bool(can(user, Permission.ASK_FOR_DRAFT, project))
    page = shelf_page(project, shelf_of(project), may_retry=may_ask)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "page": page,
        "seen": mark_of(page),
        "may_ask": may_ask,
    }
    return render(request, "dossiers/dossiers.html", context)


@login_required
@require_safe
def dossier_status(request: HttpRequest, ref: str) -> HttpResponse:
    """Return only the list, for the page to replace its own while something is being made.

    While it is what the page shows already, nothing is replaced: focus and selection stay.
    """
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_EXAMINATION)
    may_retry = bool(can(user, Permission.ASK_FOR_DRAFT, project))
    page = shelf_page(project, shelf_of(project), may_retry=may_retry)
    seen = mark_of(page)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    context = {"project": project, "page": page, "seen": seen}
    return render(request, "dossiers/shelf.html", context)


@login_required
@require_safe
def dossier_file(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """Send one dossier as a download; its hash is in the ETag, and none is sent twice."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_EXAMINATION)
    dossier = get_object_or_404(Dossier, pk=pk, project=project)
    etag = f'"{dossier.file_sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": _CACHE})
    if not has_file(dossier):
        return _lost(request, user, project, dossier)
    path, title = Path(path_of(dossier)), f"{project.ref}-{slugify(project.name)[:60]}"
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{title}-{dossier.kind}-{dossier.file_sha256[:8]}.pdf",
        content_type="application/pdf",
    )
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = _CACHE
    return response


@login_required
@require_POST
def dossier_retry(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Try a build again that failed, or whose file is lost."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.ASK_FOR_DRAFT)
    job = get_object_or_404(Job, pk=pk, kind="dossier", subject=project.ref)
    if try_again(actor=user, project=project, job=job):
        messages.success(request, "It is tried again.")
    else:
        messages.info(request, "It is there, or being made already.")
    return redirect("dossiers", ref)


def _lost(request: HttpRequest, user: User, project: Project, dossier: Dossier) -> HttpResponse:
    """Say that the file is not there, and offer to make it again to whoever may."""
    decision = can(user, Permission.ASK_FOR_DRAFT, project)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "page": lost_page(project, dossier, job_of(dossier), decision),
    }
    return render(request, "dossiers/lost.html", context, status=404)
