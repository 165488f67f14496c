"""Ranking by weighted criteria, and the nearest weights at which somebody else leads; exact.

Everything is a Fraction or a whole number, so that a result is never a matter of rounding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

Weights = Mapping[str, int]
"""Criterion to weight; every weight is positive."""

Scores = Mapping[str, int]
"""Criterion to the score that one candidate got for it."""

HEAVIEST = 5


@dataclass(frozen=True, slots=True)
class Flip:
    """The weight of one criterion at which a rival draws level with the winner.

    At any weight beyond `at`, seen from `weight`, the rival is ahead of the winner. `whole` is the
    nearest whole weight from 1 to 5 beyond it, None if there is none. `leaders` are in front at
    `whole`, several if they are level: the rival need not be among them, for a third candidate may
    have overtaken both by then.
    """

    criterion: str
    weight: int
    at: Fraction
    rival: str
    whole: int | None
    leaders: tuple[str, ...]

    @property
    def change(self) -> Fraction:
        """How far the weight would have to move, without its direction."""
        return abs(self.at - self.weight)

    @property
    def falls(self) -> bool:
        """Whether the weight would have to fall."""
        return self.at < self.weight


def weighted_mean(weights: Weights, scores: Scores) -> Fraction | None:
    """Return the sum of weight times score over the sum of weights.

    The scale of the scores, here 0 to 5, is the scale of the mean. None where a weighted criterion
    has no score, or where there is no weight at all.
    """
    whole = sum(weights.values())
    if not whole or not weights.keys() <= scores.keys():
        return None
    return Fraction(sum(weight * scores[code] for code, weight in weights.items()), whole)


def places(totals: Mapping[str, Fraction]) -> dict[str, int]:
    """Return everybody's place; equal totals share one, and the places after it stay free."""
    return {
        code: 1 + sum(other > total for other in totals.values()) for code, total in totals.items()
    }


def flips(weights: Weights, scores: Mapping[str, Scores], winner: str) -> tuple[Flip, ...]:
    """Return, for every criterion and direction, the nearest weight at which the winner changes.

    The smallest change comes first. `scores` holds every candidate that can win, `winner` is the
    only one in front.

    With d the winner's score less the rival's, the winner's lead is a straight line in the weight
    x of one criterion: the sum of weight times d over the other criteria, plus x times d. The sum
    of the weights divides both totals alike, so they are level where that line crosses zero. A
    weight may be any real number from 0 up; a line that reaches zero only at 0 changes nothing,
    since no weight lies beyond.
    """
    found = [
        flip
        for code in weights
        for falls in (True, False)
        if (flip := _nearest(weights, scores, winner, code, falls=falls))
    ]
    return tuple(sorted(found, key=lambda flip: flip.change))


def _nearest(
    weights: Weights, scores: Mapping[str, Scores], winner: str, code: str, *, falls: bool
) -> Flip | None:
    crossings = [
        (abs(at - weights[code]), -abs(slope), order, at, rival)
        for order, rival in enumerate(scores)
        if rival != winner
        for slope, at in _crossing(weights, scores[winner], scores[rival], code)
        if (slope > 0) is falls
    ]
    if not crossings:
        return None
    # Of those who draw level at one weight, the steepest line leads beyond it.
    *_, at, rival = min(crossings)
    whole = -(-at.numerator // at.denominator) - 1 if falls else at.numerator // at.denominator + 1
    if not 1 <= whole <= HEAVIEST:
        return Flip(code, weights[code], at, rival, None, ())
    return Flip(code, weights[code], at, rival, whole, _leaders({**weights, code: whole}, scores))


def _leaders(weights: Weights, scores: Mapping[str, Scores]) -> tuple[str, ...]:
    """Return who is in front with these weights, in the order of `scores`."""
    sums = {
        name: sum(weight * own[code] for code, weight in weights.items())
        for name, own in scores.items()
    }
    best = max(sums.values())
    return tuple(name for name, total in sums.items() if total == best)


def _crossing(
    weights: Weights, winner: Scores, rival: Scores, code: str
) -> Iterator[tuple[int, Fraction]]:
    """Yield the slope of the winner's lead and the weight at which it is gone, if one exists."""
    apart = {other: winner[other] - rival[other] for other in weights}
    rest = sum(weight * apart[other] for other, weight in weights.items() if other != code)
    if apart[code]:
        at = Fraction(-rest, apart[code])
        if at > 0:
            yield apart[code], at
