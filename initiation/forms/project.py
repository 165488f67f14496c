"""The forms of a project: opening one, and finding one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.access import Role
from accounts.models import Department, User
from accounts.queries import with_role
from core.plain_forms import PlainForm
from initiation.models import Project
from initiation.workflow import STATE_NAMES

if TYPE_CHECKING:
    UserChoice = forms.ModelChoiceField[User]
else:  # the class takes no type argument when it runs
    UserChoice = forms.ModelChoiceField


class PersonChoice(UserChoice):
    """One of the people who hold a role."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name with the title, since two people can share a name."""
        return f"{obj.name}, {obj.title}" if obj.title else str(obj.name)


class JudgesForm(PlainForm):
    """Who in management pays for a project, and who examines it."""

    sponsor = PersonChoice(
        User.objects.none(),
        label="Sponsor",
        empty_label="Choose",
        help_text="Who in management pays for it, and signs.",
    )
    director = PersonChoice(
        User.objects.none(),
        label="IT director",
        empty_label="Choose",
        help_text="Who examines the answers and decides.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, role in (("sponsor", Role.MANAGEMENT), ("director", Role.DIRECTOR)):
            choice = self.fields[name]
            if isinstance(choice, PersonChoice):
                choice.queryset = with_role(role)


FACTS = ("name", "department", "director", "sponsor")


class NewProject(JudgesForm):
    """What a project needs to begin."""

    name = forms.CharField(
        label="Name of the project",
        max_length=100,
        help_text="What people will call it: “Support ticket triage”.",
    )
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label="Department",
        empty_label="Choose",
        help_text="Whose problem is it?",
    )
    start_from = forms.ChoiceField(
        required=False,
        label="Start from",
        help_text="The answers of its five stages are copied, with the evidence they cite. "
        "People, verdicts, signatures and raw data are not.",
    )
    with_exam = forms.BooleanField(
        required=False, label="Copy its answers to the director’s seven questions too"
    )
    field_order = ("name", "department", "sponsor", "director", "start_from", "with_exam")

    def __init__(
        self,
        sources: Iterable[Project],
        data: Mapping[str, Any] | None = None,
        *,
        chosen: str = "",
    ) -> None:
        super().__init__(data, initial={"start_from": chosen})
        self.sources = {source.ref: source for source in sources}
        if not self.sources:
            del self.fields["start_from"], self.fields["with_exam"]
            return
        choice = self.fields["start_from"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", "Nothing: an empty project"), *self._groups()]

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the projects to start from, templates first."""
        groups = {"Templates": True, "Earlier projects": False}
        named = {
            heading: [
                (ref, f"{ref} {source.name}")
                for ref, source in self.sources.items()
                if source.is_open_template is is_template
            ]
            for heading, is_template in groups.items()
        }
        return [(heading, choices) for heading, choices in named.items() if choices]

    def source(self) -> Project | None:
        """Return the project that was chosen to start from, once the form is valid."""
        return self.sources.get(self.cleaned_data.get("start_from") or "")

    def facts(self) -> dict[str, Any]:
        """Return the four facts every project begins with, once the form is valid."""
        return {name: self.cleaned_data[name] for name in FACTS}


class NewVersion(JudgesForm):
    """Who judges the new version of a project: the same people, unless they cannot any more."""

    def __init__(self, old: Project, typed: Mapping[str, Any]) -> None:
        before = {"sponsor": old.sponsor_id, "director": old.director_id}
        super().__init__({name: typed.get(name, key) for name, key in before.items()})
        for name, person in (("sponsor", old.sponsor), ("director", old.director)):
            self.fields[name].error_messages["invalid_choice"] = (
                f"{person.name} can no longer do this: choose somebody else."
            )


class FindProjects(forms.Form):
    """The filter above the list of projects; what makes no sense is dropped."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Name or reference",
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )
    state = forms.ChoiceField(
        required=False,
        label="Where",
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[("", "Anywhere"), *((s.value, name) for s, name in STATE_NAMES.items())],
    )
