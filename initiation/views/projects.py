"""The list of projects, and opening a new one."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, Role, can
from accounts.models import User
from accounts.queries import with_role
from accounts.reader import reader_of
from core.refused import Forbidden, Invalid
from initiation.content.opening import not_set_up
from initiation.content.projects import how_many, project_rows
from initiation.forms.project import FindProjects, NewProject
from initiation.models import Project
from initiation.queries.opening import lacking
from initiation.queries.projects import (
    PAGE,
    count_projects,
    find_projects,
    namesake_of,
    sources_for,
)
from initiation.services.projects import begin_from, open_project


@login_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects the reader can see, by name, reference or state."""
    user = reader_of(request)
    find = FindProjects(request.GET)
    find.is_valid()
    words = find.cleaned_data.get("q", "").strip()
    state = find.cleaned_data.get("state", "")
    oldest = request.GET.get("sort") == "oldest"
    beyond = _key(request.GET.get("beyond", ""))
    found = find_projects(user, words=words, state=state, oldest_first=oldest, beyond=beyond)
    query = {"q": words, "state": state, "sort": "oldest" if oldest else ""}
    more = found[PAGE:]
    context = {
        "find": find,
        "count": how_many(count_projects(user, words=words, state=state)),
        "oldest": oldest,
        "sort_url": _address(request, query | {"sort": "" if oldest else "oldest"}),
        "searched": bool(words or state),
        "dropped": bool(find.errors),
        "rows": project_rows(found[:PAGE], user),
        "next_url": _address(request, query | {"beyond": found[PAGE - 1].pk}) if more else "",
        "may_open": bool(can(user, Permission.OPEN_PROJECT)),
    }
    return render(request, "initiation/projects.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: HttpRequest) -> HttpResponse:
    """Open a project with the reader as its manager."""
    user = reader_of(request)
    if not can(user, Permission.OPEN_PROJECT):
        raise Forbidden("Only a project manager may open a project.")
    chosen = request.POST.get("start_from") or request.GET.get("from") or ""
    form = NewProject(sources_for(user, also=chosen), request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            project = _open(user, form)
        except Invalid as fault:
            form.add_error(fault.field or None, fault.reason)
        else:
            messages.success(
                request, f"{project.ref} is open. Name your team, then begin with the problem."
            )
            return redirect("taken-over" if form.source() else "project", project.ref)
    context = {
        "form": form,
        "errors": form.links() if form.is_bound else [],
        "not_set_up": not_set_up(lacking(user), [a.name for a in with_role(Role.ADMINISTRATOR)]),
        "people_url": reverse("people") if can(user, Permission.MANAGE_PEOPLE) else "",
        **_namesake(user, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/new_project.html", context, status=status)


def _open(user: User, form: NewProject) -> Project:
    """Open the project, empty or with the answers of the one that was chosen."""
    source = form.source()
    if source is None:
        return open_project(actor=user, **form.facts())
    with_exam = form.cleaned_data["with_exam"]
    made, _ = begin_from(actor=user, source=source, with_exam=with_exam, **form.facts())
    return made


def _namesake(user: User, form: NewProject) -> dict[str, str]:
    """Return the project that has the typed name already, as words and a link."""
    typed = form.data.get("name", "") if form.is_bound and form.has_error("name") else ""
    found = namesake_of(user, typed) if typed else None
    if found is None:
        return {"namesake": "", "namesake_url": ""}
    return {"namesake": found.ref, "namesake_url": reverse("project", args=[found.ref])}


def _address(request: HttpRequest, query: Mapping[str, object]) -> str:
    """Return this page with another query; what is empty is left out."""
    return f"{request.path}?{urlencode({name: value for name, value in query.items() if value})}"


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
