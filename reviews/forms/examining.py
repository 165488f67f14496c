"""What the examiner fills in on the page of a question."""

from typing import Any

from django import forms

from reviews.models import Stance


class VerdictForm(forms.Form):
    """A verdict with its comment; only "accepted" needs none."""

    verdict = forms.ChoiceField(
        choices=Stance.choices, error_messages={"required": "Choose a verdict."}
    )
    comment = forms.CharField(required=False, strip=False, max_length=20_000)

    def clean(self) -> dict[str, Any]:
        """Ask for the comment that the manager needs in order to mend the answer."""
        entered = super().clean() or {}
        stance = entered.get("verdict")
        if stance and stance != Stance.ACCEPTED and not entered.get("comment", "").strip():
            self.add_error(
                "comment", "Say in words what is missing: only “accepted” needs no comment."
            )
        return entered

    def error_links(self) -> list[tuple[str, str]]:
        """Return the error summary: the id to lead to and the message."""
        ids = {"verdict": "verdict-accepted", "comment": "comment"}
        return [(ids[name], str(errors[0])) for name, errors in self.errors.items()]
