"""The event log: insert-only, gap-free, each event carrying the hash of the one before."""

from django.conf import settings
from django.db import models

from core.models.protect import insert_only


class Event(models.Model):
    """One thing that happened: who did what to which project, with which case file in hand."""

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    case_file_sha256 = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["subject", "-sequence"], name="event_of_subject")]
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"
