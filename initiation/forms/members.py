"""The form that names somebody on a project."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.plain_forms import PlainForm
from initiation.models import Part
from initiation.workflow import STAGE_NAMES, STAGES


class AddMember(PlainForm):
    """A person's part in the project."""

    email = forms.EmailField(
        label="E-mail address", help_text="Somebody new gets an invitation by mail."
    )
    name = forms.CharField(label="Name", max_length=120)
    part = forms.ChoiceField(label="Part", choices=[("", "Choose"), *Part.choices])
    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[("", "None"), *STAGE_NAMES.items()],
        help_text="For contributors: the stage they write.",
    )
    leads = forms.BooleanField(label="Leads this stage", required=False)

    def offer(self, parts: Iterable[Part]) -> None:
        """Offer only these parts; what was typed is kept, so only on a fresh form."""
        choice = self.fields["part"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", "Choose"), *((part.value, part.label) for part in parts)]

    def clean(self) -> dict[str, Any]:
        """Ask for the stage of a contributor; nobody else has one."""
        cleaned = super().clean() or {}
        is_contributor = cleaned.get("part") == Part.CONTRIBUTOR
        if is_contributor and cleaned.get("stage") not in STAGES:
            self.add_error("stage", "Choose the stage this person works on.")
        if not is_contributor:
            cleaned["stage"], cleaned["leads"] = "", False
        return cleaned
