"""A dossier: a PDF made from one case file and the decisions about it, named by its content."""

from django.db import models

from initiation.models import CaseFile, Project


class DossierKind(models.TextChoices):
    """What a dossier was made for."""

    SUBMISSION = "submission", "As submitted"
    DECISION = "decision", "As decided"
    INITIATION = "initiation", "As initiated"
    DRAFT = "draft", "Working copy"


class Dossier(models.Model):
    """One built dossier; unique by case file, kind, what it is about, and template version.

    ``sha256`` is what was built first, for good. Where that file was lost and the one made in its
    place is not the same, ``remade_sha256`` names the file there is.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="dossiers")
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="dossiers")
    kind = models.CharField(max_length=10, choices=DossierKind.choices)
    about = models.CharField(max_length=80)
    as_of = models.DateTimeField()  # tells of nothing later, so that it can be made again
    template_version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    built_at = models.DateTimeField()
    remade_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    remade_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "kind", "about", "template_version"],
                name="one_dossier_a_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.about}"

    @property
    def file_sha256(self) -> str:
        """The hash of the file that can be downloaded."""
        return self.remade_sha256 or self.sha256
