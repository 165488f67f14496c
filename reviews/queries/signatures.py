"""Signatures under a project's case files."""

from initiation.models import Project
from reviews.models import SignOff


def sign_offs_of(project: Project) -> list[SignOff]:
    """Return every signature and refusal of the project, oldest first."""
    return list(SignOff.objects.filter(project=project).select_related("signer"))
