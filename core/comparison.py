"""Candidates compared by must-haves and weighted criteria, one comparison for each function.

Reads the stored value of the kind `matrix`; whatever a draft still lacks leaves its candidate
without a place, and never makes one up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from core.ranking import Flip, flips, places, weighted_mean

EVERY_FUNCTION = "all"
MUST = "must"
MET, NOT_MET = "yes", "no"
POINTS = ("0", "1", "2", "3", "4", "5")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What candidates are judged by; a must-have has no weight, nor has one that is unfinished."""

    id: str
    name: str
    weight: int | None
    must: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with its result.

    `total` is the weighted mean of 0 to 5, None while a score is missing. `place` is None for who
    fails a must-have or has no total. `index` is its place among all candidates as stored.
    """

    id: str
    index: int
    name: str
    chosen: bool
    total: Fraction | None
    failed: tuple[Criterion, ...]
    unscored: tuple[Criterion, ...]
    place: int | None
    row: Row

    @property
    def eligible(self) -> bool:
        """Whether it can win."""
        return self.total is not None and not self.failed and not self.unscored


@dataclass(frozen=True, slots=True)
class Comparison:
    """The candidates of one function, as stored, and how firm their ranking is.

    `flips` are the nearest changes of a single weight that give the lead to somebody else, the
    smallest first; empty when there are none, and when the lead is shared already.
    """

    function: str
    criteria: tuple[Criterion, ...]
    candidates: tuple[Candidate, ...]
    flips: tuple[Flip, ...]

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """Those with a place, the first one first."""
        placed = [candidate for candidate in self.candidates if candidate.place is not None]
        return tuple(sorted(placed, key=lambda candidate: candidate.place or 0))

    @property
    def leaders(self) -> tuple[Candidate, ...]:
        """Who stands in the first place: several when they are level."""
        return tuple(candidate for candidate in self.candidates if candidate.place == 1)

    @property
    def winner(self) -> Candidate | None:
        """Who leads alone; None when nobody does."""
        return self.leaders[0] if len(self.leaders) == 1 else None

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """Those marked as chosen; one, in a finished comparison."""
        return tuple(candidate for candidate in self.candidates if candidate.chosen)

    @property
    def lead(self) -> Fraction | None:
        """By how much the winner is ahead of the next; None without a winner or a next one."""
        first = [candidate.total for candidate in self.ranked if candidate.total is not None][:2]
        return first[0] - first[1] if len(first) == 2 and self.winner else None

    @property
    def flip(self) -> Flip | None:
        """The smallest change of one weight that changes the winner; None if none does."""
        return next(iter(self.flips), None)


def compare(value: Mapping[str, Any] | None) -> tuple[Comparison, ...]:
    """Return a comparison for each function that has candidates, in the order of their first."""
    rows: Sequence[Row] = (value or {}).get("candidates", ())
    functions = dict.fromkeys(row["function"] for row in rows if "function" in row)
    criteria: Sequence[Row] = (value or {}).get("criteria", ())
    return tuple(_compare(function, criteria, rows) for function in functions)


def applies(criterion: Row, candidate: Row) -> bool:
    """Tell whether a candidate is judged by a criterion; both name their function."""
    function = candidate.get("function")
    return function is not None and criterion.get("function") in (EVERY_FUNCTION, function)


def score_fits(criterion: Row, score: str) -> bool:
    """Tell whether a score says what the criterion asks: met or not, or points."""
    return score in ((MET, NOT_MET) if criterion.get("weight") == MUST else POINTS)


def score_of(criterion: Row, candidate: Row) -> str:
    """Return the score that a candidate has for a criterion; empty for none that fits."""
    score: str = candidate.get("scores", {}).get(criterion["id"], {}).get("score", "")
    return score if score_fits(criterion, score) else ""


def _compare(function: str, criteria: Sequence[Row], rows: Sequence[Row]) -> Comparison:
    found = [
        _judged(index, row, criteria)
        for index, row in enumerate(rows)
        if row.get("function") == function
    ]
    totals = {one.id: one.total for one in found if one.eligible and one.total is not None}
    place = places(totals)
    candidates = tuple(replace(one, place=place.get(one.id)) for one in found)
    asked = [row for row in criteria if row.get("function") in (EVERY_FUNCTION, function)]
    comparison = Comparison(function, tuple(map(_criterion, asked)), candidates, ())
    winner = comparison.winner
    if winner is None:
        return comparison
    weights = {one.id: one.weight for one in comparison.criteria if one.weight is not None}
    scores = {
        one.id: {code: int(one.row["scores"][code]["score"]) for code in weights}
        for one in comparison.ranked
    }
    return replace(comparison, flips=flips(weights, scores, winner.id))


def _criterion(row: Row) -> Criterion:
    weight = row.get("weight", "")
    number = int(weight) if weight.isdecimal() else None
    return Criterion(row["id"], row.get("criterion", ""), number, weight == MUST)


def _judged(index: int, row: Row, criteria: Sequence[Row]) -> Candidate:
    asked = [one for one in criteria if applies(one, row)]
    scores = {one["id"]: score_of(one, row) for one in asked}
    known = [_criterion(one) for one in asked]
    points = {code: int(score) for code, score in scores.items() if score.isdecimal()}
    weights = {one.id: one.weight for one in known if one.weight is not None}
    return Candidate(
        id=row["id"],
        index=index,
        name=row.get("candidate", ""),
        chosen=row.get("chosen") is True,
        total=weighted_mean(weights, points),
        failed=tuple(one for one in known if one.must and scores[one.id] == NOT_MET),
        unscored=tuple(one for one in known if not scores[one.id] or not _weighs(one)),
        place=None,
        row=row,
    )


def _weighs(criterion: Criterion) -> bool:
    return criterion.must or criterion.weight is not None
