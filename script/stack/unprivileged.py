"""PostgreSQL refuses to run as root: run it as somebody else, without adding a user."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from script.stack.console import Trouble


@dataclass(frozen=True, slots=True)
class Runner:
    """What to put before a command, and who must own the files it works on."""

    prefix: tuple[str, ...]
    uid: int
    gid: int


def runner_for(folders: Sequence[Path], program: Path) -> Runner:
    """Return the first way that can write to the folders and run the program.

    A user namespace leaves the files root's. It is not to be had in a chroot or in most
    containers, nor below another user's private folder; then it is the user "nobody", who may
    need one capability to pass folders closed to others, such as /root.
    """
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0:
        return Runner((), uid, gid)
    for runner in _ways():
        for folder in folders:
            os.chown(folder, runner.uid, runner.gid)
        if _works(runner, folders, program):
            return runner
    raise Trouble(
        "PostgreSQL does not run as root, and this system lets root change neither its namespace "
        "nor its user.\nRun this as an ordinary user, or set DATABASE_URL."
    )


def _ways() -> Iterator[Runner]:
    nobody = pwd.getpwnam("nobody")
    uid, gid = f"{nobody.pw_uid}", f"{nobody.pw_gid}"
    if unshare := shutil.which("unshare"):
        maps = (f"--map-user={uid}", f"--map-group={gid}")
        yield Runner((unshare, "--user", *maps, "--"), 0, 0)
    if setpriv := shutil.which("setpriv"):
        # Changing the user clears the wish to die with the parent; setpriv sets it again.
        identity = (f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
        change = (setpriv, *identity, "--pdeathsig=INT")
        # Without the first one access(2) would judge by the user alone, and PostgreSQL asks it.
        passing = ("--securebits=+no_setuid_fixup", "--inh-caps=+dac_override")
        yield Runner((*change, "--"), nobody.pw_uid, nobody.pw_gid)
        keep = "--ambient-caps=+dac_override"
        yield Runner((*change, *passing, keep, "--"), nobody.pw_uid, nobody.pw_gid)


def _works(runner: Runner, folders: Sequence[Path], program: Path) -> bool:
    write = ["sh", "-c", 'for f; do : >"$f/probe" && rm "$f/probe" || exit 1; done', "sh"]
    tries = ([*write, *map(str, folders)], [str(program), "--version"])
    return all(
        subprocess.run([*runner.prefix, *command], capture_output=True, check=False).returncode == 0
        for command in tries
    )


def give(folder: Path, runner: Runner) -> None:
    """Make the runner the owner of a folder and everything in it, when it is not yet."""
    status = folder.stat()
    if (status.st_uid, status.st_gid) == (runner.uid, runner.gid) or os.geteuid() != 0:
        return
    for path in (*folder.rglob("*"), folder):  # the folder last: it says that all was done
        os.chown(path, runner.uid, runner.gid, follow_symlinks=False)
