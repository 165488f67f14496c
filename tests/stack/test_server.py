"""script/server as a person uses it, from the first start to a kill -9 and back."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.stack.layout import ROOT, Layout

pytestmark = pytest.mark.stack

FIRST_START_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """script/server on a state folder of its own."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.port = free_port()
        self.output = layout.state.parent / "console"
        self.process: subprocess.Popen[bytes] | None = None
        unwanted = {"DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
        self.environment = {k: v for k, v in os.environ.items() if k not in unwanted}
        self.environment["STATE_DIR"] = str(layout.state)

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "script.stack", "server", *options]

    def start(self, *options: str, seconds: float) -> float:
        """Start it and return how long it took until it said that it is ready."""
        began = time.monotonic()
        with self.output.open("wb") as console:
            self.process = subprocess.Popen(
                self.command("--port", str(self.port), *options),
                cwd=ROOT,
                env=self.environment,
                stdout=console,
                stderr=console,
            )
        while "Ctrl-C" not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() - began < seconds, self.text()
            time.sleep(0.05)
        return time.monotonic() - began

    def text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def try_another(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*options),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def status_of(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def in_its_environment(self, *command: str) -> str:
        """Return what a command prints that script/env runs beside the server."""
        asked = [sys.executable, "-m", "script.stack", "env", *command]
        return subprocess.check_output(asked, cwd=ROOT, env=self.environment, text=True).strip()

    def pids(self) -> list[int]:
        return [entry[1] for entry in json.loads(self.layout.pids.read_text(encoding="utf-8"))]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=90)


@pytest.fixture
def server(layout: Layout) -> Iterator[Server]:
    made = Server(layout)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()


def test_a_taken_port_is_named_before_anything_is_started(server: Server) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", server.port))
        other.listen()
        tried = server.try_another("--port", str(server.port))
    assert tried.returncode == 1
    assert f"port {server.port} is taken by another program; use --port" in tried.stderr
    assert not (server.layout.state / "postgres").exists()


def test_reset_asks_and_refuses_when_nobody_can_answer(server: Server) -> None:
    tried = server.try_another("--port", str(server.port), "--reset")
    assert tried.returncode == 1
    assert "add --yes" in tried.stderr


def test_reset_leaves_a_database_of_ones_own_alone(server: Server) -> None:
    server.environment["DATABASE_URL"] = "postgresql://somewhere.invalid/else"
    tried = server.try_another("--port", str(server.port), "--reset", "--yes")
    assert tried.returncode == 1
    assert "names a server of yours" in tried.stderr


def test_start_stop_second_start_kill_and_start_again(server: Server) -> None:
    server.start(seconds=FIRST_START_SECONDS)
    assert server.status_of("/login/") == 200

    second = server.try_another("--port", str(free_port()))
    assert second.returncode == 1
    assert server.process is not None
    assert f"already running here (process {server.process.pid})" in second.stderr
    assert server.in_its_environment("printenv", "PUBLIC_ADDRESS") == server.address

    secret = (server.layout.state / "secret_key").read_text(encoding="utf-8")
    assert (server.layout.state / "secret_key").stat().st_mode & 0o077 == 0
    pids = server.pids()
    assert server.stop(signal.SIGINT) == 0
    assert "killed" not in server.text()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)

    seconds = server.start(seconds=FIRST_START_SECONDS)
    print(f"figure second_start: {seconds:.1f} s until the pages answer")
    assert (server.layout.state / "secret_key").read_text(encoding="utf-8") == secret

    for pid in [server.process.pid, *server.pids()]:
        os.kill(pid, signal.SIGKILL)
    server.process.wait()
    server.start(seconds=FIRST_START_SECONDS)
    assert server.status_of("/login/") == 200
