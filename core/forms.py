"""Forms made from questions: one form field for each field of a question, whatever its kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from core.kinds import FieldSpec, Problem, Surroundings, input_id, kind_of
from core.kinds.base import NOWHERE, Raw, messages_at
from core.kinds.rows import row_command, with_rows_changed
from core.kinds.text import suggestions_id
from core.question_sets import Question, Value, place_of


def as_raw(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return posted data as plain lists of strings, exactly as they were sent."""
    if isinstance(data, MultiValueDict):
        return {name: list(data.getlist(name)) for name in data}
    return {
        name: list(sent) if isinstance(sent, list | tuple) else [str(sent)]
        for name, sent in data.items()
    }


def belonging_to(raw: Raw, name: str) -> dict[str, list[str]]:
    """Return the part of the posted strings that one field reads."""
    inside = f"{name}."
    return {
        key: list(values) for key, values in raw.items() if key == name or key.startswith(inside)
    }


class KindWidget(forms.Widget):
    """Prints the inputs of a kind from the data that the kind prepared."""

    def __init__(self, spec: FieldSpec, surroundings: Surroundings) -> None:
        super().__init__()
        self.spec = spec
        self.kind = kind_of(spec.kind)
        self.surroundings = surroundings
        self.problems: tuple[Problem, ...] = ()
        self.use_fieldset = self.kind.grouped(spec)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the inputs holding what was typed, with faulty ones marked."""
        context = self.kind.inputs(self.spec, name, value or {}, self.surroundings, self.problems)
        template = f"kinds/inputs/{self.kind.input_template}.html"
        return render_to_string(template, dict(context))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the posted strings of this field, all of them."""
        return belonging_to(as_raw(data), name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether nothing at all was posted for this field."""
        return not self.value_from_datadict(data, files, name)


class KindBoundField(BoundField):
    """A kind's field in a form: its ids, and the messages that concern it as a whole."""

    field: "KindField"
    is_kind = True

    @property
    def auto_id(self) -> str:
        """The id that labels, hints and messages are built from."""
        return input_id(self.html_name)

    @property
    def id_for_label(self) -> str:
        """The id of the input that a message about the whole field leads to."""
        field = self.field
        return input_id(self.html_name + field.kind.anchor(field.spec, ""))

    @property
    def needed(self) -> bool:
        """Whether the field must be filled in before the question may be submitted."""
        return self.field.spec.required or self.field.spec.min_rows > 0

    @property
    def errors_here(self) -> list[str]:
        """The messages about the whole field; the others stand at their inputs."""
        if not self.errors:
            return []
        return list(filter(None, [messages_at(self.field.problems, "")]))

    @property
    def aria_describedby(self) -> str:
        """The ids of hint and message, for the legend's fieldset."""
        hint = f"{self.auto_id}_helptext" if self.help_text else ""
        message = f"{self.auto_id}_error" if self.errors_here else ""
        return " ".join(filter(None, (hint, message)))


class KindField(forms.Field):
    """Reads one field of a question through its kind. Drafts may be incomplete."""

    widget: KindWidget

    def __init__(self, spec: FieldSpec, surroundings: Surroundings, name: str) -> None:
        self.spec = spec
        self.kind = kind_of(spec.kind)
        self.surroundings = surroundings
        self.name = name
        self.problems: tuple[Problem, ...] = ()
        super().__init__(
            required=False,
            label=spec.label,
            help_text=self.kind.hint(spec),
            widget=KindWidget(spec, surroundings),
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Return the field with the ids and messages of its kind."""
        return KindBoundField(form, self, field_name)

    def clean(self, value: Any) -> Any:
        """Return the stored value, or raise with every message; the inputs remember theirs."""
        if self.kind.read_only:
            return None
        reading = self.kind.read(self.spec, value or {}, self.name, self.surroundings)
        self.problems = self.widget.problems = reading.problems
        if reading.problems:
            raise forms.ValidationError([problem.message for problem in reading.problems])
        return reading.value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what the strings mean, so that spaces or blank rows are no change."""
        if self.kind.read_only:
            return False
        before = self.kind.read(self.spec, initial or {}, self.name)
        after = self.kind.read(self.spec, data or {}, self.name)
        return bool(after.problems) or before.value != after.value


class Opening:
    """First in the layout: the button that Enter presses, and the names to suggest."""

    def render(self, form: "QuestionForm", context: Any, **kwargs: Any) -> SafeString:
        """Return the opening; crispy-forms calls this as for any layout object."""
        lists = [
            {"id": suggestions_id(form.question.code, name), "names": names}
            for name, names in form.suggestions()
        ]
        return render_to_string("kinds/inputs/opening.html", {"lists": lists})


class QuestionForm(forms.Form):
    """The form of one question. It stands inside a page's own form element.

    `value` is the stored answer, `data` what was posted; `raw` shows typed strings unjudged.
    """

    use_required_attribute = False

    def __init__(
        self,
        question: Question,
        value: Value | None,
        surroundings: Surroundings = NOWHERE,
        data: Mapping[str, Any] | None = None,
        *,
        raw: Raw | None = None,
    ) -> None:
        super().__init__(data=data)
        self.question = question
        self.surroundings = surroundings
        self.stored: Value = value or {}
        for spec in question.fields:
            name = question.input_name(spec)
            self.fields[name] = KindField(spec, surroundings, name)
            if raw is None:
                kind = kind_of(spec.kind)
                self.initial[name] = kind.write(spec, self.stored.get(spec.code), name)
            else:
                self.initial[name] = belonging_to(raw, name)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(Opening(), *self.fields)

    def suggestions(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the names that inputs of this question suggest, by the name of their list."""
        fields = self.question.fields
        specs = (*fields, *(column for spec in fields for column in spec.columns))
        wanted = dict.fromkeys(spec.suggest for spec in specs if spec.suggest)
        found = [(name, self.surroundings.suggested(name)) for name in wanted]
        if any(spec.kind == "person" for spec in specs):
            found.append(("people", self.surroundings.people))
        return [(name, names) for name, names in found if names]

    def value(self) -> dict[str, Any]:
        """Return the answer to store, once the form is valid; measured fields stay as they were."""
        answer: dict[str, Any] = {}
        for spec in self.question.fields:
            if kind_of(spec.kind).read_only:
                entered = self.stored.get(spec.code)
            else:
                entered = self.cleaned_data[self.question.input_name(spec)]
            if entered is not None:
                answer[spec.code] = entered
        return answer

    def error_links(self) -> list[tuple[str, str]]:
        """Return, for the error summary, the id to lead to and the message for every problem."""
        if not self.errors:
            return []
        problems = tuple(
            replace(problem, where=field.name + problem.where)
            for field in self.fields.values()
            if isinstance(field, KindField)
            for problem in field.problems
        )
        return problem_links(self.question, problems)

    def with_row_button(self, command: str) -> "QuestionForm":
        """Return the form after a row button, with everything typed kept and nothing judged.

        A command for another question, or one that makes no sense, changes nothing.
        """
        raw: Raw = as_raw(self.data)
        wanted = row_command(command)
        names = [
            rows
            for name, field in self.fields.items()
            if isinstance(field, KindField)
            for rows in field.kind.row_names(name)
        ]
        if wanted and wanted.name in names:
            raw = with_rows_changed(raw, wanted)
        return QuestionForm(self.question, self.stored, self.surroundings, raw=raw)


def problem_links(question: Question, problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Return, for each problem with its full `where`, the id to lead to and the words."""
    links = []
    for problem in problems:
        html_id, label = place_of(question, problem.where)
        links.append((html_id, f"{label}: {problem.message}"))
    return links
