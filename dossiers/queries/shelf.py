"""The dossiers of a project, built and being built."""

from dataclasses import dataclass

from core.models import Job
from core.models.job import JobState
from dossiers.models import Dossier
from initiation.models import Project


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be downloaded, and what the workers still owe; newest first."""

    built: list[Dossier]
    owed: list[Job]


def shelf_of(project: Project) -> Shelf:
    """Read a project's dossiers in two queries."""
    built = Dossier.objects.filter(project=project).select_related("case_file").order_by("-pk")
    owed = Job.objects.filter(kind="dossier", subject=project.ref).exclude(state=JobState.DONE)
    return Shelf(list(built), list(owed.order_by("-pk")))


def job_of(dossier: Dossier) -> Job | None:
    """Return the job that ``dossier`` was built by, which can build it again."""
    asked = {"case_file": dossier.case_file_id, "kind": dossier.kind, "about": dossier.about}
    return Job.objects.filter(kind="dossier", payload__contains=asked).first()
