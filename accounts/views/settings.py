"""One's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms.people import Settings
from accounts.reader import reader_of
from accounts.services.people import change_settings, words_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and save the reader's name, appearance, time zone and shortcuts."""
    user = reader_of(request)
    initial = {
        "name": user.name,
        "theme": user.theme,
        "time_zone": user.time_zone,
        "shortcuts": user.shortcuts,
    }
    form = Settings(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_settings(user=user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("account")
    context = {
        "form": form,
        "email": user.email,
        "roles": words_for(user.roles),
        "errors": form.links() if form.is_bound else [],
    }
    return render(request, "accounts/account.html", context, status=422 if form.is_bound else 200)
