"""An invitation by mail; its link sets the first password of a new account."""

from django.conf import settings
from django.db import models


class Invitation(models.Model):
    """One invited person: the account exists from the start, and opens with the link."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} invited by {self.invited_by}"
