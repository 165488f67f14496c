"""What a comparison found, in words: who leads, by how much, and what would change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from core.comparison import Candidate, Comparison
from core.kinds.difference import counted
from core.kinds.matrix_parts import named
from core.ranking import Flip

MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """With how many decimals the totals of one comparison are written.

    As few as tell different totals apart: one where that is exact, else two or three.
    """

    digits: int

    @classmethod
    def of(cls, comparison: Comparison) -> "Figures":
        """Return the figures that suit the totals of a comparison."""
        totals = {one.total for one in comparison.candidates if one.total is not None}
        if all((total * 10).denominator == 1 for total in totals):
            return cls(1)
        apart = (n for n in (2, MOST_DIGITS) if len({decimal(t, n) for t in totals}) == len(totals))
        return cls(next(apart, MOST_DIGITS))

    def number(self, exact: Fraction) -> str:
        """Return a total, or the distance between two, as it is read."""
        return decimal(exact, self.digits)

    def total(self, candidate: Candidate) -> str:
        """Return a candidate's total; empty while a score is missing."""
        return "" if candidate.total is None else self.number(candidate.total)


def decimal(exact: Fraction, digits: int) -> str:
    """Return a number that is not negative with so many decimals, halves rounded up."""
    whole, rest = divmod(floor(exact * 10**digits + Fraction(1, 2)), 10**digits)
    return f"{whole}.{rest:0{digits}d}"


def threshold(flip: Flip) -> str:
    """Return the weight of a flip, rounded to the side on which what is said of it is true."""
    hundredths = floor(flip.at * 100) if flip.falls else ceil(flip.at * 100)
    text = decimal(Fraction(hundredths, 100), 2)
    return text.rstrip("0").rstrip(".")


def finding(comparison: Comparison) -> str:
    """Return in one sentence who leads, and what would change that first."""
    leaders, winner, lead = comparison.leaders, comparison.winner, comparison.lead
    if len(leaders) > 1:
        named_, total = _and(map(_name, leaders)), Figures.of(comparison).total(leaders[0])
        return f"{named_} are level at {total}; the weights alone do not decide."
    if winner is None:
        return _nobody(comparison)
    if lead is None:
        others = len(comparison.candidates) - 1
        if any(one.failed for one in comparison.candidates):
            return f"{_name(winner)} is the only candidate ranked that meets every must-have."
        return f"{_name(winner)} is the only candidate ranked" + (" so far." if others else ".")
    ahead = f"{_name(winner)} leads by {Figures.of(comparison).number(lead)}"
    flip = comparison.flip
    if flip is None:
        return f"{ahead}; no change of a single weight would change that."
    side = "less" if flip.falls else "more"
    what = f"“{_criterion(comparison, flip)}” weighed {side} than {threshold(flip)}"
    if not any(one.whole for one in comparison.flips):
        ahead += " and keeps the lead by any single weight from 1 to 5"
    return f"{ahead}; it would lose first if {what}."


def remarks(comparison: Comparison) -> tuple[str, ...]:
    """Return what is to be said about the choice, and about who is not ranked."""
    return tuple(filter(None, (_choice(comparison), _unranked(comparison))))


def sensitivity(comparison: Comparison) -> tuple[str, ...]:
    """Return for each weight that can turn the result how far it would have to move.

    Who leads is said only of a single weight, since a third candidate may overtake further on.
    """
    names = {one.id: _name(one) for one in comparison.candidates}
    lines = [
        f"“{_criterion(comparison, flip)}”, weight {flip.weight}: "
        f"{'below' if flip.falls else 'above'} {threshold(flip)}, {names[flip.rival]} is ahead of "
        f"{_and(map(_name, comparison.leaders))}; {_at_whole(flip, names)}."
        for flip in comparison.flips
    ]
    touched = {flip.criterion for flip in comparison.flips}
    weighted = [one for one in comparison.criteria if one.weight is not None]
    firm = [f"“{one.name}”" for one in weighted if one.id not in touched]
    if firm and lines:
        lines.append(f"No weight of {_and(firm, 'or')} changes who leads.")
    return tuple(lines)


def standing_in_words(candidate: Candidate) -> str:
    """Return what stands under a candidate's name: chosen, out, or still open."""
    said = ["Chosen"] if candidate.chosen else []
    if candidate.failed:
        said.append("fails a must-have" if len(candidate.failed) == 1 else "fails must-haves")
    elif candidate.unscored or candidate.total is None:
        open_ = len(candidate.unscored)
        said.append(f"{counted(open_, 'score')} missing" if open_ else "not ranked")
    return ", ".join(said).capitalize()


def _nobody(comparison: Comparison) -> str:
    if all(one.failed for one in comparison.candidates):
        return "No candidate meets every must-have."
    missing = sum(len(one.unscored) for one in comparison.candidates)
    if missing:
        return f"Not ranked yet: {counted(missing, 'score')} missing."
    return "Not ranked yet: no criterion has a weight."


def _choice(comparison: Comparison) -> str:
    chosen, winner = comparison.chosen, comparison.winner
    if not chosen:
        return "No candidate is chosen yet."
    who = f"Chosen: {_and(map(_name, chosen))}"
    if len(chosen) > 1:
        return f"{who}. Choose one."
    if chosen[0].failed:
        return f"{who}, which fails a must-have."
    if winner and winner.id != chosen[0].id:
        return f"{who}, which is not the ranked winner."
    return f"{who}."


def _unranked(comparison: Comparison) -> str:
    open_ = [one for one in comparison.candidates if not one.failed and one.place is None]
    if not open_ or not comparison.leaders:
        return ""
    verb = "is" if len(open_) == 1 else "are"
    return f"{_and(map(_name, open_))} {verb} not ranked yet, since scores are missing."


def _at_whole(flip: Flip, names: Mapping[str, str]) -> str:
    if flip.whole is None:
        return "no whole weight from 1 to 5 lies there"
    verb = "leads" if len(flip.leaders) == 1 else "are level in front"
    who = _and(names[code] for code in flip.leaders)
    return f"at weight {flip.whole}, the first whole one, {who} {verb}"


def _criterion(comparison: Comparison, flip: Flip) -> str:
    return next(one.name for one in comparison.criteria if one.id == flip.criterion)


def _name(candidate: Candidate) -> str:
    return named(candidate.row, candidate.index + 1)


def _and(names: Iterable[str], word: str = "and") -> str:
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last
