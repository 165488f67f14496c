"""Groundwork's own programs: the preparation, the web server, the worker and beat."""

import http.client
import json
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from script.stack.console import report
from script.stack.environment import WILDCARDS
from script.stack.layout import ROOT, Layout
from script.stack.processes import Child, StopSwitch, failure_of


def prepare(
    layout: Layout, environment: Mapping[str, str], switch: StopSwitch, *, demo: bool
) -> str:
    """Migrate, publish, collect and fill in a process of its own; return the people's lines."""
    command = [sys.executable, "-m", "script.stack.prepare", *(["--demo"] if demo else [])]
    log = layout.logs / "preparation.log"
    log.unlink(missing_ok=True)
    child = Child("preparation", command, log, environment, ROOT)
    shown = 0
    child.start()
    try:
        while child.running():
            switch.check()
            shown = _show_new_steps(log, shown)
            time.sleep(0.05)
    finally:
        child.stop()
    _show_new_steps(log, shown)
    if child.process is None or child.process.returncode != 0:
        raise failure_of(child)
    return next((str(fact["people"]) for fact in _facts(log) if "people" in fact), "")


def _show_new_steps(log: Path, shown: int) -> int:
    steps = [fact for fact in _facts(log) if "step" in fact]
    for fact in steps[shown:]:
        report(str(fact["step"]), float(fact["seconds"]))
    return len(steps)


def _facts(log: Path) -> list[dict[str, str | float]]:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


def our_programs(
    layout: Layout, environment: Mapping[str, str], host: str, port: int
) -> list[Child]:
    """Return Groundwork's own three programs, in the order of their start."""
    beat = layout.state / "beat"
    beat.mkdir(exist_ok=True)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = ["gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    web += ["--bind", address, "--graceful-timeout", "8", "--no-control-socket"]
    web += ["--access-logfile", "-", "--logger-class", "config.access_log.AccessLog", "config.wsgi"]
    celery = ["celery", "--app", "config"]
    worker = [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"]
    ticking = [*celery, "beat", "--schedule", str(beat / "schedule"), "--pidfile", ""]
    return [
        _python("web", web, layout, environment, 10),
        # A dossier under way may finish; one that does not is built again after the next start.
        _python("worker", worker, layout, environment, 60),
        _python("beat", [*ticking, "--loglevel", "INFO"], layout, environment, 5),
    ]


def _python(
    name: str, module: list[str], layout: Layout, environment: Mapping[str, str], patience: float
) -> Child:
    command = [sys.executable, "-m", *module]
    log = layout.logs / f"{name}.log"
    return Child(name, command, log, environment, ROOT, signal.SIGTERM, patience)


def answers(host: str, port: int, environment: Mapping[str, str]) -> bool:
    """Say whether the sign-in page answers as a person's browser would get it."""
    https = environment.get("HTTPS", "").lower() in {"1", "true", "yes", "on"}
    headers = {"Host": f"localhost:{port}", "X-Forwarded-Proto": "https" if https else "http"}
    asked = "127.0.0.1" if host in WILDCARDS else host
    connection = http.client.HTTPConnection(asked, port, timeout=10)
    try:
        connection.request("GET", "/login/", headers=headers)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
