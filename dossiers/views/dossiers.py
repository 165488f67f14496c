"""The dossiers of a project: the list with what is being made, the files, another try."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, can
from accounts.reader import reader_of
from core.models import Job
from dossiers.content.shelf import shelf_page
from dossiers.models import Dossier
from dossiers.queries.shelf import shelf_of
from dossiers.services.asking import ask_for_draft, try_again
from dossiers.services.building import path_of
from initiation.content.identity import identity_of
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
        ask_for_draft(actor=user, project=project)
        messages.success(request, "A working copy is being made.")
        return redirect("dossiers", ref)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "page": shelf_page(project, shelf_of(project)),
        "may_ask": bool(can(user, Permission.ASK_FOR_DRAFT, project)),
    }
    return render(request, "dossiers/dossiers.html", context)


@login_required
@require_safe
def dossier_status(request: HttpRequest, ref: str) -> HttpResponse:
    """Return only the list, for the page to replace its own while something is being made."""
    project = project_for(reader_of(request), ref, Permission.VIEW_EXAMINATION)
    context = {"project": project, "page": shelf_page(project, shelf_of(project))}
    return render(request, "dossiers/shelf.html", context)


@login_required
@require_safe
def dossier_file(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """Send one dossier as a download; its hash is in the ETag, and none is sent twice."""
    project = project_for(reader_of(request), ref, Permission.VIEW_EXAMINATION)
    dossier = get_object_or_404(Dossier, pk=pk, project=project)
    etag = f'"{dossier.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": _CACHE})
    path = Path(path_of(dossier))
    if not path.exists():
        raise Http404
    name = f"{project.ref}-{slugify(project.name)[:60]}-{dossier.kind}-{dossier.sha256[:8]}.pdf"
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = _CACHE
    return response


@login_required
@require_POST
def dossier_retry(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Try a failed build again."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_EXAMINATION)
    job = get_object_or_404(Job, pk=pk, kind="dossier", subject=project.ref)
    try_again(actor=user, project=project, job=job)
    messages.success(request, "It is tried again.")
    return redirect("dossiers", ref)
