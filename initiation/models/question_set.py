"""Published question sets: immutable from the moment they are published."""

from django.db import models

from core.models.protect import insert_only


class PublishedSet(models.Model):
    """One version of one question set, as data."""

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="set_version_once"),
        ]
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
