"""Who has an account, and what they may do: the administrator's pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, Role, can
from accounts.content import person_rows
from accounts.forms.people import Invite, Roles, SaveDepartment
from accounts.models import Department, User
from accounts.queries import everybody
from accounts.reader import reader_of
from accounts.services.departments import save_department
from accounts.services.people import close_or_open, invite_with_roles, set_roles
from core.refused import Forbidden, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List everybody, find some, invite somebody; add and rename departments."""
    user = _administrator(request)
    typed = request.POST or None
    about_department = request.POST.get("act") == "department"
    invite = Invite(None if about_department else typed)
    department = SaveDepartment(typed if about_department else None, prefix="department")
    form: Invite | SaveDepartment = department if about_department else invite
    if form.is_bound and form.is_valid():
        save = _save_department if about_department else _invite
        try:
            said = save(user, form.cleaned_data)
        except Refused as refusal:
            form.add_error("name" if about_department else "email", refusal.reason)
        else:
            messages.success(request, said)
            return redirect("people")
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context = {
        "form": invite,
        "department_form": department,
        "departments": ", ".join(Department.objects.values_list("name", flat=True)),
        "words": words,
        "rows": person_rows(everybody(words)),
        "errors": form.links() if form.is_bound else [],
    }
    return render(request, "accounts/people.html", context, status=422 if form.is_bound else 200)


def _invite(actor: User, data: dict[str, Any]) -> str:
    roles = frozenset(map(Role, data["roles"]))
    invited = invite_with_roles(actor=actor, **data | {"roles": roles})
    return f"{invited.name} is invited by mail."


def _save_department(actor: User, data: dict[str, Any]) -> str:
    saved = save_department(actor=actor, name=data["name"], department=data["department"])
    return f"{saved.name} is in the list of departments."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person; give and take roles, close or open the account."""
    user = _administrator(request)
    found = get_object_or_404(User.objects.select_related("department"), pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = Roles(typed, initial={"roles": sorted(found.roles)})
    if request.method == "POST":
        try:
            said = _change(user, found, request.POST.get("act", ""), form)
        except Refused as refusal:
            form.is_valid()
            form.add_error("roles", refusal.reason)
        else:
            if said:
                messages.success(request, said)
                return redirect("person", pk)
    context = {
        "person": person_rows([found])[0],
        "form": form,
        "seats_url": reverse("seats", args=[pk]),
        "is_active": found.is_active,
        "is_reader": found.pk == user.pk,
        "errors": form.links() if form.is_bound else [],
    }
    return render(request, "accounts/person.html", context, status=422 if form.is_bound else 200)


def _change(actor: User, person: User, act: str, form: Roles) -> str:
    """Do what a button says and return the words for it; empty when the form has a fault."""
    if act in ("close", "open"):
        close_or_open(actor=actor, user=person, active=act == "open")
        return f"The account of {person.name} is {'open' if act == 'open' else 'closed'}."
    if act != "roles":
        raise Refused("Press one of the buttons of this page.")
    if not form.is_valid():
        return ""
    set_roles(actor=actor, user=person, roles=frozenset(map(Role, form.cleaned_data["roles"])))
    return f"The roles of {person.name} are saved."


def _administrator(request: HttpRequest) -> User:
    user = reader_of(request)
    decision = can(user, Permission.MANAGE_PEOPLE)
    if not decision:
        raise Forbidden("Only an administrator may manage people.")
    return user
