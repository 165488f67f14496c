"""The outbox: one row a job, written in the transaction that decides it."""

from django.db import models


class JobState(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Being built"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Job(models.Model):
    """Work to be done by a worker, once; ``key`` makes a second request for it the same job."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    subject = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    step_number = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="job_open",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
            models.Index(fields=["subject", "kind"], name="job_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
