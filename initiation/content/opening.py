"""What stands on the page that opens a project."""

from collections.abc import Sequence


def not_set_up(lacking: Sequence[str], administrators: Sequence[str]) -> str:
    """Return what must be set up before a project can be opened, and who can; empty when all is."""
    if not lacking:
        return ""
    who = f" Ask {' or '.join(administrators)}." if administrators else ""
    return f"Before that, an administrator adds under People: {'; '.join(lacking)}.{who}"
