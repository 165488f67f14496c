"""What keeps the candidates of a matrix from being compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.comparison import EVERY_FUNCTION, MUST, applies, score_fits
from core.kinds.base import STILL_EMPTY, FieldSpec, Problem
from core.kinds.matrix_parts import CANDIDATES, CRITERIA, SCORES, named, parts_of
from core.kinds.table import Table

Row = Mapping[str, Any]


def missing_in(table: Table, spec: FieldSpec, value: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what a matrix lacks: criteria, rivals, required cells and scores, each in words."""
    parts = parts_of(spec)
    criteria: Sequence[Row] = value.get(CRITERIA, ())
    candidates: Sequence[Row] = value.get(CANDIDATES, ())
    functions = dict(spec.choices)
    return (
        *_below(CRITERIA, table.missing(parts.criteria, criteria)),
        *_criteria(criteria, candidates, functions),
        *_below(CANDIDATES, table.missing(parts.candidates, candidates)),
        *_rivals(candidates, functions),
        *_scores(criteria, candidates, functions),
    )


def _below(part: str, problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield replace(problem, where=f".{part}{problem.where}")


def _criteria(
    criteria: Sequence[Row], candidates: Sequence[Row], functions: Mapping[str, str]
) -> Iterator[Problem]:
    if not criteria:
        yield Problem(f".{CRITERIA}", "Write at least one criterion.")
        return
    weighted = {row.get("function") for row in criteria if row.get("weight", MUST) != MUST}
    for function in dict.fromkeys(row["function"] for row in candidates if "function" in row):
        if not weighted & {EVERY_FUNCTION, function}:
            words = f"“{functions.get(function, function)}” has no criterion with a weight"
            yield Problem(f".{CRITERIA}", f"{words}, so its candidates cannot be ranked.")


def _rivals(candidates: Sequence[Row], functions: Mapping[str, str]) -> Iterator[Problem]:
    if not candidates:
        yield Problem(f".{CANDIDATES}", "Compare at least two candidates.")
    used = [row.get("function") for row in candidates]
    for index, function in enumerate(used):
        if function is not None and used.count(function) == 1:
            words = f"“{functions.get(function, function)}” has only this candidate"
            yield Problem(f".{CANDIDATES}.{index}.function", f"{words}. Compare another with it.")


def _scores(
    criteria: Sequence[Row], candidates: Sequence[Row], functions: Mapping[str, str]
) -> Iterator[Problem]:
    for index, candidate in enumerate(candidates):
        for criterion in criteria:
            message = _score(criterion, candidate, functions)
            if message:
                who = named(candidate, index + 1)
                what = f"“{criterion['criterion']}”" if "criterion" in criterion else "a criterion"
                where = f".{CANDIDATES}.{index}.{SCORES}.{criterion['id']}.score"
                yield Problem(where, f"{who}, {what}: {message}")


def _score(criterion: Row, candidate: Row, functions: Mapping[str, str]) -> str:
    """Return what is wrong with one cell, if anything."""
    cell = candidate.get(SCORES, {}).get(criterion["id"], {})
    if "function" not in criterion or "function" not in candidate:
        return ""
    if not applies(criterion, candidate):
        own = criterion["function"]
        words = f"this belongs to “{functions.get(own, own)}” and does not count. Empty it here."
        return words if cell else ""
    if "score" not in cell:
        return STILL_EMPTY
    if score_fits(criterion, cell["score"]):
        return ""
    if criterion.get("weight") == MUST:
        return "a must-have is met or not met; points do not fit it."
    return "a criterion with a weight needs points from 0 to 5."
