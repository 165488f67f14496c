"""Signing in and asking for a new password, with the same words for the same thing as elsewhere."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms

ADDRESS = "E-mail address"


class SignIn(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign-in by e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["login"])


class ForgottenPassword(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asking for the link that leads to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["email"])


def _name(field: forms.Field) -> None:
    """Call the field what it is called everywhere; a placeholder would say it twice."""
    field.label = ADDRESS
    field.widget.attrs.pop("placeholder", None)
