"""The management case: written, read whole, signed or refused."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Invalid, Refused
from initiation.content.identity import identity_of
from initiation.models import Project
from initiation.queries.answers import answers_of, progress_of
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.services.answers import may_write
from initiation.workflow import State
from reviews.content.management import (
    case_context,
    case_sections,
    case_tasks,
    earlier_refusals,
    exam_task,
    signature_rows,
)
from reviews.forms.management import SignForm
from reviews.models import SignOff
from reviews.queries.people import signers_of
from reviews.queries.signatures import last_signed, sign_offs_of
from reviews.services.signing import sign
from reviews.views.case_answers import handle_answer, handle_answer_autosave

SET = "management"


@login_required
@require_safe
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the case: what is left to write, or the signatures under it."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    sets, sign_offs = pinned(project), sign_offs_of(project)
    progress = progress_of(project, sets, (SET, "exam_mlops"))
    case_file = project.case_file if project.where is State.MANAGEMENT_REVIEW else None
    writing = not may_write(user, project, SET)
    signed = case_file.pk if case_file else last_signed(sign_offs)
    under = [item for item in sign_offs if item.case_file_id == signed]
    reads = bool(can(user, Permission.VIEW_EXAMINATION, project))
    rows = signature_rows(signers_of(project), under, with_reasons=reads)
    left = sum(part.total - part.complete for part in progress.values())
    context = case_context(project, left) | {
        "identity": identity_of(project, user),
        "project": project,
        "questions": sets[SET],
        "tasks": case_tasks(project, sets[SET], answers_of(project, SET), "management-answer"),
        "exam": [exam_task(project, progress["exam_mlops"])],
        "writing": writing,
        "signatures": rows if signed and not writing else [],
        "refusals": earlier_refusals(sign_offs, with_reasons=reads),
        "may_sign": case_file is not None and _may_sign(user, project, under),
    }
    return render(request, "reviews/management.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Write one of the five answers."""
    return handle_answer(request, ref, number, case=SET, case_text="Management case")


@login_required
@require_POST
def answer_autosave(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Save one of the five while somebody types."""
    return handle_answer_autosave(request, ref, number, case=SET)


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a signer read the case whole and sign or refuse it."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.SIGN)
    if request.method != "POST":
        if project.where is not State.MANAGEMENT_REVIEW:
            return redirect("management-case", ref)
        return _sign(request, user, project, SignForm())
    form = SignForm(request.POST)
    if _done_already(project, user, form):
        return redirect("management-case", ref)
    if project.where is not State.MANAGEMENT_REVIEW:
        closed = f"There is nothing to sign: the project is at “{project.where_in_words}”."
        return _sign(request, user, project, form, status=409, stale=closed)
    if not form.is_valid():
        return _sign(request, user, project, form, status=422)
    return _take(request, user, project, form)


def _take(request: HttpRequest, user: User, project: Project, form: SignForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        made = sign(
            actor=user,
            project=project,
            signed=data["word"] == "sign",
            reason=data["reason"],
            seen_sha256=data["seen"],
            password=data["password"],
        )
    except Invalid as fault:
        form.add_error(fault.field or None, fault.reason)
        return _sign(request, user, project, form, status=422)
    except Forbidden:
        raise
    except Refused as refusal:
        now = project_for(user, project.ref, Permission.SIGN)
        return _sign(request, user, now, form, status=refusal.status, stale=refusal.reason)
    words = "You have signed." if made.signed else "You refused; the case goes back."
    messages.success(request, words)
    return redirect("management-case", project.ref)


def _done_already(project: Project, user: User, form: SignForm) -> bool:
    """Whether this very word was taken before: the button was pressed twice."""
    return any(
        item.signer_id == user.pk
        and item.case_file_sha256 == form.data.get("seen")
        and item.signed == (form.data.get("word") == "sign")
        for item in sign_offs_of(project)
    )


def _may_sign(user: User, project: Project, under: list[SignOff]) -> bool:
    signed = {item.signer_id for item in under}
    return user.pk not in signed and bool(can(user, Permission.SIGN, project))


def _sign(
    request: HttpRequest,
    user: User,
    project: Project,
    form: SignForm,
    *,
    status: int = 200,
    stale: str = "",
) -> HttpResponse:
    case_file = project.case_file if project.where is State.MANAGEMENT_REVIEW else None
    under = [item for item in sign_offs_of(project) if case_file and item.case_file == case_file]
    may_sign = case_file is not None and _may_sign(user, project, under)
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "form": form,
        "sha256": case_file.sha256 if case_file else "",
        "sections": case_sections(case_file) if case_file else [],
        "signatures": signature_rows(signers_of(project), under),
        "may_sign": may_sign,
        "kept": "" if may_sign else form.data.get("reason", "").strip(),
        "stale": bool(stale),
        "errors": [("stale", stale)] if stale else form.links(),
    }
    return render(request, "reviews/sign.html", context, status=status)
