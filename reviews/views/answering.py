"""Writing the seven answers of an examination."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, can
from accounts.reader import reader_of
from initiation.content.identity import identity_of
from initiation.models import Answer
from initiation.queries.finding import project_for
from initiation.queries.surroundings import surroundings_of
from initiation.views.answering import handle_autosave, handle_sheet
from initiation.workflow import EXAM_SET
from reviews.content.answering import (
    answer_page,
    answers_page,
    stage_sections,
    threads_of,
    viewed_sets,
)
from reviews.queries.gate_notes import notes_of
from reviews.views.addresses import gate_of, numbered


@login_required
@require_safe
def answers(request: HttpRequest, ref: str, gate: str) -> HttpResponse:
    """List the seven answers with how far each is and what was said to it."""
    wanted, user = gate_of(gate), reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    may_submit = bool(can(user, Permission.SUBMIT, project))
    context = answers_page(notes_of(project, wanted, user), may_submit=may_submit)
    context |= {"project": project, "identity": identity_of(project, user)}
    return render(request, "reviews/answers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ref: str, gate: str, number: int) -> HttpResponse:
    """Write one of the seven, beside guidance, earlier notes and what the stages say."""
    wanted, user = gate_of(gate), reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    notes = notes_of(project, wanted, user)
    question = numbered(notes.questions, number)
    may_submit = bool(can(user, Permission.SUBMIT, project))
    may_reply = bool(can(user, Permission.ANSWER_FOLLOW_UP, project))
    stages = Answer.objects.filter(project=project, set_code__in=viewed_sets(question))
    extra = {
        "threads": threads_of(notes, question, may_reply=may_reply),
        "stages": stage_sections(notes, question, stages, surroundings_of(project)),
    }
    page = answer_page(notes, question, may_submit=may_submit)
    return handle_sheet(
        request,
        project,
        EXAM_SET[wanted],
        [question],
        page,
        template="reviews/answer.html",
        extra=extra,
    )


@login_required
@require_POST
def answer_autosave(request: HttpRequest, ref: str, gate: str, number: int) -> HttpResponse:
    """Save one of the seven while somebody types."""
    return handle_autosave(request, ref, EXAM_SET[gate_of(gate)], number=number)
