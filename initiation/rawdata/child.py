"""The sandboxed process: `python -m initiation.rawdata.child`.

It reads one request (a line of JSON) from standard input and answers lines of JSON on
standard output: `{"step": [done, total]}` any number of times, then one of
`{"profile": …}`, `{"refused": reason}` and `{"failed": kind}`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

from initiation.rawdata.shapes import Limits, NotTabular, to_json

_OPEN_FILES = 64


def main() -> None:
    """Answer the one request this process is started for."""
    answers = os.dup(1)
    os.dup2(2, 1)  # nothing a library prints may be taken for an answer
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    confine(limits)
    os.chdir(request["folder"])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer = _answer(request, limits, answers)
    _write(answers, answer)
    # Python would now wait for threads and free memory piece by piece, for nothing.
    os._exit(0)


def confine(limits: Limits) -> None:
    """Let the kernel hold this process to its limits, for good."""
    for kind, wanted, grace in (
        (resource.RLIMIT_AS, limits.address_space_bytes, 0),
        # The first second over is a signal that says so, the next one is the end.
        (resource.RLIMIT_CPU, limits.cpu_seconds, 1),
        (resource.RLIMIT_FSIZE, limits.file_bytes, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, 0),
    ):
        ceiling = resource.getrlimit(kind)[1]
        hard = wanted + grace if ceiling == resource.RLIM_INFINITY else min(ceiling, wanted + grace)
        resource.setrlimit(kind, (min(wanted, hard), hard))


def _end_with_parent() -> None:
    # The parent holds the other end of this pipe open while it waits. When it is killed,
    # nobody is left to enforce the time limit, and nobody to read the answer.
    sys.stdin.buffer.read()
    os._exit(1)


def _answer(request: dict[str, Any], limits: Limits, answers: int) -> dict[str, Any]:
    # DuckDB is imported under the limits, not before them.
    import duckdb

    from initiation.rawdata.reading import Request, profile

    asked = Request(
        csv=Path(request["csv"]),
        folder=Path(request["folder"]),
        encoding=request["encoding"],
        size=request["size"],
        sha256=request["sha256"],
        limits=limits,
    )
    try:
        found = profile(asked, lambda done, total: _write(answers, {"step": [done, total]}))
    except NotTabular as refusal:
        return {"refused": refusal.reason}
    except (MemoryError, duckdb.OutOfMemoryException):
        return {"failed": "memory"}
    except (OSError, duckdb.IOException):
        return {"failed": "storage"}
    except duckdb.Error as error:
        return {"failed": type(error).__name__}
    return {"profile": to_json(found)}


def _write(answers: int, message: dict[str, Any]) -> None:
    line = memoryview(json.dumps(message).encode() + b"\n")
    while line:
        line = line[os.write(answers, line) :]


if __name__ == "__main__":
    main()
