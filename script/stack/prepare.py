"""Bring database and static files up to date, in one process because Django's start is the cost.

Prints one JSON line a step for script/server: {"step": ..., "seconds": ...} or {"people": ...}.
"""

import argparse
import hashlib
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> str:
    """Apply the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    # With nothing pending it still repairs what an interrupted first run left out.
    call_command("migrate", interactive=False, verbosity=0)
    return f"database migrated ({pending} migrations)" if pending else "database is up to date"


def publish() -> str:
    """Publish the question sets of the checkout."""
    call_command("publish_question_sets", verbosity=0, stdout=io.StringIO())
    return "question sets published"


def collect() -> str:
    """Collect the static files, unless the same files were collected before."""
    stamp = Path(settings.STATE_DIR) / "static.stamp"
    wanted = _fingerprint()
    root = Path(settings.STATIC_ROOT)
    if root.is_dir() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return "static files are up to date"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")
    return "static files collected"


def _fingerprint() -> str:
    """Hash name, size and time of every source file, and how they are stored."""
    lines = [repr(settings.STORAGES["staticfiles"]), str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {storage.path(name)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def fill() -> str:
    """Fill an empty installation with the demo organisation."""
    call_command("demo", if_empty=True, verbosity=0, stdout=io.StringIO())
    return "demo organisation is there"


def people() -> str:
    """Return the lines that name the demo people."""
    lines = io.StringIO()
    call_command("demo", people=True, stdout=lines)
    return lines.getvalue().rstrip()


def emit(**facts: object) -> None:
    """Print one line for script/server."""
    print(json.dumps(facts), flush=True)


def main() -> int:
    """Do every step in order; a failing one ends the process with its traceback in the log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="with the demo organisation")
    demo = parser.parse_args().demo
    django.setup()
    steps: list[Callable[[], str]] = [migrate, publish, collect, *([fill] if demo else [])]
    for do in steps:
        began = time.monotonic()
        name = do()
        emit(step=name, seconds=time.monotonic() - began)
    if demo:
        emit(people=people())
    return 0


if __name__ == "__main__":
    sys.exit(main())
