"""The director's word on the rule's result."""

from django import forms

from initiation.mlops import NEED_NAMES, Need


class ConfirmForm(forms.Form):
    """Confirm what the rule says, or override it with a reason."""

    use_required_attribute = False

    decided = forms.ChoiceField(
        label="What is needed",
        choices=[(need.value, NEED_NAMES[need]) for need in Need],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choose what is needed.", "invalid_choice": "Choose one."},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Required when your word differs from the rule's. It becomes part of the record.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        required=False,
        max_length=4000,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
