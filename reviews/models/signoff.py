"""Signatures of management under one case file."""

import pgtrigger
from django.conf import settings
from django.db import models

from core.models.protect import insert_only
from initiation.models import CaseFile, Project
from reviews.models.authors import refuse_authors
from reviews.models.names import name_field


class SignOff(models.Model):
    """One manager's signature or refusal; it holds for this case file and no other."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sign_offs")
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="sign_offs")
    case_file_sha256 = models.CharField(max_length=64)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_name = name_field()
    signer_title = name_field()
    signed = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "signer"], name="one_signature_a_case_file"
            ),
            models.CheckConstraint(
                condition=models.Q(signed=True) | ~models.Q(reason=""),
                name="refusal_has_a_reason",
            ),
        ]
        triggers = [
            *insert_only(),
            refuse_authors(person="signer", act="sign", operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.signer} {'signed' if self.signed else 'refused'}"
