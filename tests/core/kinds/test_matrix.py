"""The matrix: scores stay with their candidate and criterion, whatever happens to the rows."""

from copy import deepcopy
from typing import Any

import pytest

from core.kinds import KINDS
from core.kinds.base import Raw
from core.kinds.matrix_parts import MOST_CANDIDATES, MOST_CRITERIA
from core.kinds.rows import RowCommand, with_rows_changed
from tests.core.kinds.helpers import AROUND, SAMPLES, messages, read, spec

MATRIX = KINDS["matrix"]
SAMPLE: dict[str, Any] = SAMPLES["matrix"]


def posted(value: Any = SAMPLE) -> dict[str, list[str]]:
    """Return the strings of a value as its form posts them."""
    return MATRIX.write(spec("matrix"), value, "f")


def inputs(raw: Raw, problems: Any = ()) -> Any:
    return MATRIX.inputs(spec("matrix"), "f", raw, AROUND, problems)


def names_of(raw: Raw) -> dict[str, str]:
    """Return every input that the form shows for scores, with what it holds."""
    return {
        control.name: control.value
        for function in inputs(raw)["functions"]
        for criterion in function.criteria
        for row in criterion.rows
        for part in row.parts
        for control in part.controls
    }


def changed(**paths: Any) -> dict[str, Any]:
    """Return the sample with some cells of its rows changed, such as candidates_0_function."""
    value = deepcopy(SAMPLE)
    for path, cell in paths.items():
        part, index, code = path.split("_", 2)
        row = value[part][int(index)]
        row.pop(code) if cell is None else row.update({code: cell})
    return value


def test_a_new_matrix_opens_with_two_candidates_and_three_criteria_and_a_cell_for_each() -> None:
    shown = inputs({})
    assert [len(shown[part]["rows"]) for part in ("criteria",)] == [3]
    assert [candidate.title for candidate in shown["candidates"]] == ["Candidate 1", "Candidate 2"]
    assert [row.id_value for row in shown["criteria"]["rows"]] == ["r1", "r2", "r3"]
    (function,) = shown["functions"]
    assert [len(criterion.rows) for criterion in function.criteria] == [2, 2, 2]
    assert len(names_of({})) == 2 * 3 * 3
    assert read("matrix", {name: [value] for name, value in names_of({}).items()}).value is None


def test_everything_typed_at_once_into_a_new_matrix_is_kept_together() -> None:
    raw = {
        "f.criteria.rows": ["3"],
        **{f"f.criteria.{at}.id": [f"r{at + 1}"] for at in range(3)},
        "f.criteria.1.criterion": ["Effort"],
        "f.candidates.rows": ["2"],
        "f.candidates.0.id": ["r1"],
        "f.candidates.0.candidate": ["Own"],
        "f.candidates.0.scores.r2.score": ["4"],
        "f.candidates.0.scores.r3.note": ["A criterion without words"],
    }
    assert read("matrix", raw).value == {
        "criteria": [{"id": "r2", "criterion": "Effort"}, {"id": "r3"}],
        "candidates": [
            {
                "id": "r1",
                "candidate": "Own",
                "scores": {"r2": {"score": "4"}, "r3": {"note": "A criterion without words"}},
            }
        ],
    }


def test_only_criteria_of_the_candidates_function_and_of_every_function_are_asked() -> None:
    value = changed(candidates_1_function="train")
    value["candidates"][1]["scores"] = {}
    shown = {name for name in names_of(posted(value)) if name.endswith(".score")}
    assert shown == {
        "f.candidates.0.scores.r1.score",
        "f.candidates.0.scores.r3.score",
        "f.candidates.1.scores.r1.score",
    }


def test_a_must_have_is_met_or_not_and_a_weight_gets_points() -> None:
    (function,) = inputs(posted())["functions"]
    offered = [
        [option.value for option in criterion.rows[0].parts[0].controls[0].options]
        for criterion in function.criteria
    ]
    assert offered == [["", "yes", "no"], ["", "0", "1", "2", "3", "4", "5"]]


def test_every_score_names_its_criterion_and_its_candidate_aloud() -> None:
    (function,) = inputs(posted())["functions"]
    spoken = [part.controls[0].spoken for part in function.criteria[1].rows[1].parts]
    assert spoken == [
        "Score, Effort, Cloud", "What it rests on, Effort, Cloud", "Evidence, Effort, Cloud",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "order"),
    [
        (RowCommand("add", "f.candidates"), ["Container", "Cloud", ""]),
        (RowCommand("down", "f.candidates", 0), ["Cloud", "Container"]),
        (RowCommand("remove", "f.candidates", 0), ["Cloud"]),
        (RowCommand("up", "f.criteria", 1), ["Container", "Cloud"]),
        (RowCommand("add", "f.criteria"), ["Container", "Cloud"]),
    ],
)
def test_row_buttons_keep_every_score_with_its_candidate_and_criterion(
    command: RowCommand, order: list[str]
) -> None:
    raw = with_rows_changed(posted(), command)
    shown = [candidate.title.partition(": ")[2] for candidate in inputs(raw)["candidates"]]
    assert shown == order
    value = read("matrix", raw).value
    assert value is not None
    before = {row["candidate"]: row["scores"] for row in SAMPLE["candidates"]}
    assert all(row["scores"] == before[row["candidate"]] for row in value["candidates"])


def test_an_added_criterion_has_an_id_at_once_so_that_it_can_be_scored() -> None:
    raw = with_rows_changed(posted(), RowCommand("add", "f.criteria"))
    rows = inputs(raw)["criteria"]["rows"]
    assert [row.id_value for row in rows] == ["r1", "r3", "r4"]
    assert "f.candidates.1.scores.r4.score" in names_of(raw)


def test_the_scores_of_a_removed_criterion_go_with_it() -> None:
    raw = with_rows_changed(posted(), RowCommand("remove", "f.criteria", 1))
    value = read("matrix", raw).value
    assert value is not None
    assert [row["id"] for row in value["criteria"]] == ["r1"]
    assert all(set(row["scores"]) == {"r1"} for row in value["candidates"])


def test_a_score_that_no_longer_counts_is_shown_until_somebody_empties_it() -> None:
    value = changed(candidates_0_function="train")
    groups = {function.title: function for function in inputs(posted(value))["functions"]}
    (stale,) = [row.stale for one in groups["Train"].criteria for row in one.rows if row.stale]
    assert stale == "This belongs to “Serve” and does not count here. Empty it."
    found = {p.where: p.message for p in MATRIX.missing(spec("matrix"), value)}
    assert "does not count" in found[".candidates.0.scores.r3.score"]


def test_points_typed_before_a_criterion_became_a_must_have_are_kept_and_named() -> None:
    value = changed(criteria_1_weight="must")
    assert read("matrix", posted(value)).value == value
    found = {p.where: p.message for p in MATRIX.missing(spec("matrix"), value)}
    assert found[".candidates.0.scores.r3.score"] == (
        "“Container”, “Effort”: a must-have is met or not met; points do not fit it."
    )


def test_a_faulty_score_is_marked_at_its_cell_and_shown_again() -> None:
    raw = posted() | {"f.candidates.1.scores.r3.score": ["9"]}
    problems = read("matrix", raw).problems
    assert [problem.where for problem in problems] == [".candidates.1.scores.r3.score"]
    (function,) = inputs(raw, problems)["functions"]
    part = function.criteria[1].rows[1].parts[0]
    assert "not one of the choices" in part.error
    assert [o.value for o in part.controls[0].options if o.selected] == ["9"]
    assert part.controls[0].invalid


def test_missing_names_rivals_scores_and_columns_in_words() -> None:
    value = changed(candidates_1_function="train", candidates_1_candidate=None)
    del value["candidates"][0]["scores"]["r3"]["score"]
    del value["candidates"][1]["scores"]
    found = {p.where: p.message for p in MATRIX.missing(spec("matrix"), value)}
    assert set(found) == {
        ".criteria",
        ".candidates.0.function",
        ".candidates.1.function",
        ".candidates.1.candidate",
        ".candidates.0.scores.r3.score",
        ".candidates.1.scores.r1.score",
    }
    assert found[".criteria"] == (
        "“Train” has no criterion with a weight, so its candidates cannot be ranked."
    )
    assert found[".candidates.1.function"] == (
        "“Train” has only this candidate. Compare another with it."
    )
    assert found[".candidates.1.scores.r1.score"].startswith("Candidate 2, “Stays here”: ")


def test_a_begun_matrix_without_criteria_or_candidates_says_so() -> None:
    found = MATRIX.missing(spec("matrix"), {"criteria": SAMPLE["criteria"]})
    assert [(p.where, p.message) for p in found] == [
        (".candidates", "Compare at least two candidates.")
    ]
    found = MATRIX.missing(spec("matrix"), {"candidates": SAMPLE["candidates"]})
    assert (".criteria", "Write at least one criterion.") in [(p.where, p.message) for p in found]


def test_places_lead_to_their_inputs_and_are_named() -> None:
    field, raw = spec("matrix"), posted()
    for where in ("", ".criteria", ".candidates", ".candidates.0.scores.r3.score"):
        assert f"f{MATRIX.anchor(field, where)}" in raw
    assert MATRIX.anchor(field, ".candidates.1.exit_cost") == ".candidates.1.exit_cost.low"
    assert MATRIX.anchor(field, ".criteria.1.weight") == ".criteria.1.weight"
    assert MATRIX.label_at(field, "") == "Field"
    assert MATRIX.label_at(field, ".criteria") == "Field, criteria"
    assert MATRIX.label_at(field, ".criteria.1.weight") == "Field, Criterion, row 2, Weight"
    assert MATRIX.label_at(field, ".candidates.1.scores.r3.note") == (
        "Field, candidate 2, What it rests on"
    )


def test_a_difference_names_candidate_criterion_and_part() -> None:
    value = deepcopy(SAMPLE)
    value["candidates"][1]["scores"]["r3"]["score"] = "2"
    value["criteria"][1]["weight"] = "4"
    difference = MATRIX.difference(spec("matrix"), SAMPLE, value)
    assert difference.summary == "Criteria: 1 row changed; Candidates: 1 row changed"
    cells = {
        (row.title, cell.label) for row in difference.rows for cell in row.cells if cell.changed
    }
    assert cells == {("Effort", "Weight"), ("Cloud", "Effort: score")}


def test_the_read_view_says_who_leads_who_is_chosen_and_what_is_out() -> None:
    (function,) = MATRIX.show(spec("matrix"), SAMPLE, AROUND).data["functions"]
    assert (function.title, function.size) == ("Serve", "2 candidates × 2 criteria")
    assert function.finding == (
        "“Container” is the only candidate ranked that meets every must-have."
    )
    assert function.remarks == ("Chosen: “Container”.",)
    assert function.chart.title == function.finding
    assert [(bar.sort, bar.note.text) for bar in function.chart.bars] == [
        ("leading", "Chosen"), ("out", "Fails a must-have"),
    ]  # fmt: skip
    (side,) = function.sides
    assert side.heads == (("Container", True), ("Cloud", False))
    lines = {line.head: [cell.text for cell in line.cells] for line in side.lines}
    assert lines["Effort"] == ["4", "5"]
    assert lines["Stays here"] == ["Met", "Not met"]
    assert lines["Weighted total, of 5"] == ["4.0", "5.0"]
    assert lines["Must-haves failed"] == ["None", "Stays here"]
    assert lines["Place"] == ["1", "Not ranked"]
    effort = next(line for line in side.lines if line.head == "Effort").cells[0]
    assert (effort.note, effort.cited) == ("Tried in May", "E-1")
    assert function.evidence == ("E-1 Time study",)


def test_nothing_of_a_draft_is_left_out_of_the_words() -> None:
    said = MATRIX.plain(spec("matrix"), SAMPLE, AROUND)
    for words in ("Stays here", "Effort", "Container", "Cloud", "Tried in May", "E-1", "Met"):
        assert words in said


def test_five_candidates_stand_in_two_tables() -> None:
    value = deepcopy(SAMPLE)
    value["candidates"] += [
        {**SAMPLE["candidates"][0], "id": f"r{n}", "candidate": f"Number {n}"} for n in (3, 4, 5)
    ]
    (function,) = MATRIX.show(spec("matrix"), value, AROUND).data["functions"]
    assert [len(side.heads) for side in function.sides] == [4, 1]
    assert function.finding == (
        "“Container”, “Number 3”, “Number 4” and “Number 5” are level at 4.0; "
        "the weights alone do not decide."
    )


def test_more_rows_than_fit_are_refused_and_a_made_up_number_costs_nothing() -> None:
    raw: dict[str, list[str]] = {
        f"f.criteria.{n}.criterion": ["x"] for n in range(MOST_CRITERIA + 1)
    }
    assert messages("matrix", raw) == {".criteria": "There are 41 criteria; at most 40 fit here."}
    shown = inputs({"f.criteria.rows": ["999999999"], "f.candidates.rows": ["999999999"]})
    assert len(shown["criteria"]["rows"]) == len(shown["candidates"]) == 40
    assert shown["add"] is None
    assert shown["criteria"]["add"] is None


def test_control_as_many_rows_as_fit_leave_nothing_over() -> None:
    shown = inputs({f"f.candidates.{n}.candidate": ["x"] for n in range(MOST_CANDIDATES)})
    assert (shown["beyond"], shown["criteria"]["beyond"]) == (None, None)


def test_far_more_rows_than_fit_are_shown_up_to_the_limit_and_the_rest_as_text() -> None:
    raw = {
        f"f.{part}.{n}.{code}": [f"{code} {n}"]
        for part, code in (("criteria", "criterion"), ("candidates", "candidate"))
        for n in range(250)
    }
    raw |= {f"f.criteria.{n}.id": [f"r{n + 1}"] for n in range(250)}
    raw["f.candidates.240.scores.r1.score"] = ["5"]
    raw["f.candidates.0.scores.r41.note"] = ["By a criterion too many"]
    shown = inputs(raw)
    assert len(shown["criteria"]["rows"]) == MOST_CRITERIA
    assert len(shown["candidates"]) == MOST_CANDIDATES
    assert len(names_of(raw)) == MOST_CRITERIA * MOST_CANDIDATES * 3
    criteria = shown["criteria"]["beyond"].value.split("\n")
    candidates = shown["beyond"].value.split("\n")
    assert (len(criteria), len(candidates)) == (210, 210)
    assert criteria[0] == "criterion 40 | By a criterion too many"
    assert candidates[200] == "candidate 240 | 5"


def test_what_did_not_fit_is_shown_again_as_it_was_sent() -> None:
    raw = {"f.candidates.beyond": ["candidate 40"], "f.criteria.beyond": ["criterion 40"]}
    shown = inputs(raw)
    assert shown["beyond"].value == "candidate 40"
    assert shown["criteria"]["beyond"].value == "criterion 40"


@pytest.mark.parametrize("rest", ["scores.r1.score", "candidate"])
def test_a_row_number_of_thousands_of_digits_is_no_row(rest: str) -> None:
    place = f"f.candidates.{'9' * 5000}.{rest}"
    raw = posted() | {place: ["5"]}
    assert read("matrix", raw).value == SAMPLE
    assert place not in names_of(raw)
    changed_rows = with_rows_changed(raw, RowCommand("remove", "f.candidates", 0))
    value = read("matrix", changed_rows).value
    assert value is not None
    assert value["candidates"] == SAMPLE["candidates"][1:]
