"""Writing answers, on any page that holds a sheet of questions: stages, examinations, cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.reader import reader_of
from core.question_sets import Question, QuestionSet
from core.refused import Refused
from initiation.content.identity import identity_of
from initiation.content.sheet import SheetPage, evidence_url
from initiation.forms.parts import parts_of
from initiation.forms.sheet import Sheet
from initiation.models import Project
from initiation.queries.answers import answers_of
from initiation.queries.desk import Desk
from initiation.queries.surroundings import surroundings_of
from initiation.services.answers import Conflict, Entry, may_write, save_answers
from initiation.services.autosaving import save_typed


def handle_sheet(
    request: HttpRequest,
    project: Project,
    set_code: str,
    questions: Sequence[Question],
    page: SheetPage,
    *,
    template: str = "initiation/sheet.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the questions, take a row button or save, and go on where ``page`` says.

    Answers 422 with the faults, 409 with both texts; both keep what was typed. A person who may
    not write reads the answers. Raises Forbidden and Refused as ``save_answers`` does.
    """
    user = reader_of(request)
    sheet = _sheet(request, project, set_code, questions)
    locked = may_write(user, project, set_code)

    def answer(shown: Sheet, status: int) -> HttpResponse:
        context = {
            "identity": identity_of(project, user),
            "project": project,
            "page": page,
            "parts": parts_of(shown, page, writable=not locked),
            "edit_session": shown.edit_session,
            "locked": locked,
            "evidence_url": evidence_url(project, questions, request.path),
            "unsaved": request.method == "POST",
            "errors": [] if status == 200 else shown.errors(),
        }
        return render(request, template, context | dict(extra or {}), status=status)

    if request.method != "POST":
        return answer(sheet, 200)
    if "row" in request.POST and not locked:
        return answer(sheet.with_row_button(request.POST["row"]), 200)
    if not locked and not sheet.is_valid():
        return answer(sheet, 422)
    try:
        save_answers(
            actor=user,
            project=project,
            set_code=set_code,
            entries=sheet.entries(),
            edit_session=sheet.edit_session,
        )
    except Conflict as conflict:
        sheet.answers = answers_of(project, set_code)
        sheet.clashes = {clash.question.code: clash for clash in conflict.clashes}
        return answer(sheet, 409)
    if request.POST.get("then") == "continue":
        return redirect(page.next_url)
    messages.success(request, "Saved.")
    return redirect(request.path)


def handle_autosave(
    request: HttpRequest, ref: str, set_code: str, *, number: int | None = None
) -> HttpResponse:
    """Save what can be saved while somebody types, and say so; only the status is replaced.

    ``number`` is the question of the set that is typed, None for all of them. A conflict that
    is still to be decided stays as it is: only Save says which text was chosen.
    """
    sheets: list[Sheet] = []

    def typed(desk: Desk) -> tuple[list[Entry], str]:
        asked = _asked(desk.questions, number)
        sheets.append(Sheet(asked, desk.answers, desk.surroundings, request.POST))
        return sheets[0].entries(decided_only=True), sheets[0].edit_session

    try:
        saved = save_typed(actor=reader_of(request), ref=ref, set_code=set_code, typed=typed)
    except Conflict as conflict:
        who = conflict.clashes[0].author
        words = f"Not saved: {who} changed this answer meanwhile. Press Save to see both texts."
        return _status(request, "failed", words, {}, 409)
    except Refused as refusal:
        return _status(request, "failed", f"Not saved: {refusal.reason}", {}, refusal.status)
    when, sheet = f"{timezone.localtime():%H:%M}", sheets[0]
    if sheet.undecided:
        words = "Not everything is saved: choose which text to keep, then press Save."
        return _status(request, "unsaved", words, saved.versions, 200)
    if not sheet.is_valid():
        words = f"Saved at {when}, except what has a problem. Press Save to see it."
        return _status(request, "unsaved", words, saved.versions, 200)
    return _status(request, "saved", f"Saved at {when}", saved.versions, 200)


def _asked(questions: QuestionSet, number: int | None) -> tuple[Question, ...]:
    """Return one question of a set, or all of them; raises Http404 for one it does not have."""
    if number is None:
        return questions.questions
    try:
        return (questions.by_number(number),)
    except KeyError:
        raise Http404 from None


def _status(
    request: HttpRequest, state: str, words: str, versions: Mapping[str, int], status: int
) -> HttpResponse:
    context = {"state": state, "text": words, "versions": dict(versions)}
    response = render(request, "initiation/save_status.html", context, status=status)
    if state != "saved":
        response["X-Saved"] = "no"
    return response


def _sheet(
    request: HttpRequest, project: Project, set_code: str, questions: Sequence[Question]
) -> Sheet:
    data = request.POST if request.method == "POST" else None
    around = surroundings_of(project, suggest=True)
    return Sheet(tuple(questions), answers_of(project, set_code), around, data)
