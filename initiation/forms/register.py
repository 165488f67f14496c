"""The forms that add to a project: evidence, raw data, people."""

from typing import Any

from django import forms

from core.plain_forms import PlainForm
from initiation.models import Part
from initiation.workflow import STAGE_NAMES, STAGES


class AddEvidence(PlainForm):
    """A file or a link."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="What it is, so that a reader knows before opening it.",
    )
    file = forms.FileField(
        label="File", required=False, help_text="PDF, picture, office document, CSV, text or JSON."
    )
    link = forms.URLField(
        label="Or a link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="If it lives elsewhere.",
    )
    note = forms.CharField(
        label="What it shows",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Take exactly one of file and link."""
        cleaned = super().clean() or {}
        file, link = cleaned.get("file"), cleaned.get("link")
        if "file" in self.errors or "link" in self.errors:
            return cleaned
        if not file and not link:
            self.add_error("file", "Choose a file, or give a link.")
        elif file and link:
            self.add_error("link", "Give either a file or a link, not both.")
        return cleaned


class AddData(PlainForm):
    """One CSV file of raw data."""

    name = forms.CharField(
        label="Name of the source",
        max_length=120,
        help_text="“Tickets 2024–2025, export of the help desk”.",
    )
    file = forms.FileField(
        label="CSV file",
        help_text="The first line holds the column names. A worker measures the file; its rows are "
        "shown to nobody.",
    )
    granted_by = forms.CharField(
        label="Who allowed its use", required=False, max_length=120, help_text="The data's owner."
    )
    granted_on = forms.DateField(
        label="Allowed on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "gw-medium"}),
    )
    made_up = forms.BooleanField(label="This data is made up", required=False)


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

    def clean(self) -> dict[str, Any]:
        """Ask for the stage of a contributor; nobody else has one."""
        cleaned = super().clean() or {}
        is_contributor = cleaned.get("part") == Part.CONTRIBUTOR
        if is_contributor and cleaned.get("stage") not in STAGES:
            self.add_error("stage", "Choose the stage this person works on.")
        if not is_contributor:
            cleaned["stage"], cleaned["leads"] = "", False
        return cleaned
