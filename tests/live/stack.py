"""The stack of script/server on a folder and a port of its own, each program under our hand."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import dict_row

from script.stack.application import answers, our_programs, prepare
from script.stack.environment import application_environment, serving_environment
from script.stack.layout import ROOT, Layout
from script.stack.postgres import EmbeddedPostgres
from script.stack.processes import Child, StopSwitch, wait_until
from script.stack.valkey import EmbeddedValkey

# What names the installation that the tests themselves run on.
NOT_OURS = {
    "ALLOWED_HOSTS", "BROKER_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL", "HTTPS",
    "PUBLIC_ADDRESS", "SECRET_KEY_FILE", "STATE_DIR",
}  # fmt: skip
T = TypeVar("T")
SWEEP_SECONDS = 1
PATIENCE = 60.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """A database, a broker, and Groundwork's three programs; nothing runs until it is started."""

    def __init__(self, state: Path, *, settings: str = "config.settings") -> None:
        self.layout = Layout(state)
        self.layout.make()
        self.port = free_port()
        logs, sockets = self.layout.logs, self.layout.sockets
        self.postgres = EmbeddedPostgres(
            state / "postgres", sockets, logs / "postgres.log", durable=False
        )
        self.broker = EmbeddedValkey(state / "valkey", sockets, logs / "valkey.log")
        self.environment = self._environment(settings)
        self.programs: dict[str, Child] = {}

    def _environment(self, settings: str) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        given |= {
            "DJANGO_SETTINGS_MODULE": settings,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "SWEEP_SECONDS": str(SWEEP_SECONDS),
        }
        self.layout.state.joinpath("postgres").mkdir(mode=0o700, exist_ok=True)
        environment = application_environment(
            self.layout.state, database=self.postgres.url, broker=self.broker.url, given=given
        )
        return serving_environment(environment, "127.0.0.1", self.port)

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    def start_servers(self, *, demo: bool = False) -> None:
        """Start database and broker, and prepare the database as script/server does."""
        self.postgres.start()
        self.broker.start()
        prepare(self.layout, self.environment, StopSwitch(), demo=demo)

    def start(self, *names: str, **variables: str) -> None:
        """Start some of web, worker and beat, with additions to their environment."""
        environment = self.environment | variables
        for child in our_programs(self.layout, environment, "127.0.0.1", self.port):
            if child.name in names:
                child.start()
                self.programs[child.name] = child
        if "web" in names:
            wait_until(
                lambda: answers("127.0.0.1", self.port, environment), self.programs["web"], PATIENCE
            )

    def kill(self, name: str) -> None:
        """End a program and its children as kill -9 and the out-of-memory killer do."""
        child = self.programs.pop(name)
        os.killpg(child.pid, signal.SIGKILL)
        if child.process is not None:
            child.process.wait()

    def stop(self, *names: str) -> None:
        """Ask programs to end."""
        for name in names:
            self.programs.pop(name).stop()

    def close(self) -> None:
        """End everything."""
        for child in self.programs.values():
            child.stop()
        self.broker.stop()
        self.postgres.stop()

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Ask the database from outside the application."""
        with (
            psycopg.connect(self.postgres.url, autocommit=True, row_factory=dict_row) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def act(self, name: str, /, **options: object) -> Any:
        """Do one of tests.live.acts on this stack's data, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.live.acts", name, json.dumps(options)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{name} {options} failed:\n{done.stderr[-6000:]}")
        return json.loads(done.stdout)

    def log(self, name: str) -> str:
        """Return what a program has written."""
        return (self.layout.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def running(state: Path, *programs: str, **options: Any) -> Iterator[Stack]:
    """Run a stack with these programs, and end all of it afterwards."""
    stack = Stack(state, **options)
    try:
        stack.start_servers()
        stack.start(*programs)
        yield stack
    finally:
        stack.close()


def eventually(look: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Look until something true is seen and return it; fail naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(0.05)
    return seen


def path_of(url: str) -> str:
    """Return an address without its host."""
    return urlsplit(url).path
