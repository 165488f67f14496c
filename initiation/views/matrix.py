"""The comparison of components: a page of its own for one question of the second stage."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission
from accounts.reader import reader_of
from initiation.content.results import results_of
from initiation.content.stages import comparison_page
from initiation.forms.sheet import Sheet
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.views.answering import handle_autosave, handle_sheet

_STAGE = "architecture"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: HttpRequest, ref: str) -> HttpResponse:
    """Write or read the comparison; the first version of the stage has it among its questions."""
    project = project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
    question_set = pinned(project)[_STAGE]
    asked = [question for question in question_set.questions if question.apart]
    if not asked:
        return redirect("stage", ref, _STAGE)
    page = comparison_page(project, question_set)
    return handle_sheet(request, project, _STAGE, asked, page, template="initiation/matrix.html")


@login_required
@require_POST
def matrix_autosave(request: HttpRequest, ref: str) -> HttpResponse:
    """Save the comparison while somebody types, and rank it anew."""
    return handle_autosave(request, ref, _STAGE, apart=True, beside=_ranked_anew)


def _ranked_anew(sheet: Sheet) -> str:
    (form,) = sheet.forms
    results = results_of(form.question, form.value())
    return render_to_string("initiation/results.html", {"results": results, "oob": True})
