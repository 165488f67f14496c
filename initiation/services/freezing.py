"""Freezing a project into a case file."""

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.canonical import sha256
from initiation.casefile import to_bytes
from initiation.models import CaseFile, Project
from initiation.queries.casefile import content_of


def freeze(*, actor: User, project: Project, occasion: str) -> CaseFile:
    """Return a new case file of ``project``. The caller holds the project's row lock."""
    body = to_bytes(content_of(project))
    last = CaseFile.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    return CaseFile.objects.create(
        project=project,
        number=last + 1,
        occasion=occasion,
        body=body.decode(),
        sha256=sha256(body),
        frozen_by=actor,
        frozen_at=timezone.now(),
    )
