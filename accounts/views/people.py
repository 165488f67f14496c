"""Who has an account, and what they may do: the administrator's pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, Role, can
from accounts.content import person_rows
from accounts.forms.people import Invite, Roles
from accounts.models import User
from accounts.queries import everybody
from accounts.reader import reader_of
from accounts.services.people import close_or_open, invite_with_roles, set_roles
from core.refused import Forbidden, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """List everybody, find some, invite somebody."""
    user = _administrator(request)
    form = Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"roles": frozenset(map(Role, form.cleaned_data["roles"]))}
        try:
            invited = invite_with_roles(actor=user, **data)
        except Refused as refusal:
            form.add_error("email", refusal.reason)
        else:
            messages.success(request, f"{invited.name} is invited by mail.")
            return redirect("people")
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = everybody(words)
    context = {
        "form": form,
        "words": words,
        "rows": person_rows(found),
        "errors": form.links() if form.is_bound else [],
    }
    return render(request, "accounts/people.html", context, status=422 if form.is_bound else 200)


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
