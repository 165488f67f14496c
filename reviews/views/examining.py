"""The examination: one question a page, and all of them on one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.question_sets import Question
from core.refused import Forbidden, Invalid, Refused
from initiation.workflow import Gate
from reviews.content.examining import (
    SHORTCUTS,
    examination_name,
    identity,
    next_unjudged,
    question_page,
    rail,
    round_url,
    sections,
)
from reviews.content.moments import moment
from reviews.forms.examining import VerdictForm
from reviews.models import Stance
from reviews.queries.rounds import Examination, examination, round_for
from reviews.services.examining import give_verdict
from reviews.views.addresses import numbered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def examine(
    request: HttpRequest, ref: str, gate: str, round_number: int, number: int
) -> HttpResponse:
    """Show one answer beside what the stages say, and take the verdict on it as a draft."""
    user = reader_of(request)
    found = round_for(user, ref, gate, round_number, Permission.EXAMINE)
    exam = examination(found, with_verdicts=True)
    question = numbered(exam.questions, number)
    if request.method != "POST":
        return render(request, "reviews/examine.html", page_context(request, exam, question))
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _not_saved(request, exam, question, form.error_links(), 422)
    try:
        give_verdict(
            actor=user,
            project=exam.project,
            gate=Gate(gate),
            number=round_number,
            question_code=question.code,
            stance=Stance(form.cleaned_data["verdict"]),
            comment=form.cleaned_data["comment"],
        )
    except Forbidden:
        raise
    except Refused as refusal:
        status = 422 if isinstance(refusal, Invalid) else 409
        return _not_saved(request, exam, question, [("comment", refusal.reason)], status)
    return _saved(request, exam, question)


@login_required
@require_safe
def examine_all(request: HttpRequest, ref: str, gate: str, round_number: int) -> HttpResponse:
    """Show all answers of a round on one page, for reading straight through and for paper."""
    user = reader_of(request)
    found = round_for(user, ref, gate, round_number, Permission.VIEW_EXAMINATION)
    return render(request, "reviews/examine_all.html", all_context(request, user, found))


def page_context(request: HttpRequest, exam: Examination, question: Question) -> dict[str, Any]:
    """Return everything the page of a question reads, with its forms untouched."""
    user = reader_of(request)
    given = exam.verdicts.get(question.code)
    return question_page(exam, question, user, request.GET.get("show", "")) | {
        "shortcuts": SHORTCUTS if user.shortcuts else (),
        "stance": given.stance if given else "",
        "comment": given.comment if given else "",
        "save_state": "saved",
        "save_text": _save_words(exam, question),
        "follow_up_text": "",
        "follow_up_blocking": False,
        "verdict_error": "",
        "comment_error": "",
        "follow_up_error": "",
        "unfolded": request.GET.get("stages") == "open",
        "unfold_url": "?stages=open#stages",
        "fold_url": "?stages=folded#stages",
    }


def all_context(request: HttpRequest, user: User, found: Any) -> dict[str, Any]:
    """Return what the page of all answers reads; drafts only for who gives them."""
    project = found.project
    examines = bool(can(user, Permission.EXAMINE, project))
    released = hasattr(found, "decision")
    exam = examination(found, with_verdicts=examines or released)
    first = next_unjudged(exam, 0) if examines and exam.is_open else 0
    changes = exam.earlier is not None and request.GET.get("show") == "changes"
    return {
        "identity": identity(exam, user, examines=examines),
        "name": examination_name(exam),
        "round_number": found.number,
        "earlier_number": exam.earlier.number if exam.earlier else 0,
        "show_changes": changes,
        "sections": sections(
            exam,
            changes=changes,
            closes=examines,
            replies=bool(can(user, Permission.ANSWER_FOLLOW_UP, project)),
        ),
        "examines": examines,
        "first_url": round_url("examine", exam, first) if first else "",
        "decide_url": round_url("decide", exam) if examines and exam.is_open else "",
        "decision_url": round_url("decision", exam) if released else "",
        "verdicts_private": exam.is_open and not examines,
        "submitted": f"Submitted by {found.submitted_by.name} on {moment(found.opened_at)}",
        "sha256": found.case_file.sha256,
        "reply_to": 0,
        "reply_text": "",
    }


def _save_words(exam: Examination, question: Question) -> str:
    given = exam.verdicts.get(question.code)
    if given is None:
        return "No verdict yet"
    return f"Draft saved {moment(given.given_at)}"


def _saved(request: HttpRequest, exam: Examination, question: Question) -> HttpResponse:
    fresh = examination(exam.round, with_verdicts=True)
    if request.headers.get("HX-Request"):
        words = f"Draft saved {timezone.localtime():%H:%M}"
        context = {"rail": rail(fresh, question.number), "state": "saved", "text": words}
        return render(request, "reviews/examine_saved.html", context)
    if "next" not in request.POST:
        return redirect(f"{round_url('examine', exam, question.number)}#verdict")
    after = next_unjudged(fresh, question.number)
    return redirect(round_url("examine", exam, after) if after else round_url("decide", exam))


def _not_saved(
    request: HttpRequest,
    exam: Examination,
    question: Question,
    errors: list[tuple[str, str]],
    status: int,
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"rail": None, "state": "unsaved", "text": errors[0][1]}
        response = render(request, "reviews/examine_saved.html", context)
        response.headers["X-Saved"] = "no"
        return response
    messages = dict(errors)
    context = page_context(request, exam, question) | {
        "errors": errors,
        "stance": request.POST.get("verdict", ""),
        "comment": request.POST.get("comment", ""),
        "verdict_error": messages.get("verdict-accepted", ""),
        "comment_error": messages.get("comment", ""),
        "save_state": "failed",
        "save_text": "Not saved",
    }
    return render(request, "reviews/examine.html", context, status=status)
