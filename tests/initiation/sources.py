"""Raw data that tests add and let be measured."""

from core.models import Job
from initiation.models import DataSource, Project
from initiation.services.profiling import profile
from initiation.services.rawdata import add_csv

CSV = b"id,region,amount\n1,north,10.5\n2,south,\n3,north,-4\n"
NO_CSV = b"%PDF-1.7\n\x00\x01\x02\x03 this is no table"


def source_of(project: Project, content: bytes = CSV) -> DataSource:
    """Add raw data as its manager does."""
    return add_csv(
        actor=project.manager, project=project, name="Sales", file_name="sales.csv",
        chunks=[content],
    )  # fmt: skip


def measure(source: DataSource) -> None:
    """Measure it as a worker does."""
    job = Job.objects.get(key=source.job_key)
    profile(job=job, progress=lambda number, total, words: None)
