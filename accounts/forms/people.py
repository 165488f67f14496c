"""Forms about people: one's own settings, inviting, roles, the first password."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password

from accounts.access import ROLE_NAMES, ROLES_BY_MEMBERSHIP, Role
from accounts.models import Department, Theme, User
from core.plain_forms import PlainForm

ROLE_CHOICES = [
    (role.value, ROLE_NAMES[role][:1].upper() + ROLE_NAMES[role][1:])
    for role in Role
    if role not in ROLES_BY_MEMBERSHIP
]


class Settings(PlainForm):
    """What a person sets for themselves."""

    name = forms.CharField(label="Name", max_length=120, help_text="As it stands in the record.")
    theme = forms.ChoiceField(label="Appearance", choices=Theme.choices, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=[],
        help_text="Times on every page are shown in it.",
    )
    shortcuts = forms.BooleanField(
        label="Use keyboard shortcuts in examinations",
        required=False,
        help_text="Single letters; they never submit anything.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        if isinstance(zone, forms.ChoiceField):
            names = sorted(zoneinfo.available_timezones())
            usual = f"As usual here: {settings.TIME_ZONE}"
            zone.choices = [("", usual), *((name, name) for name in names)]


class Invite(PlainForm):
    """A new person."""

    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(label="Name", max_length=120)
    title = forms.CharField(label="Title", max_length=120, required=False)
    department = forms.ModelChoiceField(
        Department.objects.all(), label="Department", required=False, empty_label="None"
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Contributors and team members need none: being named on a project is enough.",
    )


class SaveDepartment(PlainForm):
    """A new department, or a new name of one."""

    department = forms.ModelChoiceField(
        Department.objects.all(),
        label="Add or rename",
        required=False,
        empty_label="A new department",
        help_text="Renaming changes no case file that was examined or signed.",
    )
    name = forms.CharField(label="Name of the department", max_length=120)


class Roles(PlainForm):
    """The roles of one person."""

    roles = forms.MultipleChoiceField(
        label="Roles", required=False, choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )


class FirstPassword(PlainForm):
    """The password that opens an invited account."""

    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 12 characters; a sentence is easiest to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Take a good password that was typed twice alike."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password is None:
            return cleaned
        try:
            validate_password(password, self.user)
        except forms.ValidationError as fault:
            self.add_error("password", fault)
        if again is not None and password != again:
            self.add_error("again", "The two passwords differ.")
        return cleaned
