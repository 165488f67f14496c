"""Signing the management case, or refusing to."""

from typing import Any

from django import forms

from core.plain_forms import PlainForm


class SignForm(PlainForm):
    """A signer's word under the case they read, confirmed by their password."""

    word = forms.ChoiceField(
        label="Your word",
        choices=[("sign", "I sign this case"), ("refuse", "I refuse to sign it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you sign."},
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=4000,
        help_text="Needed when you refuse; the case goes back to its writer with it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        help_text="Asked again, because this signs in your name.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        cleaned = super().clean() or {}
        if cleaned.get("word") == "refuse" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why you refuse.")
        return cleaned
