"""script/server: start Groundwork on this machine, watch it, stop it cleanly."""

import argparse
import errno
import os
import shutil
import socket
import sys
import time
from pathlib import Path

from script.stack.application import answers, our_programs, prepare
from script.stack.console import Trouble, report, say, step
from script.stack.environment import application_environment, serving_environment
from script.stack.layout import ROOT, Layout, only_one
from script.stack.postgres import EmbeddedPostgres
from script.stack.processes import PidFile, StopAsked, StopSwitch, wait_until
from script.stack.supervisor import Supervisor
from script.stack.valkey import EmbeddedValkey

STOP_ORDER = ("preparation", "web", "worker", "beat", "broker", "database")
PORT_SECONDS = 3.0
# What --reset keeps: the logs, the locks, and what script/test owns.
KEPT_BY_RESET = {"log", "lock", "test", "bootstrap.lock"}


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Start Groundwork with its embedded servers. Ctrl-C stops it; data are kept. "
        "DATABASE_URL and BROKER_URL name servers of your own instead.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument("--empty", action="store_true", help="do not add the demo organisation")
    parser.add_argument("--reset", action="store_true", help="delete all data first")
    parser.add_argument("--yes", action="store_true", help="with --reset: do not ask")
    return parser.parse_args(arguments)


def state_folder() -> Path:
    """Return where the installation keeps its data: STATE_DIR, else var/ in the checkout."""
    return Path(os.environ.get("STATE_DIR") or ROOT / "var").absolute()


def main(arguments: list[str]) -> int:
    """Run until asked to stop; return the exit status."""
    options = parse(arguments)
    layout = Layout(state_folder())
    layout.make()
    switch = StopSwitch()
    with only_one(layout.state / "lock", "script/server"):
        check_address(options.host, options.port)
        if options.reset:
            reset(layout, sure=options.yes)
        switch.listen()
        supervisor = Supervisor(PidFile(layout.pids), switch)
        try:
            start_all(layout, options, supervisor)
            supervisor.watch()
        except StopAsked:
            pass
        finally:
            say()
            supervisor.stop(STOP_ORDER)
    return 0


def check_address(host: str, port: int) -> None:
    """Raise Trouble when nothing can listen there, before anything is started.

    Asks again for a moment: after a kill -9 of everything a web process needs about a second to
    notice that it is alone, and holds the port until then.
    """
    deadline = time.monotonic() + PORT_SECONDS
    while error := _listen_error(host, port):
        in_use = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        if not in_use or time.monotonic() > deadline:
            raise Trouble(_why_not(error, host, port))
        time.sleep(0.25)


def _listen_error(host: str, port: int) -> Exception | None:
    """Return why nobody can listen there; None when it works."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except (OSError, OverflowError) as error:
            return error
    return None


def _why_not(error: Exception, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"port {port} is taken by another program; use --port."
    if number == errno.EACCES:
        return f"port {port} is only for root; use --port with one above 1023."
    return f"cannot listen on {host} port {port}: {error}"


def reset(layout: Layout, *, sure: bool) -> None:
    """Delete the data of the embedded installation after asking; raise Trouble on a no."""
    if "DATABASE_URL" in os.environ:
        raise Trouble("--reset deletes embedded data only; DATABASE_URL names a server of yours.")
    if not sure:
        if not sys.stdin.isatty():
            raise Trouble("--reset deletes all data; add --yes when nobody can be asked.")
        answer = input(f"Delete the database and all files in {layout.state}? Type yes: ")
        if answer.strip().lower() != "yes":
            raise Trouble("nothing was deleted.")
    PidFile(layout.pids).end_strays()
    with step("all data deleted"):
        for path in layout.state.iterdir():
            if path.name not in KEPT_BY_RESET:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        layout.make()


def start_all(layout: Layout, options: argparse.Namespace, supervisor: Supervisor) -> None:
    """Start the servers, bring the data up to date, start our programs, wait for the pages."""
    began = time.monotonic()
    if strays := supervisor.pids.end_strays():
        say(f"          ended what an earlier run left behind: {', '.join(strays)}")
    environment = start_servers(layout, supervisor)
    environment = serving_environment(environment, options.host, options.port)
    layout.address.write_text(environment["PUBLIC_ADDRESS"], encoding="utf-8")
    people = prepare(layout, environment, supervisor.switch, demo=not options.empty)
    with step("web server, worker and beat started"):
        for child in our_programs(layout, environment, options.host, options.port):
            supervisor.start(child)
        web = next(w.child for w in supervisor.watched if w.child.name == "web")
        wait_until(
            lambda: answers(options.host, options.port, environment), web, 90, supervisor.switch
        )
    report(f"Groundwork is ready at {environment['PUBLIC_ADDRESS']}/", time.monotonic() - began)
    say(f"\n{people}\n" if people else "")
    if options.empty:
        say("First administrator of an empty installation:")
        say('  script/manage add_administrator you@example.org "Your Name"')
    say(f"Logs are in {layout.logs}. Ctrl-C stops everything and keeps the data.")


def start_servers(layout: Layout, supervisor: Supervisor) -> dict[str, str]:
    """Start the servers that no variable replaces; return the application's environment."""
    database, broker = os.environ.get("DATABASE_URL"), os.environ.get("BROKER_URL")
    if not database:
        postgres = EmbeddedPostgres(
            layout.state / "postgres", layout.sockets, layout.logs / "postgres.log"
        )
        with step("database started"):
            supervisor.start(postgres.child, postgres.start)
            supervisor.relaunch_with(postgres.child, postgres.launch)
        database = postgres.url
    if not broker:
        valkey = EmbeddedValkey(layout.state / "valkey", layout.sockets, layout.logs / "valkey.log")
        with step("broker started"):
            supervisor.start(valkey.child, valkey.start)
        broker = valkey.url
    return application_environment(layout.state, database=database, broker=broker)
