"""Make .venv and install the locked packages into it, only when something changed.

Runs under whatever Python 3.11 or newer the machine has, so it uses the standard library only.
"""

import argparse
import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from script.stack import system
from script.stack.console import Trouble, complain, say, step, tail

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "groundwork.json"
LOG = ROOT / "var" / "log" / "bootstrap.log"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}


@dataclass(slots=True)
class Stamp:
    """What .venv holds: where it was made, by which Python, and the hashes of its locks."""

    place: str = ""
    python: str = ""
    runtime: str = ""
    dev: str = ""


def read_stamp() -> Stamp:
    """Return the stamp of .venv, an empty one when there is none or it cannot be read."""
    try:
        return Stamp(**json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Stamp()


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version_in_venv() -> str | None:
    """Return "3.11" and the like when .venv has a Python that works from here, else None."""
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2], sys.prefix)"
    try:
        asked = subprocess.run(
            [PYTHON, "-I", "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    version, _, prefix = asked.stdout.strip().partition(" ")
    works = asked.returncode == 0 and Path(prefix).resolve() == VENV.resolve()
    return version if works and int(version.split(".")[1]) >= 11 else None


def usable(stamp: Stamp) -> bool:
    """Say whether .venv can be kept; one that moved or changed its Python cannot."""
    version = version_in_venv()
    if version is None:
        return False
    return stamp == Stamp() or (stamp.place == str(VENV) and stamp.python == version)


def make_venv() -> None:
    """Make .venv anew, whatever stood there."""
    with step(f"Python {sys.version_info.major}.{sys.version_info.minor} environment made"):
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        shutil.rmtree(VENV, ignore_errors=True)
        _logged([sys.executable, "-m", "venv", str(VENV)], "making .venv")


def install(kind: str) -> None:
    """Install a lock by its hashes; the stamp is written last, so a half install is repeated."""
    STAMP.unlink(missing_ok=True)
    lock = LOCKS[kind]
    say(f"          installing {lock.name} (a minute or two with an empty cache) ...")
    with step("packages installed"):
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
        pip += ["--disable-pip-version-check", "--require-hashes", "--requirement", str(lock)]
        _logged(pip, "installing packages")
    hashes = {kind: hash_of(lock)}
    if kind == "dev":  # everything in the runtime lock is in this one too
        hashes["runtime"] = hash_of(LOCKS["runtime"])
    stamp = Stamp(place=str(VENV), python=version_in_venv() or "", **hashes)
    STAMP.write_text(json.dumps(asdict(stamp), indent=2) + "\n", encoding="utf-8")


def _logged(command: list[str], doing: str) -> None:
    with LOG.open("w", encoding="utf-8") as log:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, check=False
        )
    if ended.returncode != 0:
        raise Trouble(f"{doing} failed; the end of {LOG}:\n{tail(LOG)}")


@contextmanager
def alone() -> Iterator[None]:
    """Let one bootstrap work at a time; a second one waits for the first."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / "var" / "bootstrap.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("          waiting for another bootstrap in this folder ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bootstrap(kind: str) -> None:
    """Bring the machine, .venv and its packages to what the lock of this kind asks for."""
    with alone():
        stamp = read_stamp()
        keep = usable(stamp)
        system.need_shared_memory()
        system.install(system.missing_packages(for_new_venv=not keep), "Groundwork")
        if not keep:
            make_venv()
            stamp = Stamp()
        if getattr(stamp, kind) != hash_of(LOCKS[kind]):
            install(kind)


def main() -> int:
    """Run from script/bootstrap; return the exit status."""
    parser = argparse.ArgumentParser(prog="script/bootstrap", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="with the tools that script/test uses")
    arguments = parser.parse_args()
    try:
        bootstrap("dev" if arguments.dev else "runtime")
    except Trouble as trouble:
        complain(f"bootstrap: {trouble}")
        return 1
    except PermissionError as error:
        complain(f"bootstrap: {error.filename} belongs to another user ({error.strerror})")
        return 1
    except KeyboardInterrupt:
        complain("bootstrap: stopped; run it again to go on")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
