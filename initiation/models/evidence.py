"""Evidence: a file or a link, content-hashed and versioned, that answers cite by its reference."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models.protect import insert_only
from initiation.models.project import Project

_FILE_OR_LINK = models.Q(file_name="", link__gt="") | models.Q(file_name__gt="", link="")


class Evidence(models.Model):
    """One piece of proof in a project's register, known there as E-1, E-2, ...

    It holds its newest content; every content it ever had is an ``EvidenceVersion``. ``added_by``
    and ``added_at`` tell who added the newest one, and when.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    link = models.URLField(max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1, db_default=1)
    expires_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="evidence_number_once"),
            models.CheckConstraint(condition=_FILE_OR_LINK, name="evidence_is_a_file_or_a_link"),
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

    def has_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires_on is not None and self.expires_on < today


class EvidenceVersion(models.Model):
    """One content that a piece of evidence had or has; never changed, so its hash can be shown."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evidence_versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    link = models.URLField(max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "number"], name="evidence_version_number_once"
            ),
            models.CheckConstraint(condition=_FILE_OR_LINK, name="version_is_a_file_or_a_link"),
        ]
        indexes = [models.Index(fields=["project", "added_by"], name="evidence_version_author")]
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.evidence_id} v{self.number}"

    @property
    def is_file(self) -> bool:
        """Whether there is a file to download."""
        return bool(self.file_name)


class EvidenceEdit(models.Model):
    """The words of a piece of evidence that an edit replaced; nothing that was typed is lost."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="edits")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evidence_edits")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["project", "edited_by"], name="evidence_edit_author")]
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.evidence_id} before {self.edited_at}"
