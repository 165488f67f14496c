"""Who signs and who responds."""

from accounts.models import User
from initiation.models import Part, Project


def signers_of(project: Project) -> list[User]:
    """Return everybody who must sign: the sponsor first, then the named signers."""
    named = [member.user for member in project.member_list if member.part == Part.SIGNER]
    return [project.sponsor, *(user for user in named if user.pk != project.sponsor_id)]


def team_of(project: Project) -> list[User]:
    """Return the team members who are asked for a response."""
    return [member.user for member in project.member_list if member.part == Part.TEAM]
