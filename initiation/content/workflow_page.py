"""docs/workflow.md, generated from the table of moves so that page and rule cannot disagree."""

from collections.abc import Iterator

from accounts.access import ROLE_NAMES, TABLE
from initiation.workflow import (
    EDITABLE,
    MOVES,
    STATE_NAMES,
    TURN,
    Move,
    State,
    moves_from,
)

_SIDE_MOVES = ("hold", "resume", "withdraw")


def workflow_page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join([*_head(), *_diagram(), *_states(), *_moves()]) + "\n"


def _head() -> Iterator[str]:
    yield "# The workflow"
    yield ""
    yield "Generated from `initiation/workflow.py` by `script/manage workflow_page`."
    yield ""


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in State:
        yield f"    {state}: {STATE_NAMES[state]}"
    yield f"    [*] --> {State.PREPARING}"
    for move in MOVES.values():
        if move.name in _SIDE_MOVES or move.target is None:
            continue
        for source in sorted(move.sources):
            yield f"    {source} --> {move.target}: {move.label}"
    yield "```"
    yield ""
    yield (
        "Beside these, every running project can be put on hold, resumed to where it was held, "
        "and withdrawn. A rejected project comes back as a new version, which is a new project."
    )
    yield ""


def _states() -> Iterator[str]:
    yield "## States"
    yield ""
    yield "| state | whose turn | what may be written | moves from here |"
    yield "| --- | --- | --- | --- |"
    for state in State:
        role = TURN[state]
        turn = ROLE_NAMES[role] if role else "nobody's"
        sets = (
            ", ".join(f"`{code}`" for code in sorted(EDITABLE.get(state, frozenset()))) or "nothing"
        )
        moves = ", ".join(f"`{move.name}`" for move in moves_from(state)) or "none"
        yield f"| `{state}` {STATE_NAMES[state]} | {turn} | {sets} | {moves} |"
    yield ""


def _moves() -> Iterator[str]:
    yield "## Moves"
    yield ""
    yield "| move | from | to | who | guards |"
    yield "| --- | --- | --- | --- | --- |"
    for move in MOVES.values():
        yield _row(move)


def _row(move: Move) -> str:
    sources = ", ".join(f"`{source}`" for source in State if source in move.sources)
    target = f"`{move.target}`" if move.target else "where it was held"
    who = ", ".join(
        f"{ROLE_NAMES[role]} ({scope})" for role, scope in TABLE[move.permission].items()
    )
    guards = "; ".join(sorted(move.guards)) or "none"
    return f"| `{move.name}` | {sources} | {target} | {who} | {guards} |"
