"""Evidence: a file or a link, content-hashed, that answers cite by its reference."""

from django.conf import settings
from django.db import models

from initiation.models.project import Project


class Evidence(models.Model):
    """One piece of proof in a project's register, known there as E-1, E-2, ..."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    link = models.URLField(max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="evidence_number_once"),
            models.CheckConstraint(
                condition=models.Q(file_name="", link__gt="") | models.Q(file_name__gt="", link=""),
                name="evidence_is_a_file_or_a_link",
            ),
        ]
        indexes = [models.Index(fields=["project", "added_by"], name="evidence_author")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def ref(self) -> str:
        """The reference that answers cite: E-7."""
        return f"E-{self.number}"

    @property
    def is_file(self) -> bool:
        """Whether there is a file to download."""
        return bool(self.file_name)
