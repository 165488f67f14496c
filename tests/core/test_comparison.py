"""Candidates compared: must-haves exclude, drafts are not ranked, ties are ties."""

from fractions import Fraction
from typing import Any

from core.comparison import Comparison, compare
from core.kinds.matrix_wording import sensitivity

CRITERIA = [
    {"id": "r1", "function": "all", "criterion": "Stays here", "weight": "must"},
    {"id": "r2", "function": "all", "criterion": "Effort", "weight": "5"},
    {"id": "r3", "function": "serve", "criterion": "Cost", "weight": "2"},
]


def candidate(number: int, name: str, must: str, *points: str, **more: Any) -> dict[str, Any]:
    """Return a candidate to serve, scored on the must-have, then on effort and cost."""
    given = {"r1": must, "r2": points[0], "r3": points[1]}
    scores = {code: {"score": score} for code, score in given.items() if score}
    return {"id": f"r{number}", "function": "serve", "candidate": name, "scores": scores} | more


def compared(*candidates: dict[str, Any]) -> Comparison:
    (found,) = compare({"criteria": CRITERIA, "candidates": list(candidates)})
    return found


def test_nothing_compares_to_nothing() -> None:
    assert compare(None) == compare({}) == compare({"criteria": CRITERIA}) == ()


def test_totals_are_means_and_the_better_one_leads() -> None:
    found = compared(
        candidate(1, "Own", "yes", "4", "3", chosen=True), candidate(2, "Cloud", "yes", "2", "5")
    )
    assert [one.total for one in found.candidates] == [Fraction(26, 7), Fraction(20, 7)]
    assert [one.place for one in found.candidates] == [1, 2]
    assert found.winner is found.chosen[0] is found.candidates[0]
    assert found.lead == Fraction(6, 7)
    assert found.flip is not None
    assert (found.flip.criterion, found.flip.at, found.flip.whole) == ("r2", Fraction(2), 1)


def test_who_fails_a_must_have_has_a_total_and_no_place() -> None:
    found = compared(
        candidate(1, "Own", "yes", "2", "2"), candidate(2, "Cloud", "no", "5", "5", chosen=True)
    )
    cloud = found.candidates[1]
    assert (cloud.total, cloud.place) == (Fraction(5), None)
    assert [one.name for one in cloud.failed] == ["Stays here"]
    assert found.winner is found.candidates[0]
    assert (found.lead, found.flip) == (None, None)


def test_who_lacks_a_score_is_not_ranked() -> None:
    found = compared(candidate(1, "Own", "yes", "2", "2"), candidate(2, "Cloud", "", "5", ""))
    cloud = found.candidates[1]
    assert (cloud.total, cloud.place) == (None, None)
    assert [one.name for one in cloud.unscored] == ["Stays here", "Cost"]


def test_points_do_not_answer_a_must_have_nor_does_met_answer_a_weight() -> None:
    found = compared(candidate(1, "Own", "4", "yes", "2"))
    assert [one.name for one in found.candidates[0].unscored] == ["Stays here", "Effort"]


def test_equal_totals_share_the_lead_and_nobody_wins() -> None:
    found = compared(candidate(1, "Own", "yes", "3", "3"), candidate(2, "Cloud", "yes", "3", "3"))
    assert [one.name for one in found.leaders] == ["Own", "Cloud"]
    assert (found.winner, found.lead, found.flips) == (None, None, ())


def test_a_criterion_of_one_function_judges_no_other() -> None:
    train = candidate(2, "Forest", "yes", "3", "") | {"function": "train"}
    found = compare({"criteria": CRITERIA, "candidates": [candidate(1, "Own", "", "", ""), train]})
    assert [one.function for one in found] == ["serve", "train"]
    assert [one.name for one in found[1].criteria] == ["Stays here", "Effort"]
    assert found[1].candidates[0].total == Fraction(3)


def test_a_criterion_without_a_weight_keeps_everybody_from_a_place() -> None:
    criteria = [{"id": "r1", "function": "all", "criterion": "Effort"}]
    row = {"id": "r1", "function": "serve", "scores": {"r1": {"score": "3"}}}
    (found,) = compare({"criteria": criteria, "candidates": [row]})
    assert (found.candidates[0].total, found.leaders) == (None, ())


def scored(weights: str, **points: str) -> Comparison:
    """Return candidates scored on criteria c0, c1 and so on, a digit for each."""
    criteria = [
        {"id": f"r{n}", "function": "all", "criterion": f"c{n}", "weight": weight}
        for n, weight in enumerate(weights)
    ]
    rows = [
        {"id": f"r{n}", "function": "serve", "candidate": name}
        | {"scores": {f"r{at}": {"score": score} for at, score in enumerate(given)}}
        for n, (name, given) in enumerate(points.items())
    ]
    (found,) = compare({"criteria": criteria, "candidates": rows})
    return found


def test_who_has_overtaken_by_the_first_whole_weight_is_said_to_lead_there() -> None:
    found = scored("213", A="531", B="014", C="332")
    assert (
        "“c0”, weight 2: below 1.5, “C” is ahead of “A”; "
        "at weight 1, the first whole one, “B” leads."
    ) in sensitivity(found)


def test_who_are_level_at_the_first_whole_weight_are_said_to_be() -> None:
    said = sensitivity(scored("233", A="123", B="203", C="142"))
    assert any(
        "at weight 1, the first whole one, “A” and “B” are level in front." in x for x in said
    )


def test_a_change_beyond_every_whole_weight_is_said_to_be_so() -> None:
    said = sensitivity(scored("53", A="52", B="34"))
    assert said[1] == (
        "“c1”, weight 3: above 5, “B” is ahead of “A”; no whole weight from 1 to 5 lies there."
    )
