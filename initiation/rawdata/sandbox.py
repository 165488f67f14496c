"""Starting the child process, listening to it, and making sure that it ends."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from initiation.rawdata.intake import Intake
from initiation.rawdata.shapes import (
    MEBIBYTE,
    Limits,
    NotTabular,
    Profile,
    ProfilingFailed,
    from_json,
)

Progress = Callable[[int, int], None]

_CHILD = "initiation.rawdata.child"
_ROOT = Path(__file__).resolve().parents[2]
_SECONDS_TO_LEAVE = 5.0
_UNREADABLE = "The process reading the file gave an answer that makes no sense, so it is not used."


def ask_child(
    intake: Intake, folder: Path, limits: Limits, deadline: float, on_progress: Progress | None
) -> Profile:
    """Have a child process read the copied file; it is gone when this returns or raises."""
    with _child(folder) as child:
        _send(child, intake, folder, limits)
        for message in _messages(child, limits, deadline):
            match message:
                case {"step": [int(done), int(total)]}:
                    if on_progress is not None:
                        on_progress(done, total)
                case {"profile": data}:
                    return _profile(data)
                case {"refused": str(reason)}:
                    raise NotTabular(reason)
                case {"failed": str(kind)}:
                    raise ProfilingFailed(_failure(kind, limits))
                case _:
                    raise ProfilingFailed(_UNREADABLE)
        raise ProfilingFailed(_ending(child, limits))


@contextlib.contextmanager
def _child(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    try:
        child = subprocess.Popen(
            [sys.executable, "-B", "-s", "-m", _CHILD],
            cwd=_ROOT,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Messages of libraries may quote the data, so nobody keeps them.
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
    except OSError as error:
        raise ProfilingFailed(
            f"The process that reads the file could not be started: {error.strerror}."
        ) from error
    try:
        yield child
    finally:
        _end(child)


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours: no secrets, no addresses, and no home but the scratch folder."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "2",
    }


def _end(child: subprocess.Popen[bytes]) -> None:
    # The group is killed before the child is waited for: until then its number cannot
    # have been given to anyone else.
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    child.wait()


def _send(child: subprocess.Popen[bytes], intake: Intake, folder: Path, limits: Limits) -> None:
    request = {
        "csv": str(intake.copy),
        "folder": str(folder),
        "encoding": intake.encoding,
        "size": intake.size,
        "sha256": intake.sha256,
        "limits": asdict(limits),
    }
    # A child that died at once is noticed by its silence. The pipe stays open: its end
    # tells the child that this process is gone.
    with contextlib.suppress(BrokenPipeError):
        _pipe(child.stdin).write(json.dumps(request).encode() + b"\n")


def _messages(
    child: subprocess.Popen[bytes], limits: Limits, deadline: float
) -> Iterator[dict[str, Any]]:
    """What the child says, message by message, until it falls silent for good."""
    descriptor = _pipe(child.stdout).fileno()
    heard, unfinished = 0, bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise ProfilingFailed(
                f"Reading the file took longer than {limits.wall_seconds:,} seconds, "
                "so it was stopped."
            )
        part = os.read(descriptor, 65536)
        if not part:
            return
        heard += len(part)
        if heard > limits.reply_bytes:
            raise ProfilingFailed(_UNREADABLE)
        unfinished += part
        if b"\n" in part:
            *lines, rest = bytes(unfinished).split(b"\n")
            unfinished = bytearray(rest)
            yield from map(_message, lines)


def _message(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise ProfilingFailed(_UNREADABLE) from None
    return message if isinstance(message, dict) else {}


def _profile(data: object) -> Profile:
    try:
        return from_json(data)
    except ValueError:
        raise ProfilingFailed(_UNREADABLE) from None


def _failure(kind: str, limits: Limits) -> str:
    if kind == "memory":
        return (
            f"Reading the file needs more memory than the "
            f"{limits.memory_bytes // MEBIBYTE:,} MiB allowed, so it was stopped."
        )
    if kind == "storage":
        return "Reading the file needs more disk space than there is or is allowed."
    return f"The file could not be measured ({kind[:60]})."


def _ending(child: subprocess.Popen[bytes], limits: Limits) -> str:
    """Why a child that fell silent ended, in words."""
    number = _signal_of(child)
    if number == signal.SIGXCPU:
        return (
            f"Reading the file took more than {limits.cpu_seconds:,} seconds of computing, "
            "so it was stopped."
        )
    if number:
        return f"The process reading the file was ended by the system (signal {number})."
    return "The process reading the file ended without an answer."


def _signal_of(child: subprocess.Popen[bytes]) -> int:
    # Looked at without collecting the child, for `_end` still needs its number.
    until = time.monotonic() + _SECONDS_TO_LEAVE
    while time.monotonic() < until:
        ended = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if ended is not None:
            return ended.si_status if ended.si_code != os.CLD_EXITED else 0
        time.sleep(0.01)
    return 0


def _pipe(pipe: Any) -> Any:
    if pipe is None:
        raise RuntimeError("The child was started without its pipes.")
    return pipe
