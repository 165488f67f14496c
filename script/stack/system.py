"""What the machine itself must have: shared libraries, venv, a browser. Standard library only."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from script.stack.console import Trouble, step

# WeasyPrint loads these by name, DuckDB and the wheels of C++ code the last; each with its package.
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
    "libstdc++.so.6": "libstdc++6",
}
# The first two of these bring the libraries they are built on, under whatever name a release has.
BROUGHT_ALONG = {
    "libglib2.0-0": "libpango-1.0-0",
    "libharfbuzz0b": "libpango-1.0-0",
    "libfontconfig1": "libpangoft2-1.0-0",
}
# What Playwright's own program loads besides; a machine with a desktop has it already.
DRIVER_LIBRARY = ("libatomic.so.1", "libatomic1")
# Where POSIX semaphores live.
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - looked at, never written
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def missing_packages(*, for_new_venv: bool) -> list[str]:
    """Return the Debian packages this machine lacks, without duplicates and in order."""
    wanted = [BROUGHT_ALONG.get(package, package) for package in _packages_of_missing_libraries()]
    if for_new_venv and importlib.util.find_spec("ensurepip") is None:
        wanted.insert(0, f"python3.{sys.version_info.minor}-venv")
    return list(dict.fromkeys(wanted))


def _packages_of_missing_libraries() -> list[str]:
    return [package for name, package in LIBRARIES.items() if not _loads(name)]


def _loads(library: str) -> bool:
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def need_shared_memory(place: Path = SHARED_MEMORY) -> None:
    """Raise Trouble where the worker cannot make its semaphores: it would end at every start."""
    if sys.platform.startswith("linux") and not os.access(place, os.W_OK | os.X_OK):
        raise Trouble(
            f"The worker needs {place}, and you may not write there. Run this once as root:\n"
            f"  mount -t tmpfs -o mode=1777 tmpfs {place}"
        )


def install(packages: list[str], purpose: str) -> None:
    """Install Debian packages when root; raise Trouble with the one command to run otherwise."""
    if not packages:
        return
    names = " ".join(packages)
    command = f"apt-get install -y --no-install-recommends {names}"
    if shutil.which("apt-get") is None:
        raise Trouble(f"{purpose} needs what Debian calls {names}: install that, then try again.")
    if os.geteuid() != 0:
        raise Trouble(f"{purpose} needs {names}. Run this once, then try again:\n  sudo {command}")
    with step(f"system packages installed: {names}"):
        _apt("update", "-q")
        _apt("install", "-y", "-q", "--no-install-recommends", *packages)


def _apt(*arguments: str) -> None:
    ended = subprocess.run(
        ["apt-get", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        raise Trouble(f"apt-get {' '.join(arguments)} failed:\n{ended.stdout.strip()}")


def browser() -> str | None:
    """Return the path of a Chromium, or None; CHROMIUM names one that is elsewhere."""
    named = os.environ.get("CHROMIUM")
    candidates = (named,) if named else BROWSERS
    return next((found for name in candidates if (found := shutil.which(name))), None)


def need_browser() -> str:
    """Return the path of a Chromium that tests can drive, installing what is missing when root."""
    library, package = DRIVER_LIBRARY
    missing = [] if _loads(library) else [package]
    if not browser():
        missing += ["chromium", "fonts-liberation"]
    install(missing, "The browser test")
    if found := browser():
        return found
    raise Trouble(
        "The browser test needs Chromium or Chrome on the PATH, or CHROMIUM=/path/of/one.\n"
        "Ubuntu's chromium package is a snap; Google's Chrome package works too."
    )
