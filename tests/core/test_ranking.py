"""Ranking by weights is exact, and the nearest weight that turns it is the nearest there is."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from core.ranking import Flip, flips, places, weighted_mean

HAIR = Fraction(1, 10**9)
CRITERIA = ("a", "b", "c", "d")
Case = tuple[dict[str, int], dict[str, dict[str, int]]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return weights from 1 to 5, and scores from 0 to 5 for two to four candidates."""
    codes = CRITERIA[: draw(st.integers(1, 4))]
    weights = {code: draw(st.integers(1, 5)) for code in codes}
    names = [f"r{number}" for number in range(draw(st.integers(2, 4)))]
    return weights, {name: {code: draw(st.integers(0, 5)) for code in codes} for name in names}


def sums(
    weights: Mapping[str, Fraction | int], scores: Mapping[str, Mapping[str, int]]
) -> dict[str, Fraction | int]:
    """Return every candidate's weighted sum; the order is that of the means."""
    return {
        name: sum(weight * points[code] for code, weight in weights.items())
        for name, points in scores.items()
    }


def in_front(case: Case, changed: Mapping[str, Fraction | int] | None = None) -> list[str]:
    """Return who has the best total with these weights instead."""
    weights, scores = case
    totals = sums(weights | dict(changed or {}), scores)
    return [name for name, total in totals.items() if total == max(totals.values())]


def only_winner(case: Case) -> str:
    """Return who leads alone; cases in which nobody does are left out."""
    leaders = in_front(case)
    assume(len(leaders) == 1)
    return leaders[0]


def test_a_weighted_mean_is_exact_and_asks_for_every_score() -> None:
    weights = {"effort": 5, "cost": 2}
    assert weighted_mean(weights, {"effort": 4, "cost": 3}) == Fraction(26, 7)
    assert weighted_mean(weights, {"effort": 4}) is None
    assert weighted_mean({}, {"effort": 4}) is None


def test_equal_totals_share_a_place_and_the_next_place_stays_free() -> None:
    totals = {"a": Fraction(4), "b": Fraction(9, 2), "c": Fraction(9, 2), "d": Fraction(1)}
    assert places(totals) == {"b": 1, "c": 1, "a": 3, "d": 4}


def test_a_flip_worked_out_by_hand() -> None:
    weights = {"effort": 5, "cost": 3}
    scores = {"own": {"effort": 5, "cost": 2}, "cloud": {"effort": 3, "cost": 4}}
    # 5x + 6 against 3x + 12: level at x = 3; 25 + 2y against 15 + 4y: level at y = 5.
    falling, rising = flips(weights, scores, "own")
    assert falling == Flip("effort", 5, Fraction(3), "cloud", 2, ("cloud",))
    assert rising == Flip("cost", 3, Fraction(5), "cloud", None, ())
    assert (falling.change, falling.falls, rising.falls) == (Fraction(2), True, False)


def test_a_fraction_between_whole_weights_flips_at_the_next_whole_one() -> None:
    weights = {"effort": 4, "cost": 3}
    scores = {"own": {"effort": 5, "cost": 1}, "cloud": {"effort": 2, "cost": 3}}
    first = flips(weights, scores, "own")[0]
    assert (first.criterion, first.at, first.whole) == ("effort", Fraction(2), 1)
    rising = flips(weights, scores, "own")[1]
    assert (rising.criterion, rising.at, rising.whole) == ("cost", Fraction(6), None)


def test_who_is_better_by_every_criterion_loses_by_no_weight() -> None:
    scores = {"own": {"effort": 5, "cost": 4}, "cloud": {"effort": 3, "cost": 4}}
    assert flips({"effort": 1, "cost": 5}, scores, "own") == ()


def test_a_weight_that_would_only_draw_level_at_nothing_changes_nothing() -> None:
    scores = {"own": {"effort": 3}, "cloud": {"effort": 2}}
    assert flips({"effort": 5}, scores, "own") == ()


def test_of_two_who_draw_level_at_once_the_one_who_leads_beyond_is_named() -> None:
    weights = {"effort": 3, "cost": 1}
    scores = {
        "own": {"effort": 4, "cost": 0},
        "slow": {"effort": 3, "cost": 1},
        "steep": {"effort": 2, "cost": 2},
    }
    falling = next(flip for flip in flips(weights, scores, "own") if flip.criterion == "effort")
    assert (falling.at, falling.rival) == (Fraction(1), "steep")


@given(case=cases())
def test_a_hair_on_either_side_of_a_flip_keeps_or_changes_the_winner(case: Case) -> None:
    winner = only_winner(case)
    for flip in flips(*case, winner):
        away = -HAIR if flip.falls else HAIR
        assert in_front(case, {flip.criterion: flip.at - away}) == [winner]
        assert {winner, flip.rival} <= set(in_front(case, {flip.criterion: flip.at}))
        beyond = in_front(case, {flip.criterion: flip.at + away})
        assert flip.rival in beyond
        assert winner not in beyond


@given(case=cases())
def test_no_weight_on_a_fine_grid_turns_the_result_with_a_smaller_change(case: Case) -> None:
    winner = only_winner(case)
    weights, _ = case
    found = flips(*case, winner)
    for code, weight in weights.items():
        for step in range(101):
            other = Fraction(step, 10)
            if winner not in in_front(case, {code: other}):
                assert found
                assert found[0].change < abs(other - weight)


@given(case=cases())
def test_the_whole_weight_of_a_flip_is_the_nearest_that_turns_the_result(case: Case) -> None:
    winner = only_winner(case)
    weights, _ = case
    for flip in flips(*case, winner):
        turning = [
            whole
            for whole in range(1, 6)
            if (whole < weights[flip.criterion]) is flip.falls
            and whole != weights[flip.criterion]
            and winner not in in_front(case, {flip.criterion: whole})
        ]
        nearest = (max if flip.falls else min)(turning, default=None)
        assert flip.whole == nearest


@given(case=cases())
def test_who_leads_at_the_whole_weight_of_a_flip_is_who_is_in_front_there(case: Case) -> None:
    for flip in flips(*case, only_winner(case)):
        there = in_front(case, {flip.criterion: flip.whole}) if flip.whole else []
        assert flip.leaders == tuple(there)


@given(case=cases())
def test_beyond_a_flip_its_rival_stays_ahead_of_the_winner(case: Case) -> None:
    winner = only_winner(case)
    weights, scores = case
    for flip in flips(*case, winner):
        ends = (HAIR, flip.at / 2, flip.at - HAIR) if flip.falls else (flip.at + HAIR, 5, 100)
        for weight in ends:
            if (weight < flip.at) is flip.falls and weight != flip.at:
                totals = sums(weights | {flip.criterion: weight}, scores)
                assert totals[flip.rival] > totals[winner]


@given(case=cases())
def test_the_smallest_change_stands_first(case: Case) -> None:
    changes = [flip.change for flip in flips(*case, only_winner(case))]
    assert changes == sorted(changes)
