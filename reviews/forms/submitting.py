"""The declaration under a submission."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime


class DeclarationForm(forms.Form):
    """What the submitter declares, about the hash they were shown."""

    use_required_attribute = False

    declared = forms.BooleanField(
        label="The answers are true to the best of my knowledge, and nothing that speaks against "
        "the project was left out.",
        error_messages={"required": "Confirm that the answers are true before submitting."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def shown_moment(self) -> datetime | None:
        """Return when the page was opened, if the form still says so."""
        typed: Any = self.data.get("shown_at", "")
        try:
            moment = parse_datetime(typed)
        except ValueError:
            return None
        return moment if moment and moment.tzinfo else None

    def seen_sha256(self) -> str:
        """Return the hash of what was shown; a word that is no hash when the form names none."""
        typed: str = self.data.get("seen", "")
        return typed if re.fullmatch("[0-9a-f]{64}", typed) else "none"
