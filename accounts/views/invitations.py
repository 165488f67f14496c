"""Opening an account with the link of an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms.people import FirstPassword
from accounts.services.people import accept_invitation, invited_person


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Let the invited person set a first password; a wrong, used or old link says so."""
    user = invited_person(uid, token)
    if user is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = FirstPassword(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept_invitation(user=user, password=form.cleaned_data["password"])
        messages.success(request, "Your account is open. Sign in with your new password.")
        return redirect("account_login")
    context = {
        "form": form,
        "person": user.name,
        "email": user.email,
        "errors": form.links() if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    response = render(request, "accounts/invitation.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
