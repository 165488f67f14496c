"""Follow-ups: asked under an answer, answered by the manager, closed by who asked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import Permission
from accounts.reader import reader_of
from core.refused import Forbidden, Refused
from initiation.models import Project
from initiation.queries.finding import project_for
from initiation.workflow import Gate
from reviews.content.examining import round_url
from reviews.forms.follow_ups import FollowUpForm, ReplyForm
from reviews.models import FollowUp
from reviews.queries.rounds import examination, round_for
from reviews.services.examining import answer_follow_up, ask_follow_up, close_follow_up
from reviews.views.addresses import numbered
from reviews.views.examining import all_context, page_context


@login_required
@require_POST
def ask(request: HttpRequest, ref: str, gate: str, round_number: int, number: int) -> HttpResponse:
    """Send a question to the project manager at once."""
    user = reader_of(request)
    found = round_for(user, ref, gate, round_number, Permission.ASK_FOLLOW_UP)
    exam = examination(found, with_verdicts=True)
    question = numbered(exam.questions, number)
    form = FollowUpForm(request.POST)
    reason, status = str(form.errors.get("text", [""])[0]), 422
    if form.is_valid():
        try:
            asked = ask_follow_up(
                actor=user,
                project=exam.project,
                gate=Gate(gate),
                number=round_number,
                question_code=question.code,
                text=form.cleaned_data["text"],
                blocking=form.cleaned_data["blocking"],
            )
        except Forbidden:
            raise
        except Refused as refusal:
            reason, status = refusal.reason, refusal.status
        else:
            address = round_url("examine", exam, number)
            return redirect(f"{address}#follow-up-{asked.pk}")
    context = page_context(request, exam, question) | {
        "errors": [("follow-up", reason)],
        "follow_up_error": reason,
        "follow_up_text": request.POST.get("text", ""),
        "follow_up_blocking": "blocking" in request.POST,
    }
    return render(request, "reviews/examine.html", context, status=status)


@login_required
@require_POST
def answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take the manager's answer to a follow-up."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.ANSWER_FOLLOW_UP)
    follow_up = _follow_up(project, pk)
    form = ReplyForm(request.POST)
    reason, status = str(form.errors.get("text", [""])[0]), 422
    if form.is_valid():
        try:
            answer_follow_up(
                actor=user, project=project, follow_up=follow_up, text=form.cleaned_data["text"]
            )
        except Forbidden:
            raise
        except Refused as refusal:
            reason, status = refusal.reason, refusal.status
        else:
            return redirect(_thread_url(project, follow_up))
    round_ = follow_up.round
    found = round_for(user, ref, round_.gate, round_.number, Permission.VIEW_EXAMINATION)
    context = all_context(request, user, found) | {
        "errors": [(f"follow-up-{pk}", reason)],
        "reply_to": pk,
        "reply_text": request.POST.get("text", ""),
    }
    return render(request, "reviews/examine_all.html", context, status=status)


@login_required
@require_POST
def close(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Close a follow-up; the answer was good enough, or the question is settled otherwise."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.ASK_FOLLOW_UP)
    follow_up = _follow_up(project, pk)
    close_follow_up(actor=user, project=project, follow_up=follow_up)
    exam = examination(follow_up.round, with_verdicts=False)
    number = exam.questions.question(follow_up.question_code).number
    return redirect(f"{round_url('examine', exam, number)}#follow-up-{pk}")


def _follow_up(project: Project, pk: int) -> FollowUp:
    rows = FollowUp.objects.select_related("round__case_file")
    found: FollowUp = get_object_or_404(rows, pk=pk, round__project=project)
    found.round.project = project
    return found


def _thread_url(project: Project, follow_up: FollowUp) -> str:
    exam = examination(follow_up.round, with_verdicts=False)
    return f"{round_url('examine-all', exam)}#follow-up-{follow_up.pk}"
