"""Run a command with the environment of the installation that script/server started."""

import os
import shutil

from script.stack.console import Trouble
from script.stack.environment import application_environment
from script.stack.layout import Layout
from script.stack.postgres import EmbeddedPostgres
from script.stack.server import state_folder
from script.stack.valkey import EmbeddedValkey


def main(command: list[str]) -> int:
    """Replace this process by the command; raise Trouble when there is no database to talk to."""
    if not command:
        raise Trouble("name a command, for example: script/env sh -c 'psql \"$DATABASE_URL\"'")
    layout = Layout(state_folder())
    postgres = EmbeddedPostgres(layout.state / "postgres", layout.sockets, layout.logs)
    valkey = EmbeddedValkey(layout.state / "valkey", layout.sockets, layout.logs)
    database = os.environ.get("DATABASE_URL")
    if not database and not (postgres.sockets / ".s.PGSQL.5432").exists():
        raise Trouble("the embedded database does not run; start script/server first.")
    environment = application_environment(
        layout.state,
        database=database or postgres.url,
        broker=os.environ.get("BROKER_URL") or valkey.url,
    )
    if layout.address.exists():
        environment.setdefault("PUBLIC_ADDRESS", layout.address.read_text(encoding="utf-8"))
    # The server's own tools come first, so that dumps are made by its version.
    environment["PATH"] = f"{postgres.programs}{os.pathsep}{environment.get('PATH', os.defpath)}"
    program = shutil.which(command[0], path=environment["PATH"])
    if program is None:
        raise Trouble(f"no program {command[0]} on the PATH.")
    os.execve(program, command, environment)  # noqa: S606 - the caller's command, no shell
