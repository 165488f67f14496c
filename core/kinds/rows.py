"""Rows of a table as a form posts them, and the row buttons that work without JavaScript."""

import re
from dataclasses import dataclass

from core.kinds.base import Raw, typed

MOST_ROWS = 200

ROW_NUMBER = re.compile(r"[0-9]{1,6}")
CELL_PLACE = re.compile(r"\.([0-9]+)\.([a-z_]+)(.*)")
COMMAND = re.compile(r"(add):([a-z_.]+)|(remove|up|down):([a-z_.]+):([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class RowCommand:
    """What a row button asks for: `act` is add, remove, up or down."""

    act: str
    name: str
    index: int = -1


def row_command(text: str) -> RowCommand | None:
    """Return the command that a row button sent, or None when it makes no sense."""
    match = COMMAND.fullmatch(text)
    if match is None:
        return None
    if match[1]:
        return RowCommand("add", match[2])
    return RowCommand(match[3], match[4], int(match[5]))


def row_indexes(raw: Raw, name: str) -> list[int]:
    """Return the positions of the rows to show or read: those counted and those sent."""
    pattern = re.compile(rf"{re.escape(name)}\.([0-9]{{1,6}})\.[a-z]")
    sent = {int(match[1]) for key in raw if (match := pattern.match(key))}
    count = typed(raw, f"{name}.rows")
    counted = min(int(count), MOST_ROWS) if re.fullmatch(r"[0-9]{1,9}", count) else 0
    return sorted(sent | set(range(counted)))


def with_rows_changed(raw: Raw, command: RowCommand) -> dict[str, list[str]]:
    """Return the strings with one row added, removed or moved and nothing else touched."""
    name = command.name
    order = row_indexes(raw, name) or [0]
    focus = _reorder(order, command)
    renumbered = {old: new for new, old in enumerate(order) if old >= 0}
    changed: dict[str, list[str]] = {}
    for key, values in raw.items():
        row, _, rest = key.removeprefix(f"{name}.").partition(".")
        if not key.startswith(f"{name}.") or not (rest and ROW_NUMBER.fullmatch(row)):
            changed[key] = list(values)
        elif int(row) in renumbered:
            changed[f"{name}.{renumbered[int(row)]}.{rest}"] = list(values)
    changed[f"{name}.rows"] = [str(len(order))]
    changed[f"{name}.focus"] = [str(focus)]
    return changed


def _reorder(order: list[int], command: RowCommand) -> int:
    """Change the order in place and return the row to go on with; -1 in it is a new row."""
    at, act = command.index, command.act
    if act == "add" and len(order) < MOST_ROWS:
        order.append(-1)
        return len(order) - 1
    if act == "remove" and command.index in order:
        at = order.index(command.index)
        order.remove(command.index)
        return max(min(at, len(order) - 1), 0)
    if act in {"up", "down"} and command.index in order:
        at = order.index(command.index)
        other = min(max(at + (-1 if act == "up" else 1), 0), len(order) - 1)
        order[at], order[other] = order[other], order[at]
        return other
    return len(order) - 1
