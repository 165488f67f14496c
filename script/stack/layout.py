"""Where the stack keeps its things, and who may use them at a time."""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from script.stack.console import Trouble

ROOT = Path(__file__).resolve().parents[2]
# Socket addresses hold 107 bytes; the longest name we add is "/postgres/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 76
# libpq takes a comma for the next host; anything unusual goes to a folder with a plain name.
PLAIN = re.compile(r"[A-Za-z0-9/._ -]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders below the state folder."""

    state: Path

    @property
    def logs(self) -> Path:
        """One log file a program."""
        return self.state / "log"

    @property
    def run(self) -> Path:
        """What is only meaningful while the stack runs."""
        return self.state / "run"

    @property
    def pids(self) -> Path:
        """The record of running programs."""
        return self.run / "pids.json"

    @property
    def address(self) -> Path:
        """Where the pages were served last, so that commands beside the server name it too."""
        return self.run / "address"

    @property
    def sockets(self) -> Path:
        """Where servers listen: below the state folder, or in a short place when that is long."""
        here = self.run / "s"
        if len(os.fsencode(here)) <= LONGEST_SOCKET_FOLDER and PLAIN.fullmatch(str(here)):
            return here
        return _short_folder(self.state)

    def make(self) -> None:
        """Make the folders; raise Trouble when they belong to somebody else."""
        try:
            for folder in (self.state, self.logs, self.run):
                folder.mkdir(parents=True, exist_ok=True)
            _make_private(self.sockets)
        except PermissionError as error:
            raise Trouble(f"{error.filename} belongs to another user; take it over.") from None
        if not os.access(self.run, os.W_OK):
            raise Trouble(f"{self.state} belongs to another user; take it over.")


def _short_folder(state: Path) -> Path:
    name = f"groundwork-{os.geteuid()}-{hashlib.sha256(os.fsencode(state)).hexdigest()[:12]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = PLAIN.fullmatch(runtime) and len(runtime) < 40 and os.access(runtime, os.W_OK)
    return Path(runtime if usable else _plain_temp()) / name


def _plain_temp() -> str:
    usual = tempfile.gettempdir()
    return usual if len(usual) < 40 and PLAIN.fullmatch(usual) else "/tmp"  # noqa: S108 - made private below


def _make_private(folder: Path) -> None:
    """Make a folder only we may enter; in a shared place somebody else may have made it first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid != os.geteuid():
        raise Trouble(f"{folder} belongs to another user; remove it or run this as that user.")
    # As root the database may run as another user, who must pass through to a folder of its own.
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


@contextmanager
def only_one(lock: Path, what: str) -> Iterator[None]:
    """Hold the lock file while the block runs; raise Trouble naming the holder when it is held."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            raise Trouble(f"{what} is already running here (process {holder}).") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
