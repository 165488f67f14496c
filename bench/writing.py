"""What writing costs: SQL queries, milliseconds and compressed bytes of the pages people write on.

    DATABASE_URL=… .venv/bin/python -m bench.writing GW-5 --times 20

Opens the pages of a project's manager through the whole stack below the web server (middleware,
views, templates, database). The project is put back to its preparation for that, in a transaction
that is rolled back, so nothing is kept.
"""

import argparse
import gzip
import itertools
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from initiation.models import Project
from initiation.queries.answers import answers_of
from initiation.queries.question_sets import pinned
from initiation.workflow import STAGES, Gate, State

# What the test client answers; its type is private to Django's stubs.
Visit = Callable[[], Any]
MOST_SAVE_QUERIES = 6
MOST_PAGE_BYTES = 30 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: queries and compressed bytes of one visit, the median of its time."""

    page: str
    queries: int
    ms: float
    bytes: int


def measure(page: str, visit: Visit, times: int) -> Cost:
    """Visit a page once to warm it up, once to count, and so many times for the time."""
    visit()
    with CaptureQueriesContext(connection) as caught:
        answer = visit()
    # Read at once, since the next request forgets them; a savepoint is there only for the bench.
    queries = sum("SAVEPOINT" not in query["sql"] for query in caught.captured_queries)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}")
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        visit()
        taken.append(1000 * (time.perf_counter() - begun))
    return Cost(page, queries, round(median(taken), 1), len(gzip.compress(answer.content, 6)))


def costs_of(project: Project, times: int) -> list[Cost]:
    """Return what the project page, the stages, the answers, the check and a save cost."""
    client, ref = Client(), project.ref
    client.force_login(project.manager)
    pages = {"project": reverse("project", args=[ref])}
    pages |= {f"stage {code}": reverse("stage", args=[ref, code]) for code in STAGES}
    pages["answer 2"] = reverse("exam-answer", args=[ref, Gate.ML.value, 2])
    pages["check"] = reverse("check-and-submit", args=[ref, Gate.ML.value])
    found = [measure(name, partial(client.get, url), times) for name, url in pages.items()]
    return [*found, measure("autosave", _saving(client, project), times)]


def _saving(client: Client, project: Project) -> Visit:
    """Return a save of the problem statement that changes it every time."""
    statement = pinned(project)["problem"].question("statement")
    url = reverse("stage-autosave", args=[project.ref, "problem"])
    versions = itertools.count(answers_of(project, "problem")["statement"].version)

    def save() -> Any:
        version = next(versions)
        sent = {
            "edit_session": "bench",
            f"version.{statement.code}": str(version),
            "statement.statement": f"Written by the bench over version {version}.",
        }
        return client.post(url, sent)

    return save


def main() -> int:
    """Measure and print; fail when a save or a stage page costs more than its goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ref", help="the project, such as GW-5")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    with transaction.atomic():
        project = Project.objects.get(pk=int(asked.ref.removeprefix("GW-")))
        Project.objects.filter(pk=project.pk).update(state=State.PREPARING)
        found = costs_of(project, asked.times)
        transaction.set_rollback(True)
    if asked.json:
        sys.stdout.write(json.dumps({"pages": [asdict(cost) for cost in found]}, indent=2) + "\n")
    else:
        sys.stdout.write(f"{'page':<20}{'queries':>8}{'ms':>8}{'bytes':>8}\n")
        for cost in found:
            sys.stdout.write(f"{cost.page:<20}{cost.queries:>8}{cost.ms:>8}{cost.bytes:>8}\n")
    return int(
        any(cost.queries > MOST_SAVE_QUERIES for cost in found if cost.page == "autosave")
        or any(cost.bytes > MOST_PAGE_BYTES for cost in found if cost.page.startswith("stage"))
    )


if __name__ == "__main__":
    sys.exit(main())
