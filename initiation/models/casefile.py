"""The case file: the whole project frozen as canonical JSON with its SHA-256."""

from django.conf import settings
from django.db import models

from core.models.protect import insert_only
from initiation.models.project import Project


class CaseFile(models.Model):
    """What people examine, sign and print. Never changed, never deleted."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="case_files")
    number = models.PositiveIntegerField()
    occasion = models.CharField(max_length=40)  # the move it was frozen for
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="case_file_number_once"),
        ]
        indexes = [models.Index(fields=["sha256"], name="case_file_by_hash")]
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.project_id} case file {self.number} {self.sha256[:12]}"
