"""Start, watch and stop the programs of the stack; nothing they leave behind survives a restart."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from script.stack.console import Trouble, tail

PR_SET_PDEATHSIG = 1
LARGEST_LOG_BYTES = 10 * 1024 * 1024
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM while something was being waited for."""


class StopSwitch:
    """Remembers that somebody asked to stop, so that nothing is interrupted half-way."""

    def __init__(self) -> None:
        self.asked = False

    def listen(self) -> None:
        """Take over Ctrl-C, SIGTERM and the closing of the terminal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._flip)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants it ignored
            signal.signal(signal.SIGHUP, self._flip)

    def _flip(self, _number: int, _frame: object) -> None:
        self.asked = True

    def check(self) -> None:
        """Raise StopAsked when somebody asked to stop."""
        if self.asked:
            raise StopAsked


@dataclass(slots=True)
class Child:
    """One program of the stack: how it starts, where it writes, how it likes to be stopped."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches only its watcher."""
        _rotate(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=_dying_with_parent(self.stop_signal),
            )

    @property
    def pid(self) -> int:
        """The process id; only of a program that was started."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.process.pid

    def running(self) -> bool:
        """Say whether the program was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def ending(self) -> str:
        """Say in words how the program ended."""
        code = self.process.returncode if self.process else None
        if code is not None and code < 0:
            return f"killed by {signal.Signals(-code).name}"
        return f"exit status {code}"

    def stop(self) -> bool:
        """Ask the program to end, kill it when it does not; say whether it ended by itself."""
        if self.process is None:
            return True
        asked = end(self.process.pid, self.stop_signal, self.patience, self._gone)
        self.process.wait()
        return asked

    def _gone(self) -> bool:
        return not self.running()


def _dying_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what makes Linux send the signal to a new program when its starter dies."""
    if _libc is None:
        return None
    parent = os.getpid()

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before the call above
            os._exit(1)

    return prepare


def _rotate(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_name(log.name + ".1"))


def end(pid: int, number: signal.Signals, patience: float, gone: Callable[[], bool]) -> bool:
    """Signal a program and, when it stays, kill it; then kill what is left of its group."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
    asked = _within(patience, gone)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _within(patience, gone)
    return asked


def _within(seconds: float, happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def wait_until(
    ready: Callable[[], bool], child: Child, seconds: float, switch: StopSwitch | None = None
) -> None:
    """Wait for a program to be ready; raise Trouble when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while not ready():
        if switch:
            switch.check()
        if not child.running():
            raise failure_of(child)
        if time.monotonic() > deadline:
            raise Trouble(f"{child.name} was not ready after {seconds:.0f} s; {_log_of(child)}")
        time.sleep(0.05)


def failure_of(child: Child) -> Trouble:
    """Return what to raise for a program that ended and should not have."""
    return Trouble(f"{child.name} ended ({child.ending()}); {_log_of(child)}")


def _log_of(child: Child) -> str:
    return f"the end of {child.log}:\n{tail(child.log)}"


class PidFile:
    """The programs that were started, so that the next start can end what a kill -9 left."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, children: Sequence[Child]) -> None:
        """Record the running programs with their start times, which make a pid unmistakable."""
        running = [child for child in children if child.running()]
        entries = [[c.name, c.pid, began(c.pid), int(c.stop_signal)] for c in running]
        self.path.write_text(json.dumps(entries), encoding="utf-8")

    def end_strays(self) -> list[str]:
        """End the recorded programs that still run; return their names."""
        strays = [entry for entry in self._read() if began(entry[1]) == entry[2] is not None]
        for _name, pid, start, number in strays:
            end(pid, signal.Signals(number), 10, partial(_other_than, pid, start))
        self.path.unlink(missing_ok=True)
        return [entry[0] for entry in strays]

    def _read(self) -> list[tuple[str, int, int | None, int]]:
        try:
            return [(e[0], e[1], e[2], e[3]) for e in json.loads(self.path.read_text("utf-8"))]
        except (OSError, ValueError, IndexError, TypeError):
            return []


def _other_than(pid: int, start: int | None) -> bool:
    return began(pid) != start


def began(pid: int) -> int | None:
    """Return the start time of a process in clock ticks since boot; None when there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *rest = text.rpartition(")")[2].split()
    return None if state == "Z" else int(rest[18])
