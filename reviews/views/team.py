"""The team case: written, responded to, answered, and the initiation confirmed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Refused
from initiation.content.identity import identity_of
from initiation.models import Project
from initiation.queries.answers import answers_of
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.services.answers import may_write
from initiation.workflow import State
from reviews.content.management import case_tasks
from reviews.content.team import (
    asked_rows,
    concern_words,
    reader_rows,
    standing_words,
    team_section,
    word_rows,
)
from reviews.forms.team import ReplyForm, RespondForm
from reviews.models import Consultation, Response, TeamStance
from reviews.queries.consultations import last_consultation, said_now
from reviews.queries.people import team_of
from reviews.services.consulting import Word, initiate, objections, reply, respond
from reviews.views.case_answers import handle_answer, handle_answer_autosave
from reviews.views.submitting import handle_check

SET = "team"


@login_required
@require_safe
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the team case: what is left to write, or what the team says to it."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.VIEW_TEAM_CASE)
    found = last_consultation(project)
    writing = not may_write(user, project, SET)
    questions = pinned(project)[SET]
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "questions": questions,
        "writing": writing,
        "may_view": bool(can(user, Permission.VIEW_PROJECT, project)),
        "tasks": case_tasks(project, questions, answers_of(project, SET), "team-answer")
        if writing
        else [],
        "readers": reader_rows(team_of(project), found.readings.all() if found else []),
        "team_url": reverse("members", args=[ref])
        if can(user, Permission.MANAGE_MEMBERS, project)
        else "",
    }
    context |= _standing(user, project, found)
    return render(request, "reviews/team.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Write one of the seven answers to the team."""
    return handle_answer(request, ref, number, case=SET, case_text="Team case")


@login_required
@require_POST
def answer_autosave(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Save one of the seven while somebody types."""
    return handle_answer_autosave(request, ref, number, case=SET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_and_submit(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the case once more; ask the team for its responses."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.SUBMIT)
    return handle_check(request, user, project, None, lambda: reverse("team-case", args=[ref]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def respond_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a team member say a word to each answer."""
    user, sending = reader_of(request), request.method == "POST"
    project = project_for(user, ref, Permission.RESPOND)
    found = last_consultation(project)
    if found is None or (not sending and project.where is not State.TEAM_CONSULTATION):
        return redirect("team-case", ref)
    form = RespondForm(team_section(found.case_file).answers, request.POST if sending else None)
    if not sending:
        return _respond(request, user, project, found, form)
    if project.where is not State.TEAM_CONSULTATION:
        closed = f"The team is not being asked: the project is at “{project.where_in_words}”."
        return _respond(request, user, project, found, form, status=409, stale=closed)
    if not form.is_valid():
        return _respond(request, user, project, found, form, status=422)
    return _take(request, user, project, found, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Show one unclear or concern with its reply; the manager answers it."""
    user, answering = reader_of(request), request.method == "POST"
    wanted = Permission.REPLY_TO_CONCERN if answering else Permission.VIEW_TEAM_CASE
    project = project_for(user, ref, wanted)
    found = get_object_or_404(
        Response.objects.select_related("consultation__case_file", "member", "replied_by"),
        pk=pk,
        consultation__project=project,
    )
    own = found.member_id == user.pk
    if found.stance == TeamStance.CLEAR or not (own or _hears_all(user, project)):
        raise Http404
    if answering:
        return _reply(request, user, project, found)
    if (now := said_now(found)) != found:
        return redirect(_place_of(project, now))
    return _concern(request, user, project, found, ReplyForm(), status=200)


@login_required
@require_POST
def initiate_project(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm the initiation; pressed twice, it is confirmed once."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.INITIATE)
    if project.where is not State.INITIATED:
        initiate(actor=user, project=project, seen_sha256=request.POST.get("seen", ""))
        messages.success(
            request, f"{project.ref} is initiated. {project.manager.name} is told by mail."
        )
    return redirect("project", ref)


def _take(
    request: HttpRequest, user: User, project: Project, found: Consultation, form: RespondForm
) -> HttpResponse:
    """Record a member's words, or show them again with what stands against it."""
    data = form.cleaned_data
    words = {
        item.code: Word(TeamStance(data[f"stance.{item.code}"]), data[f"text.{item.code}"])
        for item in form.answers
    }
    try:
        respond(actor=user, project=project, words=words, read=True, seen_sha256=data["seen"])
    except Forbidden:
        raise
    except Refused as refusal:
        now = project_for(user, project.ref, Permission.RESPOND)
        asked = last_consultation(now) or found
        return _respond(
            request, user, now, asked, form, status=refusal.status, stale=refusal.reason
        )
    messages.success(request, "Your response is recorded. You can change it until it is answered.")
    return redirect("team-case", project.ref)


def _reply(request: HttpRequest, user: User, project: Project, found: Response) -> HttpResponse:
    """Send the manager's reply, or show it again beside what is said by now."""
    form, status = ReplyForm(request.POST), 422
    if form.is_valid():
        try:
            reply(actor=user, project=project, response=found, text=form.cleaned_data["reply"])
        except Forbidden:
            raise
        except Refused as refusal:
            status = refusal.status
            form.add_error("reply", refusal.reason)
        else:
            messages.success(request, f"{found.member.name} is told by mail.")
            return redirect("team-case", project.ref)
    now = said_now(found)
    shown = found if now.stance == TeamStance.CLEAR else now
    return _concern(request, user, project, shown, form, status=status)


def _place_of(project: Project, said: Response) -> str:
    """Return where a word is read: on its page, or with the others where it is clear by now."""
    if said.stance == TeamStance.CLEAR:
        return reverse("team-case", args=[project.ref])
    return reverse("concern", args=[project.ref, said.pk])


def _hears_all(user: User, project: Project) -> bool:
    """Whether the reader may know what others of the team said; a member hears only replies."""
    return bool(can(user, Permission.VIEW_PROJECT, project))


def _standing(user: User, project: Project, found: Consultation | None) -> dict[str, object]:
    """Return what the team says so far, and what the reader can do about it."""
    if found is None:
        return {"asked": False, "section": None, "words": [], "standing": "", "may_respond": False,
                "may_initiate": False, "objections": [], "sha256": ""}  # fmt: skip
    section = team_section(found.case_file)
    responses = list(found.responses.all())
    heard = responses
    if not _hears_all(user, project):
        heard = [response for response in responses if response.member_id == user.pk]
    read = {reading.member_id for reading in found.readings.all()}
    open_words = [r for r in responses if r.stance != TeamStance.CLEAR and not r.replied_at]
    consulting = project.where is State.TEAM_CONSULTATION
    return {
        "asked": True,
        "section": section,
        "words": word_rows(project, section, heard),
        "standing": standing_words(len(team_of(project)), len(read), len(open_words)),
        "may_respond": consulting and bool(can(user, Permission.RESPOND, project)),
        "may_initiate": consulting and bool(can(user, Permission.INITIATE, project)),
        "objections": objections(project, found) if consulting else [],
        "sha256": found.case_file.sha256,
    }


def _respond(
    request: HttpRequest,
    user: User,
    project: Project,
    found: Consultation,
    form: RespondForm,
    *,
    status: int = 200,
    stale: str = "",
) -> HttpResponse:
    section = team_section(found.case_file)
    own = [response for response in found.responses.all() if response.member_id == user.pk]
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "questions": pinned(project)[SET],
        "asked": asked_rows(section, own, form.typed(), form.first_errors()),
        "stances": [(stance.value, stance.label) for stance in TeamStance],
        "read": bool(own) or "read" in form.data,
        "read_error": form.first_errors().get("read", ""),
        "sha256": found.case_file.sha256,
        "is_open": project.where is State.TEAM_CONSULTATION,
        "stale": bool(stale),
        "errors": [("stale", stale)] if stale else form.links(),
    }
    return render(request, "reviews/respond.html", context, status=status)


def _concern(
    request: HttpRequest,
    user: User,
    project: Project,
    found: Response,
    form: ReplyForm,
    *,
    status: int,
) -> HttpResponse:
    may_reply = (
        project.where is State.TEAM_CONSULTATION
        and found.replied_at is None
        and can(user, Permission.REPLY_TO_CONCERN, project)
    )
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "concern": concern_words(team_section(found.consultation.case_file), found),
        "reply_url": reverse("concern", args=[project.ref, found.pk]),
        "form": form if may_reply or form.is_bound else None,
        "errors": form.links() if form.is_bound else [],
    }
    return render(request, "reviews/concern.html", context, status=status)
