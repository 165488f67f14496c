"""Dispatch to what the entry files in script/ ask for."""

import sys

from script.stack.console import Trouble, complain
from script.stack.layout import ROOT


def main(arguments: list[str]) -> int:
    """Run the named command with the rest of the arguments; return its exit status."""
    name, *rest = arguments or ["server"]
    try:
        if name == "server":
            from script.stack import server

            return server.main(rest)
        if name == "test":
            from script.stack import checks

            return checks.main(rest)
        if name == "env":
            from script.stack import inside

            return inside.main(rest)
    except Trouble as trouble:
        complain(f"script/{name}: {trouble}")
        return 1
    complain(f"no command {name} in {ROOT / 'script'}")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
