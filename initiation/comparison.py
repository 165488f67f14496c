"""The components compared in stage 2, by the names that other stages use for them.

Reads the answer to the question `components` in both its shapes: a matrix, and the plain rows that
it was in the first version of its set.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.kinds.numerals import canonical

MATRIX = "matrix"

Answer = Mapping[str, Any]

_CARRIED = frozenset({"id", "function", "candidate", "origin", "chosen", "reversible"})
_LONGEST = 500  # characters of a text


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


def is_plain(answer: Answer) -> bool:
    """Tell whether an answer has the shape of the first version: plain rows with one score each."""
    return MATRIX not in answer and bool({"criteria", "candidates"} & answer.keys())


def as_matrix(answer: Answer) -> dict[str, Any]:
    """Return an answer of the first version as a matrix, its candidates still to be scored.

    One score for all criteria cannot be spread over them, so it is kept in words behind the reason.
    """
    parts = {
        "criteria": [dict(row) for row in answer.get("criteria", ())],
        "candidates": [_as_candidate(row) for row in answer.get("candidates", ())],
    }
    return {MATRIX: {name: rows for name, rows in parts.items() if rows}}


def _as_candidate(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {code: cell for code, cell in row.items() if code in _CARRIED}
    earlier = [
        f"{label}: {row[code]}"
        for code, label in (("score", "Score before"), ("note", "It rested on"))
        if code in row
    ]
    why = ". ".join(filter(None, [row.get("why", "").rstrip("."), *earlier]))
    if why:
        kept["why"] = why[:_LONGEST]
    if cost := row.get("exit_cost"):
        likely = canonical(Decimal(cost["amount"]))
        kept["exit_cost"] = {"likely": likely, "basis": "", "currency": cost["currency"]}
    return kept


def _names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [row["candidate"] for row in rows if "candidate" in row]
