"""The people of a project as ready words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from initiation.models import Member, Part, Project
from initiation.workflow import STAGE_NAMES


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with what they do."""

    name: str
    title: str
    does: str
    remove_url: str = ""
    replace_url: str = ""


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    """The people who share a part."""

    heading: str
    intro: str
    rows: tuple[PersonRow, ...]
    empty: str
    closed: str = ""


@dataclass(frozen=True, slots=True)
class MayChange:
    """What the reader may do here.

    ``closed`` says for each part why its people cannot be named or removed now, empty when they
    can; None for a reader who may not change them at all. ``replace``: give what somebody does
    here to somebody else.
    """

    closed: Mapping[Part, str] | None
    replace: bool


def parts_of_project(project: Project, may: MayChange) -> list[PeopleGroup]:
    """Return everybody by part: who decides, writes, signs, responds."""
    leading = (
        _person(project.manager, "Project manager"),
        _person(project.director, "Examines and decides", replace=may.replace),
        _person(project.sponsor, "Pays for it and signs", replace=may.replace),
    )
    return [
        PeopleGroup("Responsible", _RESPONSIBLE, leading, ""),
        *(_group(project, part, may) for part in _GROUPS),
    ]


_RESPONSIBLE = (
    "Set when the project was opened. If the director or the sponsor leaves, an administrator "
    "names another."
)
_GROUPS = {
    Part.CONTRIBUTOR: (
        "Contributors",
        "Each writes one stage; the lead answers for it.",
        "Nobody yet: the manager writes every stage alone.",
    ),
    Part.SIGNER: (
        "Signers from management",
        "They sign the management case beside the sponsor.",
        "Only the sponsor signs.",
    ),
    Part.TEAM: (
        "Team members",
        "Those whose work changes. They respond to the team case before anything starts.",
        "Nobody yet. The team must be named before it can be asked.",
    ),
}


def _group(project: Project, part: Part, may: MayChange) -> PeopleGroup:
    heading, intro, empty = _GROUPS[part]
    reason = may.closed[part] if may.closed is not None else ""
    rows = tuple(_rows(project, part, may, removable=may.closed is not None and not reason))
    return PeopleGroup(heading, intro, rows, empty, reason)


def _rows(project: Project, part: Part, may: MayChange, *, removable: bool) -> Iterator[PersonRow]:
    for member in project.member_list:
        if member.part == part:
            url = reverse("remove-member", args=[project.ref, member.pk]) if removable else ""
            left = part != Part.CONTRIBUTOR and not member.user.is_active
            yield _person(member.user, _does(member), url, replace=may.replace and left)


def _person(user: User, does: str, remove_url: str = "", *, replace: bool = False) -> PersonRow:
    words = does if user.is_active else f"{does}, account closed"
    replace_url = reverse("seats", args=[user.pk]) if replace else ""
    return PersonRow(user.name, user.title, words, remove_url, replace_url)


def _does(member: Member) -> str:
    if member.part != Part.CONTRIBUTOR:
        return member.get_part_display()
    return f"{STAGE_NAMES[member.stage]}{', leads it' if member.leads else ''}"
