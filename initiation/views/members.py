"""Who works on a project."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Refused
from initiation.content.identity import identity_of
from initiation.content.members import MayChange, parts_of_project
from initiation.forms.members import AddMember
from initiation.models import Member, Part, Project
from initiation.queries.finding import project_for
from initiation.services.members import add_member, remove_member, settled
from initiation.workflow import ENDED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the people by part, and name one more."""
    user, adding = reader_of(request), request.method == "POST"
    wanted = Permission.MANAGE_MEMBERS if adding else Permission.VIEW_PROJECT
    project = project_for(user, ref, wanted)
    form = AddMember(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            member = _name(user, project, form)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "part") or None, refusal.reason)
        else:
            messages.success(request, f"{member.user.name} is named, and told by mail.")
            return redirect("members", ref)
    closed = {part: settled(project, part) for part in Part}
    may_manage = bool(can(user, Permission.MANAGE_MEMBERS, project))
    if not form.is_bound:
        form.offer([part for part in Part if not closed[part]])
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "groups": parts_of_project(
            project, MayChange(closed if may_manage else None, _may_replace(user, project))
        ),
        "form": form,
        "may_manage": may_manage,
        "closed": closed[Part.CONTRIBUTOR] if all(closed.values()) else "",
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/members.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a person's part away; asked twice, it is taken away."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.MANAGE_MEMBERS)
    member = Member.objects.select_related("user").filter(pk=pk).first()
    if member is None:
        messages.info(request, "This part is taken away already.")
        return redirect("members", ref)
    if member.project_id != project.pk:
        raise Http404
    remove_member(actor=user, project=project, member=member)
    messages.success(request, f"{member.user.name} no longer has this part.")
    return redirect("members", ref)


def _may_replace(user: User, project: Project) -> bool:
    return project.where not in ENDED and bool(can(user, Permission.REPLACE_PERSON, project))


def _name(user: User, project: Project, form: AddMember) -> Member:
    data = form.cleaned_data | {"part": Part(form.cleaned_data["part"])}
    return add_member(actor=user, project=project, **data)
