"""How a round ended. Once, by one person, about one case file; the database holds to it too."""

import pgtrigger
from django.conf import settings
from django.db import models

from core.models.protect import insert_only
from reviews.models.examination import Outcome, Round
from reviews.models.names import name_field

# Whoever wrote, uploaded or connected any part of the project may not decide on it.
REFUSE_AUTHORS = """
    IF EXISTS (SELECT 1 FROM reviews_round r JOIN initiation_project p ON p.id = r.project_id
               WHERE r.id = NEW.round_id AND p.manager_id = NEW.decided_by_id)
       OR EXISTS (SELECT 1 FROM reviews_round r
                  JOIN initiation_answerversion a ON a.project_id = r.project_id
                  WHERE r.id = NEW.round_id AND a.author_id = NEW.decided_by_id)
       OR EXISTS (SELECT 1 FROM reviews_round r
                  JOIN initiation_evidence e ON e.project_id = r.project_id
                  WHERE r.id = NEW.round_id AND e.added_by_id = NEW.decided_by_id)
       OR EXISTS (SELECT 1 FROM reviews_round r
                  JOIN initiation_evidenceversion v ON v.project_id = r.project_id
                  WHERE r.id = NEW.round_id AND v.added_by_id = NEW.decided_by_id)
       OR EXISTS (SELECT 1 FROM reviews_round r
                  JOIN initiation_evidenceedit w ON w.project_id = r.project_id
                  WHERE r.id = NEW.round_id AND w.edited_by_id = NEW.decided_by_id)
       OR EXISTS (SELECT 1 FROM reviews_round r
                  JOIN initiation_datasource d ON d.project_id = r.project_id
                  WHERE r.id = NEW.round_id AND d.added_by_id = NEW.decided_by_id)
    THEN
        RAISE EXCEPTION 'nobody may decide on what they wrote';
    END IF;
    RETURN NEW;
"""


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
            pgtrigger.Trigger(
                name="refuse_authors",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=REFUSE_AUTHORS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.outcome}"
