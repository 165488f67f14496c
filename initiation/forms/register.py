"""The forms that add to a project, evidence and raw data, and set raw data aside."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from core.files import too_large
from core.kinds.wording import one_line, text_problems, tidy
from core.plain_forms import PlainForm


def _text(text: str, limit: int) -> str:
    """Return a text; raises ValidationError for what cannot stand in the record."""
    for problem in text_problems(text, limit=limit):
        raise forms.ValidationError(problem.message)
    return text


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


def _day(label: str, help_text: str) -> forms.DateField:
    """Return a day; browsers show a stored one only as year, month and day."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "gw-medium"}),
        help_text=help_text,
    )


class EvidenceWords(PlainForm):
    """What a piece is called and what it shows; lengths are checked here, so that none is cut."""

    title = forms.CharField(
        label="Title", help_text="What it is, so that a reader knows before opening it."
    )
    note = forms.CharField(
        label="What it shows", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_title(self) -> str:
        """Take one line."""
        return _text(one_line(self.cleaned_data["title"]), 200)

    def clean_note(self) -> str:
        """Take a short text."""
        return _text(tidy(self.cleaned_data["note"]), 2000)


class EditEvidence(EvidenceWords):
    """The words of a piece and how long it is valid; ``seen`` marks what its writer read."""

    expires_on = _day("Valid until", "Leave it empty if it does not expire.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class EvidenceContent(UploadForm):
    """The content of a piece, a link or a file, and how long that is valid."""

    expires_on = _day("Valid until", "For an offer, a licence or a price. Else leave it empty.")
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="If it lives elsewhere.",
        error_messages={
            "invalid": "This is no address of a page. It begins with https:// or http://."
        },
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="PDF, picture, office document, notebook, CSV, text or JSON.",
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


class AddEvidence(EvidenceContent, EvidenceWords):
    """A new piece: its words, then its content."""


class NewVersion(EvidenceContent):
    """Another content for a piece, on the page where its words can be edited as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_version_%s", **kwargs)


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
    granted_on = _day("Allowed on", "")
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
