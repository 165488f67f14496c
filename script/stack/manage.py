"""Run manage.py against the servers that script/server started, or the ones that are named."""

import os
import sys

from script.stack.console import Trouble
from script.stack.environment import application_environment
from script.stack.layout import ROOT, Layout
from script.stack.postgres import EmbeddedPostgres
from script.stack.server import state_folder
from script.stack.valkey import EmbeddedValkey


def main(arguments: list[str]) -> int:
    """Replace this process by manage.py; raise Trouble when there is no server to talk to."""
    layout = Layout(state_folder())
    postgres = EmbeddedPostgres(layout.state / "postgres", layout.sockets, layout.logs)
    valkey = EmbeddedValkey(layout.state / "valkey", layout.sockets, layout.logs)
    database = os.environ.get("DATABASE_URL")
    if database is None and not (postgres.sockets / ".s.PGSQL.5432").exists():
        raise Trouble("the embedded database does not run; start script/server first.")
    environment = application_environment(
        layout.state,
        database=database or postgres.url,
        broker=os.environ.get("BROKER_URL") or valkey.url,
    )
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    os.execve(sys.executable, command, environment)  # noqa: S606 - our own program, no shell
