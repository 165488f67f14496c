"""The evidence register: what a project can cite, and its files."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Invalid
from core.uploads import was_cut_off
from initiation.content.evidence import register_of
from initiation.content.identity import identity_of
from initiation.forms.register import AddEvidence
from initiation.models import Evidence, Project
from initiation.queries.finding import project_for
from initiation.services.evidence import add_file, add_link, may_add, path_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the register and add to it."""
    user, adding = reader_of(request), request.method == "POST"
    wanted = Permission.ADD_EVIDENCE if adding else Permission.VIEW_PROJECT
    project = project_for(user, ref, wanted)
    form = AddEvidence(
        request.POST or None,
        request.FILES or None,
        cut_off_at=settings.EVIDENCE_LIMIT_BYTES if was_cut_off(request) else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = _add(user, project, form)
        except Invalid as fault:
            form.add_error(fault.field or "file", fault.reason)
        else:
            messages.success(request, f"{added.ref} is in the register. Cite it in your answers.")
            return redirect("evidence", ref)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "cards": register_of(project),
        "form": form,
        "closed": may_add(user, project),
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/evidence.html", context, status=status)


@login_required
@require_safe
def evidence_file(request: HttpRequest, ref: str, number: int) -> FileResponse:
    """Send a file of the register, always as a download."""
    project = project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
    found = get_object_or_404(Evidence, project=project, number=number)
    path = Path(path_of(found))
    if not found.is_file or not path.exists():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type=found.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _add(user: User, project: Project, form: AddEvidence) -> Evidence:
    data = form.cleaned_data
    words = {"title": data["title"], "note": data["note"]}
    if data["link"]:
        return add_link(actor=user, project=project, link=data["link"], **words)
    file = data["file"]
    return add_file(actor=user, project=project, file_name=file.name, chunks=file.chunks(), **words)
