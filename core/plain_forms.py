"""The base of our ordinary forms: drawn by crispy-forms inside a page's own form element."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class PlainForm(forms.Form):
    """A form whose faults can be linked from the error summary."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def links(self) -> list[tuple[str, str]]:
        """Return the faults for the error summary: id of the input, and the words."""
        found = []
        for name, messages in self.errors.items():
            field = self.fields.get(name)
            prefix = f"{field.label}: " if field is not None else ""
            html_id = self._place_of(name) if field is not None else "main"
            found += [(html_id, f"{prefix}{message}") for message in messages]
        return found

    def _place_of(self, name: str) -> str:
        """Return the id of a field's input, of its first one where it has several."""
        bound = self[name]
        return bound.id_for_label or f"{bound.auto_id}_0"
