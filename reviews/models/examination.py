"""Rounds of an examination, the verdicts and follow-ups given in them."""

from django.conf import settings
from django.db import models

from initiation.models import CaseFile, Project
from initiation.workflow import Gate
from reviews.models.names import name_field


class Stance(models.TextChoices):
    """A director's word on one answer."""

    ACCEPTED = "accepted", "Accepted"
    NEEDS_WORK = "needs_work", "Needs work"
    REJECTED = "rejected", "Rejected"


class Outcome(models.TextChoices):
    """How a round ends."""

    APPROVE = "approve", "Approved"
    REQUEST_CHANGES = "request_changes", "Changes requested"
    REJECT = "reject", "Rejected"


class Round(models.Model):
    """One reading of one case file at one gate."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rounds")
    gate = models.CharField(max_length=5, choices=[(gate.value, gate.value) for gate in Gate])
    number = models.PositiveIntegerField()
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="rounds")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["gate", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "gate", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(closed_at=None), name="one_open_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.gate} round {self.number}"


class Verdict(models.Model):
    """What the examiner says to one answer; a private draft until the round is decided."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="verdicts")
    question_code = models.CharField(max_length=40)
    stance = models.CharField(max_length=10, choices=Stance.choices)
    comment = models.TextField(blank=True)
    carried_from = models.PositiveIntegerField(null=True)  # the round it was given in
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_by_name = name_field()
    given_by_title = name_field()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question_code"], name="one_verdict_a_question"
            ),
            models.CheckConstraint(
                condition=models.Q(stance="accepted") | ~models.Q(comment=""),
                name="verdict_has_its_comment",
            ),
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values), name="verdict_stance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_code} {self.stance}"


class FollowUp(models.Model):
    """A question asked at once under an answer, answered in its thread, closed by who asked."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="follow_ups")
    question_code = models.CharField(max_length=40)
    text = models.TextField()
    blocking = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_by_name = name_field()
    asked_by_title = name_field()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_by_name = name_field()
    answered_by_title = name_field()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.question_code}: {self.text[:40]}"
