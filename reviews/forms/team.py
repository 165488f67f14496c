"""What a team member says to the team case, and the manager's reply."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from core.plain_forms import PlainForm
from reviews.content.whole import Whole
from reviews.models import TeamStance


class RespondForm(PlainForm):
    """One word to each of the seven answers, and the confirmation of having read them."""

    read = forms.BooleanField(
        label="I have read the whole case.",
        error_messages={"required": "Confirm that you have read the case."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, answers: Iterable[Whole], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.answers = tuple(answers)
        for answer in self.answers:
            self.fields[f"stance.{answer.code}"] = forms.ChoiceField(
                label=f"{answer.number}. {answer.title}",
                choices=TeamStance.choices,
                error_messages={"required": "Say clear, unclear or concern."},
            )
            self.fields[f"text.{answer.code}"] = forms.CharField(
                label=f"{answer.number}. In words", required=False, max_length=4000
            )

    def clean(self) -> dict[str, Any]:
        """Ask for words where something is unclear or a concern."""
        cleaned = super().clean() or {}
        for answer in self.answers:
            stance = cleaned.get(f"stance.{answer.code}", "")
            words = cleaned.get(f"text.{answer.code}", "")
            if stance in (TeamStance.UNCLEAR, TeamStance.CONCERN) and not words.strip():
                self.add_error(f"text.{answer.code}", "Say in words what it is.")
        return cleaned

    def typed(self) -> dict[str, str]:
        """Return what was typed, as strings."""
        return {name: self.data.get(name, "") for name in self.fields} if self.is_bound else {}

    def first_errors(self) -> dict[str, str]:
        """Return one message for each faulty field."""
        return {name: str(messages[0]) for name, messages in self.errors.items()}

    def links(self) -> list[tuple[str, str]]:
        """Return the faults for the error summary, with the ids the template gives."""
        ids = {"read": "id_read"}
        return [
            (
                ids.get(name, name.replace(".", "-")),
                f"{self.fields[name].label}: {messages[0]}"
                if name in self.fields
                else str(messages[0]),
            )
            for name, messages in self.errors.items()
        ]


class ReplyForm(PlainForm):
    """The manager's reply to an unclear or a concern."""

    reply = forms.CharField(
        label="Your reply",
        max_length=4000,
        help_text="The person is told by mail; the reply becomes part of the record.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write your reply."},
    )
