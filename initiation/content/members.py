"""The people of a project as ready words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from initiation.models import Member, Part, Project
from initiation.workflow import STAGE_NAMES


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with what they do."""

    name: str
    title: str
    does: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    """The people who share a part."""

    heading: str
    intro: str
    rows: tuple[PersonRow, ...]
    empty: str
    closed: str = ""


def parts_of_project(project: Project, closed: Mapping[Part, str] | None) -> list[PeopleGroup]:
    """Return everybody by part: who decides, writes, signs, responds.

    ``closed`` says for each part why its people cannot be changed now, empty when they can; None
    for a reader who may not change them at all.
    """
    leading = (
        PersonRow(project.manager.name, project.manager.title, "Project manager", ""),
        PersonRow(project.director.name, project.director.title, "Examines and decides", ""),
        PersonRow(project.sponsor.name, project.sponsor.title, "Pays for it and signs", ""),
    )
    return [
        PeopleGroup("Responsible", "Set when the project was opened.", leading, ""),
        *(_group(project, part, closed) for part in _GROUPS),
    ]


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


def _group(project: Project, part: Part, closed: Mapping[Part, str] | None) -> PeopleGroup:
    heading, intro, empty = _GROUPS[part]
    reason = closed[part] if closed is not None else ""
    rows = tuple(_rows(project, part, removable=closed is not None and not reason))
    return PeopleGroup(heading, intro, rows, empty, reason)


def _rows(project: Project, part: Part, *, removable: bool) -> Iterator[PersonRow]:
    for member in project.member_list:
        if member.part == part:
            url = reverse("remove-member", args=[project.ref, member.pk]) if removable else ""
            yield PersonRow(member.user.name, member.user.title, _does(member), url)


def _does(member: Member) -> str:
    if member.part != Part.CONTRIBUTOR:
        return member.get_part_display()
    return f"{STAGE_NAMES[member.stage]}{', leads it' if member.leads else ''}"
