"""What hangs on a person in the projects that run: an administrator names somebody else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, can
from accounts.models import User
from accounts.reader import reader_of
from core.refused import Forbidden, Refused
from initiation.content.seats import seat_choices, seat_rows
from initiation.forms.members import Replace
from initiation.models import Project
from initiation.queries.seats import Seat, seats_of
from initiation.services.replacing import replace_person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """List what one person does on projects that run, and give it to somebody else."""
    user = reader_of(request)
    if not can(user, Permission.REPLACE_PERSON):
        raise Forbidden("Only an administrator may name somebody else.")
    person = get_object_or_404(User, pk=pk)
    held = seats_of(person)
    form = Replace(seat_choices(person, held), person, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            said = _replace(user, person, form)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "") or "seat", refusal.reason)
        else:
            messages.success(request, said)
            return redirect("seats", pk)
    context = {
        "person": person,
        "rows": seat_rows(person, held),
        "form": form,
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiation/members_seats.html", context, status=status)


def _replace(actor: User, leaving: User, form: Replace) -> str:
    ref, seat = form.cleaned_data["seat"].split(":")
    project = get_object_or_404(Project, pk=int(ref.removeprefix("GW-")))
    successor = form.cleaned_data["successor"]
    replace_person(
        actor=actor,
        project=project,
        seat=Seat(seat),
        leaving=leaving,
        successor=successor,
        reason=form.cleaned_data["reason"],
    )
    return f"{successor.name} is named on {ref}, and told by mail."
