"""What is asked and answered under an answer while a round is open."""

from django import forms


class FollowUpForm(forms.Form):
    """A question that leaves at once; blocking ones must be closed before approval."""

    text = forms.CharField(
        strip=False,
        max_length=5_000,
        error_messages={"required": "Write the question you want to ask."},
    )
    blocking = forms.BooleanField(required=False)


class ReplyForm(forms.Form):
    """The project manager's answer to a follow-up."""

    text = forms.CharField(
        strip=False, max_length=20_000, error_messages={"required": "Write your answer."}
    )
