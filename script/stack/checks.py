"""script/test: every check and test, on embedded servers of its own, ending with a table."""

import argparse
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from script.stack.console import Trouble, complain, report, say, step
from script.stack.environment import application_environment
from script.stack.layout import ROOT, Layout, only_one
from script.stack.postgres import EmbeddedPostgres
from script.stack.processes import Child, PidFile, StopAsked, StopSwitch
from script.stack.steps import STEPS, Step
from script.stack.system import need_browser
from script.stack.valkey import EmbeddedValkey

NOTHING_COLLECTED = 5  # pytest's exit status when no test was chosen
# Shown also when all is well: pytest's closing line, the total of the coverage, and the figures
# that reliability tests print.
TELLING = ("figure ", "TOTAL ")


@dataclass(frozen=True, slots=True)
class Result:
    """How one step ended."""

    name: str
    ok: bool
    seconds: float


def main(arguments: list[str]) -> int:
    """Run the chosen steps; return 0 only when every one is well."""
    ours, _, for_pytest = _split(arguments)
    options = parse(ours)
    if options.list:
        for each in STEPS:
            say(f"{each.name:<11} {each.what}")
        return 0
    chosen = choose(options.only)
    look_for_browser(chosen)
    state = ROOT / "var" / "test"
    layout = Layout(state)
    layout.make()
    with only_one(state / "lock", "script/test"):
        switch = StopSwitch()
        switch.listen()
        with servers(layout, switch) as environment:
            if options.full:
                environment["GROUNDWORK_FULL"] = "1"
            results = run_all(chosen, layout, environment, for_pytest, switch)
    return summary(results, len(chosen))


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], "--", arguments[at + 1 :]


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line up to "--"; what follows is pytest's."""
    parser = argparse.ArgumentParser(
        prog="script/test", description=__doc__, epilog="What follows -- is given to pytest."
    )
    parser.add_argument("--only", metavar="STEP[,STEP]", help="run these steps only")
    parser.add_argument("--list", action="store_true", help="list the steps")
    parser.add_argument("--full", action="store_true", help="the long versions of the drills")
    return parser.parse_args(arguments)


def choose(only: str | None) -> list[Step]:
    """Return the named steps in their usual order; raise Trouble for a name that is none."""
    if only is None:
        return list(STEPS)
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    if unknown := wanted - {each.name for each in STEPS}:
        names = ", ".join(each.name for each in STEPS)
        raise Trouble(f"no step {', '.join(sorted(unknown))}; there are {names}.")
    return [each for each in STEPS if each.name in wanted]


def look_for_browser(chosen: Sequence[Step]) -> None:
    """Say at the beginning, not after ten minutes, that there is no browser to test with."""
    if any(each.browser for each in chosen):
        try:
            need_browser()
        except Trouble as trouble:
            complain(f"script/test: {trouble}")


@contextmanager
def servers(layout: Layout, switch: StopSwitch) -> Iterator[dict[str, str]]:
    """Run a database and a broker for the tests; yield the environment that names them."""
    pids = PidFile(layout.pids)
    pids.end_strays()
    for stale in ("coverage", "state", "valkey"):
        shutil.rmtree(layout.state / stale, ignore_errors=True)
    (layout.state / "coverage").mkdir()
    postgres = EmbeddedPostgres(
        layout.state / "postgres", layout.sockets, layout.logs / "postgres.log", durable=False
    )
    valkey = EmbeddedValkey(layout.state / "valkey", layout.sockets, layout.logs / "valkey.log")
    try:
        with step("database and broker for the tests started"):
            postgres.start(switch)
            valkey.start(switch)
        pids.write([postgres.child, valkey.child])
        yield test_environment(layout, postgres.url, valkey.url)
    finally:
        valkey.stop()
        postgres.stop()


def test_environment(layout: Layout, database: str, broker: str) -> dict[str, str]:
    """Return the environment of every step; nothing of the caller's installation leaks in."""
    ours = {"SECRET_KEY", "SECRET_KEY_FILE", "EMAIL_URL", "HTTPS", "ALLOWED_HOSTS"}
    given = {name: value for name, value in os.environ.items() if name not in ours}
    given["SECRET_KEY"] = secrets.token_urlsafe(48)
    given["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    given["COVERAGE_FILE"] = str(layout.state / "coverage" / "data")
    state = layout.state / "state"
    state.mkdir(exist_ok=True)
    return application_environment(state, database=database, broker=broker, given=given)


def run_all(
    chosen: Sequence[Step],
    layout: Layout,
    environment: Mapping[str, str],
    for_pytest: Sequence[str],
    switch: StopSwitch,
) -> list[Result]:
    """Run one step after the other, also after failures; stop early when asked to."""
    results = []
    for each in chosen:
        began = time.monotonic()
        try:
            ok = run(each, layout, environment, for_pytest, switch)
        except StopAsked:
            say("          stopped")
            break
        except Trouble as trouble:
            say(f"{trouble}")
            ok = False
        seconds = time.monotonic() - began
        report(each.name if ok else f"{each.name}: FAILED", seconds)
        results.append(Result(each.name, ok, seconds))
    return results


def run(
    each: Step,
    layout: Layout,
    environment: Mapping[str, str],
    for_pytest: Sequence[str],
    switch: StopSwitch,
) -> bool:
    """Run the commands of a step; show their output when they fail, else its telling lines."""
    variables = {**environment, **each.environment}
    if each.browser:
        variables["CHROMIUM"] = need_browser()
    extra = tuple(for_pytest) if each.pytest else ()
    log = layout.logs / f"{each.name}.log"
    log.unlink(missing_ok=True)
    fine = {0, NOTHING_COLLECTED} if extra else {0}
    ok = all(
        _status(Child(each.name, (*command, *extra), log, variables, ROOT), switch) in fine
        for command in each.commands
    )
    show(log, ok=ok)
    return ok


def _status(child: Child, switch: StopSwitch) -> int:
    child.start()
    try:
        while child.running():
            switch.check()
            time.sleep(0.05)
    finally:
        child.stop()
    return child.process.returncode if child.process else 1


def show(log: Path, *, ok: bool) -> None:
    """Print a step's whole output, or only the lines that tell something when it is well."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    if ok:
        closing = [line for line in lines if line.startswith("=") and " in " in line][-1:]
        lines = [line for line in lines if line.startswith(TELLING)] + closing
    for line in lines:
        say(line)


def summary(results: Sequence[Result], chosen: int) -> int:
    """Print the table of steps; return the exit status."""
    say("\nstep         result    seconds")
    for result in results:
        say(f"{result.name:<12} {'ok' if result.ok else 'FAILED':<7} {result.seconds:>9.1f}")
    failed = [result.name for result in results if not result.ok]
    seconds = sum(result.seconds for result in results)
    if len(results) < chosen:
        say(f"\nstopped after {len(results)} of {chosen} steps")
        return 130
    if failed:
        say(f"\n{len(failed)} of {chosen} failed in {seconds:.0f} s: {', '.join(failed)}")
        return 1
    say(f"\nall {chosen} well in {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
