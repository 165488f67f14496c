"""How a round ended. Once, by one person, about one case file; the database holds to it too."""

import pgtrigger
from django.conf import settings
from django.db import models

from core.models.protect import insert_only
from reviews.models.authors import refuse_authors
from reviews.models.examination import Outcome, Round
from reviews.models.names import name_field

_ITS_PROJECT = "(SELECT project_id FROM reviews_round WHERE id = NEW.round_id)"


class Decision(models.Model):
    """The end of a round: outcome, reasons, and the hash of what was read."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.TextField()
    reason_code = models.CharField(max_length=40, blank=True)
    would_change = models.TextField(blank=True)
    case_file_sha256 = models.CharField(max_length=64)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_by_name = name_field()
    decided_by_title = name_field()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="reject")
                | (models.Q(reason_code__gt="") & models.Q(would_change__gt="")),
                name="rejection_shows_the_way_back",
            ),
        ]
        triggers = [
            *insert_only(),
            refuse_authors(
                person="decided_by",
                act="decide on",
                operation=pgtrigger.Insert,
                project=_ITS_PROJECT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.outcome}"
