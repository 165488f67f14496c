"""Signatures under a project's case files."""

from initiation.models import Project
from reviews.models import SignOff


def sign_offs_of(project: Project) -> list[SignOff]:
    """Return every signature and refusal of the project, oldest first."""
    return list(SignOff.objects.filter(project=project).select_related("signer"))


def last_signed(sign_offs: list[SignOff]) -> int | None:
    """Return the key of the case file that was signed or refused last, if any was."""
    return sign_offs[-1].case_file_id if sign_offs else None
