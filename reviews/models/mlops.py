"""Whether MLOps is needed: the rule's result on recorded facts, and the director's word on it."""

import pgtrigger
from django.conf import settings
from django.db import models

from initiation.mlops import Need
from initiation.models import CaseFile, Project
from reviews.models.authors import refuse_authors
from reviews.models.names import name_field

_NEEDS = [(need.value, need.value) for need in Need]


class MlopsAssessment(models.Model):
    """One application of the rule; the last one is confirmed or overridden by the director."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assessments")
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=5, choices=_NEEDS)
    score = models.SmallIntegerField()
    factors = models.JSONField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_by_name = name_field()
    put_by_title = name_field()
    put_at = models.DateTimeField()
    decided = models.CharField(max_length=5, choices=_NEEDS, blank=True)
    override_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_by_name = name_field()
    decided_by_title = name_field()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided="")
                | models.Q(decided=models.F("result"))
                | models.Q(override_reason__gt=""),
                name="override_has_a_reason",
            ),
        ]
        triggers = [
            refuse_authors(
                person="decided_by",
                act="confirm",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("decided_by_id"),  # type: ignore[no-untyped-call]  # no types there
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.decided or self.result}"
