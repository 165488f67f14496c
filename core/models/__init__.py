"""The tables every room shares."""

from core.models.event import Event
from core.models.job import Job

__all__ = ("Event", "Job")
