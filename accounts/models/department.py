"""A part of the organisation that proposes projects."""

from django.db import models


class Department(models.Model):
    """A business unit."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
