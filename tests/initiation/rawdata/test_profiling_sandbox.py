"""Whatever the child process does, the parent says what happened and goes on."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from initiation.rawdata import sandbox
from initiation.rawdata.profiling import Limits, Profile, ProfilingFailed, profile_csv

MEBIBYTE = 1024 * 1024
ROOT = Path(sandbox.__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes seconds and memory: 400,000 rows of long texts, all different."""
    path = tmp_path_factory.mktemp("heavy") / "heavy.csv"
    with path.open("w") as out:
        out.write("a,b,c\n")
        for number in range(400_000):
            out.write(f"{number * 7919:x}{'ab' * 20},{number}.5,{number % 977} {'xy' * 30}\n")
    return path


def refusal_of(path: Path, scratch: Path, limits: Limits) -> str:
    with pytest.raises(ProfilingFailed) as failure:
        profile_csv(path, scratch=scratch, limits=limits)
    assert list(scratch.iterdir()) == []
    return failure.value.reason


def test_the_heavy_file_is_measured_when_nothing_hinders_it(heavy: Path, scratch: Path) -> None:
    assert profile_csv(heavy, scratch=scratch).rows == 400_000


HINDRANCES: dict[str, tuple[Limits, str]] = {
    "wall clock": (Limits(wall_seconds=1), "longer than 1 seconds"),
    "processor": (Limits(cpu_seconds=1), "more than 1 seconds of computing"),
    "memory of DuckDB": (Limits(memory_bytes=4 * MEBIBYTE), "more memory than the 4 MiB"),
    "memory of the process": (Limits(address_space_bytes=350 * MEBIBYTE), "more memory"),
    "disk space": (Limits(file_bytes=4 * MEBIBYTE), "more disk space"),
}


@pytest.mark.parametrize(("limits", "reason"), HINDRANCES.values(), ids=HINDRANCES.keys())
def test_each_limit_stops_the_heavy_file_and_is_named(
    heavy: Path, scratch: Path, limits: Limits, reason: str
) -> None:
    assert reason in refusal_of(heavy, scratch, limits)


Stub = Callable[[str, Limits], str]


@pytest.fixture
def stub(tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Run another program in place of the child and say what the parent makes of it."""
    (tmp_path / "stubs").mkdir()
    path = tmp_path / "upload.csv"
    path.write_text("a,b\n1,2\n")
    monkeypatch.setattr(sandbox, "_ROOT", tmp_path / "stubs")
    monkeypatch.setattr(sandbox, "_CHILD", "stub")

    def run(program: str, limits: Limits) -> str:
        (tmp_path / "stubs" / "stub.py").write_text(
            f"import os, signal, subprocess, sys, time\n{program}\n"
        )
        return refusal_of(path, scratch, limits)

    return run


MISCHIEF: dict[str, tuple[str, str]] = {
    "hangs": ("time.sleep(60)", "longer than 2 seconds"),
    "hangs and ignores requests to stop": (
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
        "longer than 2 seconds",
    ),
    "hangs with its mouth shut": ("os.close(1)\ntime.sleep(60)", "without an answer"),
    "dribbles for ever": (
        "while True:\n    os.write(1, b' ')\n    time.sleep(0.01)",
        "longer than 2 seconds",
    ),
    "reports steps for ever": (
        "while True: os.write(1, b'{\"step\": [1, 2]}\\n')",
        "makes no sense",
    ),
    "floods": ("while True: os.write(1, b'x' * 65536)", "makes no sense"),
    "is killed": ("os.kill(os.getpid(), signal.SIGKILL)", "signal 9"),
    "crashes": ("os.abort()", "signal 6"),
    "leaves without a word": ("sys.exit(0)", "without an answer"),
    "fails at once": ("raise SystemExit(3)", "without an answer"),
    "talks nonsense": ("print('hello')", "makes no sense"),
    "answers a number": ("print('7')", "makes no sense"),
    "answers a deep nest": ("print('[' * 500_000)", "makes no sense"),
    "answers bytes": ("os.write(1, b'\\xff\\xfe\\n')", "makes no sense"),
    "answers half a profile": ('print(\'{"profile": {"rows": 1}}\')', "makes no sense"),
    "fails in its own way": ('print(\'{"failed": "Odd"}\')', "could not be measured (Odd)"),
}


@pytest.mark.parametrize(("program", "reason"), MISCHIEF.values(), ids=MISCHIEF.keys())
def test_a_child_that_misbehaves_becomes_a_reason(stub: Stub, program: str, reason: str) -> None:
    assert reason in stub(program, Limits(wall_seconds=2, reply_bytes=MEBIBYTE))


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_what_the_child_started_is_ended_with_it(stub: Stub, tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    program = (
        "grandchild = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(note)!r}, 'w').write(str(grandchild.pid))\n"
        "time.sleep(60)"
    )
    stub(program, Limits(wall_seconds=2))
    grandchild = int(note.read_text())
    assert eventually(lambda: not is_alive(grandchild))


def test_the_child_sees_nothing_of_our_environment(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    note = tmp_path / "environment"
    stub(f"open({str(note)!r}, 'w').write(repr(dict(os.environ)))", Limits())
    assert "secret" not in note.read_text()
    assert "DATABASE_URL" not in note.read_text()


def test_the_child_cannot_leave_a_core_or_raise_its_limits() -> None:
    program = (
        "import resource\n"
        "from initiation.rawdata.child import confine\n"
        "from initiation.rawdata.shapes import Limits\n"
        "confine(Limits())\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_AS))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    most = Limits().address_space_bytes
    assert shown.stdout == f"(0, 0) ({most}, {most})\n"


def test_stopping_from_the_progress_callback_ends_the_child_and_passes_through(
    tmp_path: Path, scratch: Path
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text("a,b\n1,2\n")

    def cancel(done: int, total: int) -> None:
        raise ConnectionError("cancelled")

    with pytest.raises(ConnectionError, match="cancelled"):
        profile_csv(path, scratch=scratch, on_progress=cancel)
    assert list(scratch.iterdir()) == []


def started_child(heavy: Path, folder: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "initiation.rawdata.child"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    request = {
        "csv": str(heavy),
        "folder": str(folder),
        "encoding": "UTF-8",
        "size": 1,
        "sha256": "",
        "limits": asdict(Limits()),
    }
    assert child.stdin is not None
    child.stdin.write(json.dumps(request).encode() + b"\n")
    return child


@pytest.mark.parametrize("parent_lives", [False, True])
def test_a_child_whose_parent_was_killed_ends_itself(
    heavy: Path, scratch: Path, parent_lives: bool
) -> None:
    with started_child(heavy, scratch) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert b"step" in child.stdout.readline()
        if not parent_lives:
            child.stdin.close()
        answer = child.stdout.read()
        assert child.wait(30) == (0 if parent_lives else 1)
        assert (b"profile" in answer) is parent_lives


def zombies_of(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, owner = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state == "Z" and int(owner) == parent:
                found.append(int(folder.name))
    return found


def test_the_parent_leaves_no_zombie_and_no_open_file(tmp_path: Path, scratch: Path) -> None:
    path = tmp_path / "upload.csv"
    path.write_text("a,b\n1,2\n")
    profile_csv(path, scratch=scratch)
    before = set(Path("/proc/self/fd").iterdir())
    found: list[Profile] = [profile_csv(path, scratch=scratch) for _ in range(3)]
    assert len(set(found)) == 1
    assert set(Path("/proc/self/fd").iterdir()) == before
    assert zombies_of(os.getpid()) == []
