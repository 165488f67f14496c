"""What is started is also ended: when asked, when its starter dies, and after a kill -9."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from script.stack.console import Trouble
from script.stack.layout import ROOT, Layout, only_one
from script.stack.processes import Child, PidFile, StopSwitch, began, wait_until
from script.stack.supervisor import LONGEST_PAUSE, Supervisor, Watched

pytestmark = pytest.mark.stack

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True);"
    "time.sleep(60)",
)


def gone(pid: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while began(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_program_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    child = Child("deaf", STUBBORN, tmp_path / "log", patience=0.3)
    child.start()
    wait_until(lambda: "deaf" in (tmp_path / "log").read_text("utf-8"), child, 10)
    assert child.stop() is False
    assert child.ending() == "killed by SIGKILL"


def test_a_program_that_ends_while_it_is_waited_for_is_named_with_its_log(tmp_path: Path) -> None:
    child = Child("bad", (sys.executable, "-c", "raise SystemExit('no luck')"), tmp_path / "log")
    child.start()
    with pytest.raises(Trouble, match=r"bad ended \(exit status 1\)[\s\S]*no luck"):
        wait_until(lambda: False, child, 10)


def test_a_second_holder_of_the_lock_is_told_which_process_has_it(tmp_path: Path) -> None:
    with (
        only_one(tmp_path / "lock", "script/server"),
        pytest.raises(Trouble, match=f"already running here \\(process {os.getpid()}\\)"),
        only_one(tmp_path / "lock", "script/server"),
    ):
        pytest.fail("two held it")
    with only_one(tmp_path / "lock", "script/server"):
        pass


def test_a_program_dies_with_its_starter(tmp_path: Path) -> None:
    starter = (
        "import sys, time; from pathlib import Path; from script.stack.processes import Child;"
        f"c = Child('sleeper', {SLEEP!r}, Path({str(tmp_path / 'log')!r}));"
        "c.start(); print(c.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        sleeper = int(process.stdout.readline())
        assert began(sleeper) is not None
        process.kill()
    assert gone(sleeper)


def test_what_a_kill_left_behind_is_ended_by_the_next_start(tmp_path: Path) -> None:
    child = Child("sleeper", SLEEP, tmp_path / "log")
    child.start()
    PidFile(tmp_path / "pids.json").write([child])
    assert PidFile(tmp_path / "pids.json").end_strays() == ["sleeper"]
    child.stop()


def test_a_program_that_got_the_pid_later_is_left_alone(tmp_path: Path) -> None:
    child = Child("sleeper", SLEEP, tmp_path / "log")
    child.start()
    (tmp_path / "pids.json").write_text(f'[["web", {child.pid}, 1, 15]]', encoding="utf-8")
    try:
        assert PidFile(tmp_path / "pids.json").end_strays() == []
        assert child.running()
    finally:
        child.stop()


def test_a_program_that_dies_is_started_again_and_the_console_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    switch = StopSwitch()
    supervisor = Supervisor(PidFile(tmp_path / "pids.json"), switch)
    child = Child("worker", SLEEP, tmp_path / "log")
    supervisor.start(child)
    first = child.pid
    os.kill(first, signal.SIGKILL)

    signal.signal(signal.SIGALRM, lambda *_: setattr(switch, "asked", True))
    signal.setitimer(signal.ITIMER_REAL, 2.5)
    supervisor.watch()
    assert child.running()
    assert child.pid != first
    supervisor.stop(["worker"])
    assert "worker: killed by SIGKILL; starting it again in 1 s" in capsys.readouterr().out


def test_the_pause_grows_with_every_early_death_up_to_half_a_minute(tmp_path: Path) -> None:
    watched = Watched(Child("web", SLEEP, tmp_path / "log"), lambda _switch: None)
    watched.begin(StopSwitch())
    pauses = [watched.pause() for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert max(pauses) == LONGEST_PAUSE


def test_a_state_folder_with_a_comma_gets_its_sockets_elsewhere(tmp_path: Path) -> None:
    assert "," not in str(Layout(tmp_path / "one, two").sockets)
