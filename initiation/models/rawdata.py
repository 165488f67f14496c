"""Raw data: uploaded sources and the profile a worker measured."""

from django.conf import settings
from django.db import models

from initiation.models.project import Project


class DataSource(models.Model):
    """One source of raw data, known in its project as D-1, D-2, ...; rows stay in its file.

    A source that was set aside counts for nothing, but stays as evidence of what was tried.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    granted_by = models.CharField(max_length=120, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    made_up = models.BooleanField(default=False)
    profile = models.JSONField(null=True)
    refusal = models.TextField(blank=True)
    profiled_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    set_aside_at = models.DateTimeField(null=True)
    set_aside_reason = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="source_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    set_aside_by__isnull=True, set_aside_at__isnull=True, set_aside_reason=""
                )
                | models.Q(
                    set_aside_by__isnull=False,
                    set_aside_at__isnull=False,
                    set_aside_reason__gt="",
                ),
                name="source_set_aside_by_somebody_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["project", "added_by"], name="source_author")]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    @property
    def ref(self) -> str:
        """The reference inside the project: D-1."""
        return f"D-{self.number}"

    @property
    def is_measured(self) -> bool:
        """Whether measuring has come to an end: a profile, or a refusal in words."""
        return self.profile is not None or bool(self.refusal)

    @property
    def job_key(self) -> str:
        """The key of the job that profiles this source."""
        return f"profile:{self.pk}:{self.sha256}"
