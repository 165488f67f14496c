"""The forms that add to a project, evidence and raw data, and set raw data aside."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from core.files import too_large
from core.plain_forms import PlainForm


class UploadForm(PlainForm):
    """A form whose last input is a file: what stands before it arrives even if the file does not.

    ``cut_off_at`` is the limit to name when the file was too large to be taken at all.
    """

    def __init__(self, *args: Any, cut_off_at: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cut_off_at is not None:
            self.files = MultiValueDict()
            self.fields["file"].required = True
            self.fields["file"].error_messages["required"] = too_large(cut_off_at)


class AddEvidence(UploadForm):
    """A link or a file."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="What it is, so that a reader knows before opening it.",
    )
    note = forms.CharField(
        label="What it shows",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="If it lives elsewhere.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="PDF, picture, office document, CSV, text or JSON.",
    )

    def clean(self) -> dict[str, Any]:
        """Take exactly one of link and file."""
        cleaned = super().clean() or {}
        file, link = cleaned.get("file"), cleaned.get("link")
        if "file" in self.errors or "link" in self.errors:
            return cleaned
        if not file and not link:
            self.add_error("file", "Choose a file, or give a link.")
        elif file and link:
            self.add_error("link", "Give either a file or a link, not both.")
        return cleaned


class AddData(UploadForm):
    """One CSV file of raw data."""

    name = forms.CharField(
        label="Name of the source",
        max_length=120,
        help_text="“Tickets 2024–2025, export of the help desk”.",
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
    file = forms.FileField(
        label="CSV file",
        help_text="The first line holds the column names. A worker measures the file; its rows are "
        "shown to nobody.",
    )


class SetAside(PlainForm):
    """Why a source of raw data counts no longer."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="“Too large to be measured; a sample of March takes its place.”",
    )
