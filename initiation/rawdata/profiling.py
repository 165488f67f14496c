"""Profiling a CSV file in a process of its own: the way in for the rest of Groundwork.

The file is hostile until shown otherwise, so this process only copies its bytes. Reading
them as a table happens in a child that has no network, one file, and limits the kernel
enforces; whatever happens to the child becomes a `NotTabular` or a `ProfilingFailed` here.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from initiation.rawdata.intake import take_in
from initiation.rawdata.sandbox import Progress, ask_child
from initiation.rawdata.shapes import (
    ColumnProfile,
    Dialect,
    Limits,
    NotTabular,
    Profile,
    ProfilingFailed,
    from_json,
    to_json,
)

__all__ = [
    "ColumnProfile",
    "Dialect",
    "Limits",
    "NotTabular",
    "Profile",
    "ProfilingFailed",
    "from_json",
    "profile_csv",
    "to_json",
]


def profile_csv(
    path: Path,
    *,
    scratch: Path,
    limits: Limits | None = None,
    on_progress: Progress | None = None,
) -> Profile:
    """Measure the CSV file at `path`, working only inside `scratch`.

    `on_progress(done, total)` is called after each step: the dialect found, the rows
    counted, then every column. Whatever it raises stops the child and passes through, which
    is how profiling is cancelled. Raises `NotTabular` for a file that is no table, and
    `ProfilingFailed` when a limit or an accident ended it. Nothing is left in `scratch`.
    """
    bounds = limits or Limits()
    deadline = time.monotonic() + bounds.wall_seconds
    try:
        folder = Path(tempfile.mkdtemp(prefix="profile-", dir=scratch)).resolve()
    except OSError as error:
        raise _no_storage(error) from error
    try:
        try:
            intake = take_in(path, folder, bounds, deadline)
        except OSError as error:
            raise _no_storage(error) from error
        return ask_child(intake, folder, bounds, deadline, on_progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _no_storage(error: OSError) -> ProfilingFailed:
    return ProfilingFailed(f"The file could not be copied for reading: {error.strerror}.")
