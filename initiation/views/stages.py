"""The five stages: each is one page of questions."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission
from accounts.reader import reader_of
from initiation.content.stages import data_sources, stage_page
from initiation.models import Project
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.views.answering import handle_autosave, handle_sheet
from initiation.workflow import STAGES


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, ref: str, stage: str) -> HttpResponse:
    """Read or write one stage."""
    project = _project(request, ref, stage)
    question_set = pinned(project)[stage]
    page = stage_page(project, question_set)
    extra = {"sources": data_sources(project), "add_url": reverse("add-data", args=[ref])}
    if stage == "rawdata":
        return handle_sheet(
            request, project, stage, question_set.questions, page,
            template="initiation/rawdata.html", extra=extra,
        )  # fmt: skip
    return handle_sheet(request, project, stage, question_set.questions, page)


@login_required
@require_POST
def stage_autosave(request: HttpRequest, ref: str, stage: str) -> HttpResponse:
    """Save a stage while somebody types."""
    if stage not in STAGES:
        raise Http404
    return handle_autosave(request, ref, stage)


def _project(request: HttpRequest, ref: str, stage: str) -> Project:
    if stage not in STAGES:
        raise Http404
    return project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
