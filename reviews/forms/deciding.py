"""What ends a round: the outcome with its reasons."""

from typing import Any

from django import forms

from reviews.models import Outcome
from reviews.services.deciding import REASON_CODES

NO_REASONS = "Give your reasons; they are part of the decision."


class DecisionForm(forms.Form):
    """A decision in words. A rejection also has a coded reason and shows the way back."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices, error_messages={"required": "Choose how the round ends."}
    )
    reasons = forms.CharField(
        strip=False,
        max_length=20_000,
        error_messages={"required": NO_REASONS},
    )
    reason_code = forms.ChoiceField(choices=[("", ""), *REASON_CODES.items()], required=False)
    would_change = forms.CharField(strip=False, required=False, max_length=20_000)
    seen_sha256 = forms.CharField(max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words where only blanks came, and for what only a rejection needs."""
        entered = super().clean() or {}
        if "reasons" in entered and not entered["reasons"].strip():
            self.add_error("reasons", NO_REASONS)
        if entered.get("outcome") == Outcome.REJECT:
            if not entered.get("reason_code"):
                self.add_error("reason_code", "Choose the reason that comes closest.")
            if not entered.get("would_change", "").strip():
                self.add_error("would_change", "Say what would change your mind.")
        return entered

    def error_links(self) -> list[tuple[str, str]]:
        """Return the error summary: the id to lead to and the message."""
        return [(name, str(errors[0])) for name, errors in self.errors.items()]
