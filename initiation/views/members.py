"""Who works on a project."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Permission, can
from accounts.reader import reader_of
from core.refused import Invalid
from initiation.content.identity import identity_of
from initiation.content.members import parts_of_project
from initiation.forms.register import AddMember
from initiation.models import Member, Part
from initiation.queries.finding import project_for
from initiation.services.members import add_member, remove_member


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the people by part, and name one more."""
    user, adding = reader_of(request), request.method == "POST"
    wanted = Permission.MANAGE_MEMBERS if adding else Permission.VIEW_PROJECT
    project = project_for(user, ref, wanted)
    form = AddMember(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"part": Part(form.cleaned_data["part"])}
        try:
            member = add_member(actor=user, project=project, **data)
        except Invalid as fault:
            form.add_error(fault.field or None, fault.reason)
        else:
            messages.success(request, f"{member.user.name} is named, and told by mail.")
            return redirect("members", ref)
    may_manage = bool(can(user, Permission.MANAGE_MEMBERS, project))
    context = {
        "identity": identity_of(project, user),
        "project": project,
        "groups": parts_of_project(project, may_manage=may_manage),
        "form": form,
        "may_manage": may_manage,
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/members.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a person's part away."""
    user = reader_of(request)
    project = project_for(user, ref, Permission.MANAGE_MEMBERS)
    member = get_object_or_404(Member.objects.select_related("user"), pk=pk, project=project)
    remove_member(actor=user, project=project, member=member)
    messages.success(request, f"{member.user.name} has no longer this part.")
    return redirect("members", ref)
