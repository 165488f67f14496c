"""The reason for stepping aside."""

from django import forms


class ReasonForm(forms.Form):
    """Why a project is put on hold or withdrawn."""

    use_required_attribute = False

    reason = forms.CharField(
        label="Reason",
        help_text="It becomes part of the record and is shown on the project's page.",
        widget=forms.Textarea(attrs={"rows": 5, "class": "form-control"}),
        max_length=4000,
        error_messages={"required": "Give the reason in words; it becomes part of the record."},
    )
