"""Who wrote what into one answer, and bringing an earlier version back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import Permission
from accounts.models import User
from accounts.reader import reader_of
from core.question_sets import Question, QuestionSet
from initiation.content.identity import identity_of
from initiation.models import Project
from initiation.queries.answer_history import steps_of, version_of
from initiation.queries.answers import answers_of
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.queries.surroundings import surroundings_of
from initiation.services.answers import may_write
from initiation.services.restoring import restore_version
from initiation.workflow import STAGES
from reviews.content.answer_history import WholeVersion, history_page, whole_version


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_history(
    request: HttpRequest, ref: str, set_code: str, question_code: str
) -> HttpResponse:
    """Show the versions of an answer, newest first; a POST restores one of them."""
    user = reader_of(request)
    if request.method == "POST":
        return _restore(request, user, ref, set_code, question_code)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    asked, question = _question(project, set_code, question_code)
    answer = answers_of(project, set_code).get(question_code)
    each = request.GET.get("each") == "1"
    page = steps_of(
        project, set_code, question_code, below=_number(request.GET.get("before", "")), each=each
    )
    current = answer.version if answer else 0
    context = history_page(project, asked, question, page, current=current, each=each) | {
        "identity": identity_of(project, user),
        "project": project,
        "locked": may_write(user, project, set_code),
        "whole": _whole(request, project, set_code, question),
    }
    return render(request, "reviews/answer_history.html", context)


def _restore(
    request: HttpRequest, user: User, ref: str, set_code: str, question_code: str
) -> HttpResponse:
    in_stage = set_code in STAGES
    wanted = Permission.EDIT_STAGE if in_stage else Permission.EDIT_ANSWERS
    project = project_for(user, ref, wanted, stage=set_code if in_stage else "")
    _, question = _question(project, set_code, question_code)
    here = reverse("answer-history", args=[ref, set_code, question_code])
    version = _number(request.POST.get("version", "")) or 0
    stored = restore_version(
        actor=user,
        project=project,
        set_code=set_code,
        question=question,
        version=version,
        base_version=_number(request.POST.get("base", "")) or 0,
        changed_url=here,
    )
    if stored:
        messages.success(request, f"Version {version} is restored; it is version {stored} now.")
    else:
        messages.info(request, f"Version {version} is what stands already, so nothing was saved.")
    return redirect(here)


def _question(project: Project, set_code: str, question_code: str) -> tuple[QuestionSet, Question]:
    asked = pinned(project).get(set_code)
    if asked is None:
        raise Http404
    try:
        return asked, asked.question(question_code)
    except KeyError as unknown:
        raise Http404 from unknown


def _whole(
    request: HttpRequest, project: Project, set_code: str, question: Question
) -> WholeVersion | None:
    """Return the version that the reader asked to see whole, if there is one of this number."""
    wanted = _number(request.GET.get("version", ""))
    found = version_of(project, set_code, question.code, wanted) if wanted else None
    return whole_version(found, question, surroundings_of(project)) if found else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
