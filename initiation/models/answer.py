"""Answers with their history; each carries the wording of its question as it was answered."""

from django.conf import settings
from django.db import models

from core.models.protect import insert_only
from initiation.models.project import Project


class Answer(models.Model):
    """The current typed value given to one question of one project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="answers")
    set_code = models.CharField(max_length=20)
    question_code = models.CharField(max_length=40)
    value = models.JSONField(default=dict)
    wording = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    edit_session = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "set_code", "question_code"], name="one_answer_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.set_code}.{self.question_code} v{self.version}"


class AnswerVersion(models.Model):
    """One saved state of an answer; nothing that was saved is ever lost."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="answer_versions")
    set_code = models.CharField(max_length=20)
    question_code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    value = models.JSONField()
    edit_session = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    taken_from = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    restores = models.PositiveIntegerField(
        null=True
    )  # the version whose value this one brought back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "set_code", "question_code", "version"],
                name="one_value_a_version",
            ),
        ]
        indexes = [models.Index(fields=["project", "author"], name="answer_author")]
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.project_id} {self.set_code}.{self.question_code} v{self.version}"
