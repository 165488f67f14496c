"""What happened to a project."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Permission, can
from accounts.reader import reader_of
from initiation.content.history import answer_lines, history_entry
from initiation.content.identity import identity_of
from initiation.queries.finding import project_for
from initiation.queries.history import PAGE, events_of, saved_answers
from initiation.queries.question_sets import pinned


@login_required
@require_safe
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the events, newest first, a page at a time."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    before = request.GET.get("before", "")
    valid = before.isascii() and before.isdigit() and len(before) < 16
    found = events_of(project, before=int(before) if valid else None)
    more = len(found) > PAGE
    reads = bool(can(user, Permission.VIEW_EXAMINATION, project))
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "entries": [history_entry(event, reads_examination=reads) for event in found[:PAGE]],
        "answers": answer_lines(project, pinned(project), saved_answers(project)),
        "next_url": f"{request.path}?before={found[PAGE - 1].sequence}" if more else "",
    }
    return render(request, "initiation/history.html", context)
