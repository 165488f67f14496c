"""Is MLOps needed? The facts, the rule as it answers while one writes, and the director's word."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.question_sets import show
from core.refused import Forbidden, Invalid, Refused, Stale
from initiation.content.identity import identity_of
from initiation.mlops import Need
from initiation.models import Project
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.queries.surroundings import surroundings_of
from initiation.services.answers import may_write
from initiation.views.answering import handle_autosave, handle_sheet
from reviews.content.mlops_need import asks_bounds, need_page, need_sheet, rule_result
from reviews.forms.mlops_need import ConfirmForm
from reviews.queries.needs import facts_moved, facts_of, last_assessment
from reviews.services.mlops_need import confirm_need, put_need


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mlops_need(request: HttpRequest, ref: str) -> HttpResponse:
    """Write the facts, or read them with the rule's result."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_PROJECT)
    if request.method != "POST" and may_write(user, project, "mlops"):
        return _read(request, user, project)
    questions, facts = pinned(project)["mlops"], facts_of(project)
    bounds = asks_bounds(facts) or "bounds" in request.GET or "version.poc" in request.POST
    return handle_sheet(
        request,
        project,
        "mlops",
        [question for question in questions.questions if bounds or question.code != "poc"],
        need_sheet(project, questions),
        template="reviews/mlops_need.html",
        extra=_standing(project) | {"bounds": bounds},
    )


@login_required
@require_POST
def mlops_need_autosave(request: HttpRequest, ref: str) -> HttpResponse:
    """Save the facts while somebody types, and show what the rule says to them now."""
    response = handle_autosave(request, ref, "mlops")
    if response.status_code == 200:
        project = project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
        context = {"result": rule_result(facts_of(project)), "oob": True}
        response.write(render_to_string("reviews/_mlops_result.html", context))
    return response


@login_required
@require_POST
def put(request: HttpRequest, ref: str) -> HttpResponse:
    """Put the facts and the rule's result before the director."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.PUT_MLOPS_NEED)
    put_need(actor=user, project=project)
    messages.success(request, f"{project.director.name} was told by mail.")
    return redirect("mlops-need", ref)


@login_required
@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the director's word; the project goes on to management or is initiated."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.CONFIRM_MLOPS_NEED)
    form = ConfirmForm(request.POST)
    if _said_already(project, user, form):
        return redirect("project", ref)
    if not form.is_valid():
        return _read(request, user, project, form, status=422)
    try:
        confirm_need(
            actor=user,
            project=project,
            decided=Need(form.cleaned_data["decided"]),
            reason=form.cleaned_data["reason"],
            seen_sha256=form.cleaned_data["seen"],
        )
    except Forbidden:
        raise
    except Invalid as invalid:
        form.add_error("reason", invalid.reason)
        return _read(request, user, project, form, status=422)
    except Stale as stale:
        return _read(request, user, project, form, status=409, stale=stale.reason)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return _read(request, user, project, form, status=422)
    return redirect("project", ref)


def _said_already(project: Project, user: User, form: ConfirmForm) -> bool:
    """Whether this very word was taken before: the button was pressed twice."""
    last = last_assessment(project)
    return (
        last is not None
        and last.decided_by == user
        and last.decided == form.data.get("decided")
        and last.case_file.sha256 == form.data.get("seen")
    )


def _standing(project: Project) -> dict[str, Any]:
    facts, last = facts_of(project), last_assessment(project)
    moved = last is not None and not last.decided and facts_moved(last, facts)
    return need_page(project, pinned(project)["mlops"], facts, last, moved=moved)


def _read(
    request: HttpRequest,
    user: User,
    project: Project,
    form: ConfirmForm | None = None,
    *,
    status: int = 200,
    stale: str = "",
) -> HttpResponse:
    standing = _standing(project)
    questions, facts = pinned(project)["mlops"], facts_of(project)
    around = surroundings_of(project)
    asked = standing["put"] and can(user, Permission.CONFIRM_MLOPS_NEED, project)
    initial = {"decided": standing["result"].get("need", ""), "seen": standing["sha256"]}
    kept = "" if asked or not (form and stale) else form.cleaned_data["reason"].strip()
    if form and stale:  # the words stay, but they are now about the facts that are shown
        initial |= {name: form.cleaned_data[name] for name in ("decided", "reason")}
        form = None
    bound = form or ConfirmForm(initial=initial)
    context = standing | {
        "identity": identity_of(project, user),
        "project": project,
        "sheet": need_sheet(project, questions),
        "answers": [
            {
                "title": question.title,
                "fields": show(question, facts.get(question.code, {}), around),
            }
            for question in questions.questions
        ],
        "form": bound if asked else None,
        "stale": bool(stale),
        "kept": kept,
        "errors": [("stale", stale)] if stale else _errors(form) if form else [],
    }
    return render(request, "reviews/mlops_need_read.html", context, status=status)


def _errors(form: ConfirmForm) -> list[tuple[str, str]]:
    links = {"decided": "id_decided_0", "reason": "id_reason"}
    return [
        (links.get(field, "confirm"), str(message))
        for field, messages_ in form.errors.items()
        for message in messages_
    ]
