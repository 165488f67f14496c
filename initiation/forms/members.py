"""The forms that name somebody on a project, or somebody else."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from accounts.models import User
from core.plain_forms import PlainForm
from initiation.forms.project import PersonChoice
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


class Replace(PlainForm):
    """Who takes over one seat of somebody who leaves.

    A double press sends a seat that is no longer offered; the service knows what became of it.
    """

    seat = forms.RegexField(
        regex=r"^GW-[1-9][0-9]{0,14}:(director|sponsor|signer|team)$",
        label="What",
        error_messages={"invalid": "Choose one of the list."},
    )
    successor = PersonChoice(
        User.objects.none(),
        label="Who does it from now on",
        empty_label="Choose",
        help_text="Nobody who wrote part of the project can examine or sign it.",
    )
    reason = forms.CharField(
        label="Why", max_length=500, help_text="It becomes part of the project's history."
    )

    def __init__(
        self, seats: Sequence[tuple[str, str]], leaving: User, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_seats = bool(seats)
        self.fields["seat"].widget = forms.Select(choices=[("", "Choose"), *seats])
        choice = self.fields["successor"]
        if isinstance(choice, PersonChoice):
            choice.queryset = User.objects.filter(is_active=True).exclude(pk=leaving.pk)
