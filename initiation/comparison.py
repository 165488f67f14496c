"""The components compared in stage 2, by the names that other stages use for them.

Reads the answer to the question `components` in both its shapes: a matrix, and the plain rows that
it was in the first version of its set.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MATRIX = "matrix"

Answer = Mapping[str, Any]


def chosen_names(answer: Answer) -> tuple[str, ...]:
    """Return the names of the chosen candidates, each once."""
    return tuple(
        dict.fromkeys(_names(row for row in candidates(answer) if row.get("chosen") is True))
    )


def component_names(answer: Answer) -> tuple[str, ...]:
    """Return the names of all candidates, the chosen ones first, each once."""
    return tuple(dict.fromkeys([*chosen_names(answer), *_names(candidates(answer))]))


def candidates(answer: Answer) -> Sequence[Mapping[str, Any]]:
    """Return the rows of the candidates."""
    matrix = answer.get(MATRIX) or answer
    rows: Sequence[Mapping[str, Any]] = matrix.get("candidates", ())
    return rows


def _names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [row["candidate"] for row in rows if "candidate" in row]
