"""How long a warm worker takes for a dossier, what part of it is WeasyPrint's, and its memory.

    DATABASE_URL=… .venv/bin/python -m bench.dossier GW-5 --times 5

builds the last dossier asked for of that project (in the demo, GW-5 is the initiated one), once to
warm up and then so many times, through the same service as a worker. Nothing is kept: the files
go to a temporary folder and the rows are rolled back.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from unittest.mock import patch

from django.conf import settings
from django.db import transaction

from core.models import Job
from dossiers.models import Dossier
from dossiers.render.pdf import Rendered, render_pdf
from dossiers.services import building

GOAL_S = 15


class Stopwatch:
    """Stands in for the renderer and adds up the time it takes."""

    def __init__(self) -> None:
        self.taken = 0.0

    def __call__(self, *args: object) -> Rendered:
        """Render and remember how long it took."""
        begun = time.perf_counter()
        rendered: Rendered = render_pdf(*args)  # type: ignore[arg-type]  # passed on unseen
        self.taken += time.perf_counter() - begun
        return rendered


def build_once(job: Job) -> tuple[float, float, float, int]:
    """Build as a worker does; return the seconds, those of the CPU, the renderer's, the pages."""
    watch = Stopwatch()
    with transaction.atomic(), patch.object(building, "render_pdf", watch):
        Dossier.objects.filter(case_file=job.payload["case_file"]).delete()
        begun, cpu = time.perf_counter(), time.process_time()
        building.build(job=job, progress=lambda *_: None)
        taken, used = time.perf_counter() - begun, time.process_time() - cpu
        pages = Dossier.objects.get(case_file=job.payload["case_file"]).pages
        transaction.set_rollback(True)
    return taken, used, watch.taken, pages


def peak_mib() -> int:
    """Return the most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Measure and print; fail when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ref", help="the project, such as GW-5")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    job = Job.objects.filter(kind="dossier", subject=asked.ref).latest("pk")
    with tempfile.TemporaryDirectory() as folder:
        settings.DOSSIER_DIR = Path(folder)
        build_once(job)
        warm = peak_mib()
        runs = [build_once(job) for _ in range(asked.times)]
    taken, used, setting = (median(run[part] for run in runs) for part in range(3))
    sys.stdout.write(
        f"{asked.ref}: {runs[0][3]} pages, {asked.times} builds on a warm worker, medians\n"
        f"  {taken:.1f} s ({used:.1f} s of CPU; goal: under {GOAL_S} s)\n"
        f"  {100 * (1 - setting / taken):.1f} % of it outside WeasyPrint\n"
        f"  peak memory {warm} MiB after the first build, {peak_mib()} MiB after the last\n"
    )
    return int(taken >= GOAL_S)


if __name__ == "__main__":
    sys.exit(main())
