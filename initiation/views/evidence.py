"""The evidence register: what a project can cite, one piece of it, and their files."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Invalid
from core.uploads import upload_limit, was_cut_off
from initiation.content.evidence import page_of_piece, register_of
from initiation.content.identity import identity_of
from initiation.content.sheet import way_back
from initiation.forms.register import AddEvidence, EditEvidence, NewVersion
from initiation.models import Evidence, EvidenceVersion, Project
from initiation.queries.finding import project_for
from initiation.services.evidence import (
    add_file,
    add_file_version,
    add_link,
    add_link_version,
    may_add,
    may_change,
    path_of,
)
from initiation.services.evidence_words import Reworded, edit_words, mark_of_words


@upload_limit("EVIDENCE_LIMIT_BYTES")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the register and add to it."""
    user, adding = reader_of(request), request.method == "POST"
    wanted = Permission.ADD_EVIDENCE if adding else Permission.VIEW_PROJECT
    project = project_for(user, ref, wanted)
    back = way_back(project, request.GET.get("back", ""))
    form = AddEvidence(request.POST or None, request.FILES or None, cut_off_at=_cut_off(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = _add(user, project, form)
        except Invalid as fault:
            form.add_error(fault.field or "file", fault.reason)
        else:
            messages.success(request, f"{added.ref} is in the register. Cite it in your answers.")
            return redirect(request.get_full_path())
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "rows": register_of(project),
        "back": back,
        "form": form,
        "closed": may_add(user, project),
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/evidence.html", context, status=status)


@login_required
@require_safe
def evidence_piece(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show one piece with its versions and where it is cited."""
    project = project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
    return _piece_page(request, project, _piece(project, number))


@upload_limit("EVIDENCE_LIMIT_BYTES")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Add a version to a piece. Opened again, as after signing in, it leads to the piece."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.ADD_EVIDENCE)
    found = _piece(project, number)
    if request.method != "POST":
        return redirect("evidence-piece", ref, number)
    form = NewVersion(request.POST, request.FILES, cut_off_at=_cut_off(request))
    if form.is_valid():
        try:
            added = _add_version(user, found, form)
        except Invalid as fault:
            form.add_error(fault.field or "file", fault.reason)
        else:
            messages.success(request, f"{added.ref} is now at version {added.version}.")
            return redirect("evidence-piece", ref, number)
    return _piece_page(request, project, found, version_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_words(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Edit what a piece is called, what it shows and how long it holds."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.ADD_EVIDENCE)
    found = _piece(project, number)
    if request.method != "POST":
        return redirect("evidence-piece", ref, number)
    form = EditEvidence(request.POST)
    if not form.is_valid():
        return _piece_page(request, project, found, words_form=form, status=422)
    try:
        edit_words(actor=user, evidence=found, **form.cleaned_data)
    except Invalid as fault:
        form.add_error(fault.field, fault.reason)
        return _piece_page(request, project, found, words_form=form, status=422)
    except Reworded as clash:
        typed = request.POST.copy()
        typed["seen"] = mark_of_words(clash.theirs)
        mine = EditEvidence(typed)
        return _piece_page(
            request, project, clash.theirs, words_form=mine, clash=clash.reason, status=409
        )
    messages.success(request, "Saved.")
    return redirect("evidence-piece", ref, number)


@login_required
@require_safe
def evidence_file(
    request: HttpRequest, ref: str, number: int, version: int | None = None
) -> FileResponse:
    """Send a file of the register, the newest or an earlier one, always as a download."""
    project = project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
    piece = _piece(project, number)
    content: Evidence | EvidenceVersion = piece
    if version is not None and version != piece.version:
        content = get_object_or_404(EvidenceVersion, evidence=piece, number=version)
    path = Path(path_of(content))
    if not content.is_file or not path.exists():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=content.file_name,
        content_type=content.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _cut_off(request: HttpRequest) -> int | None:
    return settings.EVIDENCE_LIMIT_BYTES if was_cut_off(request) else None


def _piece(project: Project, number: int) -> Evidence:
    rows = Evidence.objects.select_related("added_by", "project")
    return get_object_or_404(rows, project=project, number=number)


def _piece_page(
    request: HttpRequest,
    project: Project,
    found: Evidence,
    *,
    version_form: NewVersion | None = None,
    words_form: EditEvidence | None = None,
    clash: str = "",
    status: int = 200,
) -> HttpResponse:
    user = reader_of(request)
    words = {"title": found.title, "note": found.note, "expires_on": found.expires_on}
    bound = version_form or words_form
    faults = bound.links() if bound else []
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "number": found.number,
        "page": page_of_piece(project, found, Path(path_of(found))),
        "version_form": version_form or NewVersion(initial=_still_holding(found)),
        "words_form": words_form or EditEvidence(initial=words | {"seen": mark_of_words(found)}),
        "closed": may_change(user, project, found),
        "clash": clash,
        "errors": [("clash", clash), *faults] if clash else faults,
    }
    return render(request, "initiation/evidence_piece.html", context, status=status)


def _still_holding(found: Evidence) -> dict[str, date | None]:
    """Offer the day of the version before, unless it is what calls for a new version."""
    return {} if found.has_expired(timezone.localdate()) else {"expires_on": found.expires_on}


def _add(user: User, project: Project, form: AddEvidence) -> Evidence:
    data = form.cleaned_data
    words = {key: data[key] for key in ("title", "note", "expires_on")}
    if data["link"]:
        return add_link(actor=user, project=project, link=data["link"], **words)
    file = data["file"]
    return add_file(actor=user, project=project, file_name=file.name, chunks=file.chunks(), **words)


def _add_version(user: User, found: Evidence, form: NewVersion) -> Evidence:
    data = form.cleaned_data
    about = {"actor": user, "evidence": found, "expires_on": data["expires_on"]}
    if data["link"]:
        return add_link_version(link=data["link"], **about)
    file = data["file"]
    return add_file_version(file_name=file.name, chunks=file.chunks(), **about)
