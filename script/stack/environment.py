"""The environment of Groundwork's own programs when they run on this machine."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

from script.stack.postgres import read_or_make_secret

WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 - compared with, never listened on by itself


def application_environment(
    state: Path, *, database: str, broker: str, given: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return the caller's environment completed with what the settings need.

    What the caller set stays, but for DEBUG: pages of tracebacks have no place in a real run.
    """
    environment = {name: value for name, value in given.items() if name != "DEBUG"}
    environment |= {"DATABASE_URL": database, "BROKER_URL": broker, "STATE_DIR": str(state)}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    environment["PYTHONUNBUFFERED"] = "1"
    if not {"SECRET_KEY", "SECRET_KEY_FILE"} & environment.keys():
        read_or_make_secret(state / "secret_key", 48)
        environment["SECRET_KEY_FILE"] = str(state / "secret_key")
    return environment


def serving_environment(environment: Mapping[str, str], host: str, port: int) -> dict[str, str]:
    """Add under which names the pages may be asked for, and the address that mails name."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in WILDCARDS:
        names += [socket.gethostname(), socket.getfqdn()]
    else:
        names.append(f"[{host}]" if ":" in host else host)
    shown = "127.0.0.1" if host in WILDCARDS else names[-1]
    return {
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(names)),
        "PUBLIC_ADDRESS": f"http://{shown}:{port}",
    } | dict(environment)
