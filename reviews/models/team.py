"""The team's responses to its case."""

from django.conf import settings
from django.db import models

from initiation.models import CaseFile, Project
from reviews.models.names import name_field


class TeamStance(models.TextChoices):
    """A team member's word on one answer of the team case. None of them says "I agree"."""

    CLEAR = "clear", "Clear"
    UNCLEAR = "unclear", "Unclear"
    CONCERN = "concern", "Concern"


class Consultation(models.Model):
    """One asking of the team about one case file."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="consultations")
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(closed_at=None),
                name="one_open_consultation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} consultation"


class ResponseQuerySet(models.QuerySet["Response"]):
    """Named ways to look for responses."""

    def current(self) -> "ResponseQuerySet":
        """Return what members say now, without the words they have replaced."""
        return self.filter(replaced_by=None)


class Response(models.Model):
    """What one member says to one of the seven; unclear and concern are answered in words.

    A word that is changed is a new row, which replaces the one before; that one stays as it was.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="responses"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    member_name = name_field()
    member_title = name_field()
    question_code = models.CharField(max_length=40)
    stance = models.CharField(max_length=8, choices=TeamStance.choices)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_by_name = name_field()
    replied_by_title = name_field()
    replied_at = models.DateTimeField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "member", "question_code"],
                condition=models.Q(replaces=None),
                name="one_first_response_a_question",
            ),
            models.CheckConstraint(
                condition=models.Q(stance="clear") | ~models.Q(text=""),
                name="a_concern_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_code} {self.stance}"


class Reading(models.Model):
    """A member's "I have read this", on a date."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="readings"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    member_name = name_field()
    member_title = name_field()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "member"], name="one_reading_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member} read it"
