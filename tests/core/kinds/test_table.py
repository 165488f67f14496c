"""Tables: rows keep their ids and every typed character, and faults stand at their cells."""

from dataclasses import replace

import pytest

from core.kinds import KINDS, FieldSpec
from core.kinds.rows import MOST_ROWS, RowCommand, row_command, with_rows_changed
from tests.core.kinds.helpers import AROUND, COLUMNS, messages, read, spec

TABLE = KINDS["table"]


def rows(*names: str) -> dict[str, list[str]]:
    """Return posted rows with nothing but a name."""
    posted = {"f.rows": [str(len(names))]}
    for index, name in enumerate(names):
        posted |= {f"f.{index}.who": [name], f"f.{index}.id": [f"r{index + 1}"]}
    return posted


def names(raw: dict[str, list[str]]) -> list[str]:
    """Return the names in the order in which the form shows them."""
    shown = TABLE.inputs(spec("table"), "f", raw, AROUND, ())
    return [row.cells[0].controls[0].value for row in shown["rows"]]


def test_blank_rows_are_dropped_and_the_others_keep_their_ids() -> None:
    posted = rows("a", "  ", "c") | {"f.1.cost.currency": ["USD"]}
    assert read("table", posted).value == [{"id": "r1", "who": "a"}, {"id": "r3", "who": "c"}]


def test_a_new_row_gets_the_next_free_id() -> None:
    posted = rows("a", "b") | {"f.0.id": ["r7"], "f.1.id": [""], "f.2.who": ["c"]}
    value = read("table", posted).value
    assert value is not None
    assert [row["id"] for row in value] == ["r7", "r8", "r9"]


@pytest.mark.parametrize("odd", ["r1", "x", "r", "r1.5", "r99999999999", "<b>"])
def test_a_doubled_or_made_up_id_is_replaced(odd: str) -> None:
    value = read("table", rows("a", "b") | {"f.1.id": [odd]}).value
    assert value is not None
    assert [row["id"] for row in value] == ["r1", "r2"]


def test_rows_are_read_without_their_count_and_with_gaps() -> None:
    posted = {"f.3.who": ["a"], "f.12.who": ["b"]}
    assert read("table", posted).value == [{"id": "r1", "who": "a"}, {"id": "r2", "who": "b"}]


def test_faults_stand_at_row_column_and_part() -> None:
    posted = rows("a", "b") | {
        "f.1.count": ["many"],
        "f.1.effort.low": ["5"],
        "f.1.effort.high": ["4"],
        "f.1.proof": ["E-9"],
        "f.1.cost.amount": ["-1"],
    }
    assert set(messages("table", posted)) == {
        ".1.count",
        ".1.effort.high",
        ".1.proof",
        ".1.cost.amount",
    }


def test_a_row_of_nothing_but_a_fault_is_not_taken_for_blank() -> None:
    assert messages("table", {"f.0.count": ["many"]}) == {
        ".0.count": "“many” is not a number. Write it in digits, such as 1200.5."
    }


def test_two_hundred_rows_fit_and_one_more_is_refused() -> None:
    assert messages("table", rows(*["x"] * MOST_ROWS)) == {}
    assert messages("table", rows(*["x"] * (MOST_ROWS + 1))) == {
        "": "There are 201 rows; at most 200 fit here."
    }


def test_a_made_up_number_of_rows_costs_nothing() -> None:
    shown = TABLE.inputs(spec("table"), "f", {"f.rows": ["999999999"]}, AROUND, ())
    assert len(shown["rows"]) == MOST_ROWS
    assert shown["add"] is None


def test_an_empty_table_shows_one_blank_row_and_a_longer_one_what_was_asked() -> None:
    assert names({}) == [""]
    assert names({"f.rows": ["3"], "f.1.who": ["b"]}) == ["", "b", ""]


def test_what_was_typed_wrongly_is_shown_again_exactly_and_marked() -> None:
    posted = rows(" a ") | {"f.0.count": [" 1,200 "]}
    problems = read("table", posted).problems
    row = TABLE.inputs(spec("table"), "f", posted, AROUND, problems)["rows"][0]
    assert row.cells[0].controls[0].value == " a "
    assert row.cells[1].controls[0].value == " 1,200 "
    assert row.cells[1].controls[0].invalid
    assert "two ways" in row.cells[1].error
    assert not row.cells[0].controls[0].invalid


def test_every_input_of_a_cell_is_named_by_column_and_row() -> None:
    row = TABLE.inputs(spec("table"), "f", rows("a", "b"), AROUND, ())["rows"][1]
    spoken = [control.spoken for cell in row.cells for control in cell.controls]
    assert spoken[0] == "Who, row 2"
    assert "Cost, row 2, currency" in spoken
    for cell in row.cells:
        assert all(f"{cell.label}, row 2" in control.spoken for control in cell.controls)


def test_several_references_in_one_cell_survive_the_form() -> None:
    posted = rows("a") | {"f.0.proof": ["E-1", "E-2"]}
    row = TABLE.inputs(spec("table"), "f", posted, AROUND, ())["rows"][0]
    proof = row.cells[5].controls[0]
    assert proof.multiple
    assert [option.value for option in proof.options if option.selected] == ["E-1", "E-2"]


def test_missing_names_required_cells_and_rows_that_are_too_few() -> None:
    field = spec("table", min_rows=2)
    value = [{"id": "r1", "count": "1", "effort": {"low": "1", "basis": ""}}]
    found = {problem.where: problem.message for problem in TABLE.missing(field, value)}
    assert set(found) == {"", ".0.who", ".0.effort.likely", ".0.effort.high"}
    assert found[""] == "At least 2 rows must be filled in."
    assert TABLE.missing(field, None)[0].message == "At least 2 rows must be filled in."


def test_a_table_opens_with_as_many_rows_as_must_be_filled_in() -> None:
    field = spec("table", min_rows=3)
    opened = TABLE.inputs(field, "f", {}, AROUND, ())
    assert [row.number for row in opened["rows"]] == [1, 2, 3]
    assert opened["count"].value == "3"
    assert len(TABLE.inputs(spec("table"), "f", {}, AROUND, ())["rows"]) == 1


def test_rows_left_empty_are_no_answer_and_one_typed_row_is_one() -> None:
    field = spec("table", min_rows=3)
    assert TABLE.read(field, {"f.rows": ["3"], "f.1.who": [""]}, "f").value is None
    value = TABLE.read(field, {"f.rows": ["3"], "f.1.who": ["Ada"]}, "f").value
    assert value == [{"id": "r1", "who": "Ada"}]
    assert len(TABLE.inputs(field, "f", TABLE.write(field, value, "f"), AROUND, ())["rows"]) == 1


def test_rows_that_were_removed_do_not_come_back() -> None:
    field = spec("table", min_rows=3)
    left = with_rows_changed({"f.rows": ["1"], "f.0.who": [""]}, RowCommand("remove", "f", 0))
    assert len(TABLE.inputs(field, "f", left, AROUND, ())["rows"]) == 1


def test_places_are_named_and_lead_to_their_inputs() -> None:
    field = spec("table")
    assert TABLE.anchor(field, "") == ".0.who"
    assert TABLE.anchor(field, ".2.cost") == ".2.cost.amount"
    assert TABLE.anchor(field, ".2.gone") == ".2.gone"
    assert TABLE.label_at(field, "") == "Field"
    assert TABLE.label_at(field, ".2.effort.high") == "Field, row 3, Effort, high"


def test_row_buttons_say_what_they_do_and_the_ends_have_no_way_further() -> None:
    shown = TABLE.inputs(spec("table"), "f", rows("a", "b", "c"), AROUND, ())
    texts = [[button.text for button in row.buttons] for row in shown["rows"]]
    assert texts == [
        ["Move row 1 down", "Remove row 1"],
        ["Move row 2 up", "Move row 2 down", "Remove row 2"],
        ["Move row 3 up", "Remove row 3"],
    ]
    assert shown["rows"][1].buttons[2].value == "remove:f:1"
    assert shown["add"].value == "add:f"


@pytest.mark.parametrize(
    ("command", "expected", "focus"),
    [
        ("add:f", ["a", "b", "c", ""], "3"),
        ("remove:f:1", ["a", "c"], "1"),
        ("remove:f:2", ["a", "b"], "1"),
        ("up:f:2", ["a", "c", "b"], "1"),
        ("down:f:0", ["b", "a", "c"], "1"),
        ("up:f:0", ["a", "b", "c"], "0"),
        ("down:f:2", ["a", "b", "c"], "2"),
        ("remove:f:9", ["a", "b", "c"], "2"),
    ],
)
def test_row_commands_change_the_rows_and_nothing_typed(
    command: str, expected: list[str], focus: str
) -> None:
    parsed = row_command(command)
    assert parsed is not None
    changed = with_rows_changed(rows("a", "b", "c") | {"other": ["kept"]}, parsed)
    assert names(changed) == expected
    assert changed["other"] == ["kept"]
    assert changed["f.focus"] == [focus]


def test_rows_keep_their_ids_when_they_move() -> None:
    parsed = row_command("up:f:1")
    assert parsed is not None
    value = read("table", with_rows_changed(rows("a", "b"), parsed)).value
    assert value == [{"id": "r2", "who": "b"}, {"id": "r1", "who": "a"}]


def test_the_last_row_removed_leaves_one_blank_row() -> None:
    parsed = row_command("remove:f:0")
    assert parsed is not None
    assert names(with_rows_changed(rows("a"), parsed)) == [""]


def test_no_row_is_added_beyond_the_most() -> None:
    parsed = row_command("add:f")
    assert parsed is not None
    assert len(names(with_rows_changed(rows(*["x"] * MOST_ROWS), parsed))) == MOST_ROWS


@pytest.mark.parametrize(
    "command",
    ["", "add", "add:", "add:f:1", "remove:f", "up:f:x", "drop:f:1", "up:f:99999", "add:F"],
)
def test_a_command_that_makes_no_sense_is_none(command: str) -> None:
    assert row_command(command) is None


def test_a_wide_table_is_shown_in_blocks_of_what_is_filled_in() -> None:
    value = [{"id": "r1", "who": "Agents", "count": "1200"}]
    shown = TABLE.show(spec("table", layout="blocks"), value, AROUND)
    assert shown.shape == "blocks"
    assert shown.data["rows"] == (
        {"title": "Row 1", "cells": (("Who", "Agents"), ("How many", "1\u202f200\u00a0people"))},
    )


def test_a_table_has_units_in_its_header_and_numbers_to_the_right() -> None:
    shown = TABLE.show(spec("table"), [{"id": "r1", "count": "1200"}], AROUND)
    assert shown.data["columns"][1] == {"label": "How many", "unit": "people", "numeric": True}
    assert shown.data["rows"][0][1] == {"text": "1\u202f200", "numeric": True}
    assert shown.data["rows"][0][0] == {"text": "", "numeric": False}


def test_in_blocks_cells_have_labels_hints_and_radio_buttons() -> None:
    columns = (replace(COLUMNS[0], hint="A group"), COLUMNS[4])
    field = FieldSpec("f", "need", "Needs", layout="blocks", columns=columns)
    row = KINDS["need"].inputs(field, "f", {}, AROUND, ())["rows"][0]
    assert row.cells[0].hint == "A group"
    assert row.cells[0].controls[0].described == "id_f-0-who_helptext"
    assert row.cells[1].grouped
    assert row.cells[1].controls[0].sort == "radios"


ESTIMATE = tuple(
    FieldSpec(f"{stem}_{part}", kind, f"{stem}, {part}", min="-999")
    for stem, kind in (("setup", "money"), ("days", "number"))
    for part in ("low", "likely", "high")
)


def estimate(kind: str, *parts: str, currency: str = "EUR") -> dict[str, list[str]]:
    """Return one posted row whose money or days are these three."""
    posted = {}
    for part, text in zip(("low", "likely", "high"), parts, strict=True):
        name = f"f.0.setup_{part}.amount" if kind == "money" else f"f.0.days_{part}"
        posted[name] = [text]
    return posted | ({"f.0.setup_high.currency": [currency]} if kind == "money" else {})


@pytest.mark.parametrize("kind", ["options", "table", "need"])
@pytest.mark.parametrize(
    ("parts", "column", "than"),
    [
        (("9", "5", "12"), "likely", "low value, 9.00"),
        (("1", "8", "3"), "high", "likely value, 8.00"),
        (("4", "", "3"), "high", "low value, 4.00"),
        (("-5", "-7", "0"), "likely", "low value, −5.00"),
    ],
)
def test_a_low_above_likely_or_high_is_refused_at_its_cell(
    kind: str, parts: tuple[str, ...], column: str, than: str
) -> None:
    found = messages(kind, estimate("money", *parts), columns=ESTIMATE)
    assert found == {f".0.setup_{column}.amount": f"This must be at least the {than}."}


def test_numbers_in_three_columns_are_compared_as_numbers() -> None:
    found = messages("table", estimate("number", "10", "9", "100"), columns=ESTIMATE)
    assert found == {".0.days_likely": "This must be at least the low value, 10."}
    assert messages("table", estimate("number", "9", "10", "100"), columns=ESTIMATE) == {}


def test_an_estimate_in_order_or_not_yet_whole_is_taken() -> None:
    assert messages("options", estimate("money", "1", "1", "1"), columns=ESTIMATE) == {}
    assert messages("options", estimate("money", "5", "", ""), columns=ESTIMATE) == {}


def test_amounts_of_two_currencies_are_not_compared() -> None:
    posted = estimate("money", "5", "6", "1", currency="USD")
    assert messages("options", posted, columns=ESTIMATE) == {}


def test_what_cannot_be_read_gets_its_own_message_and_no_second_one() -> None:
    found = messages("options", estimate("money", "9", "many", "1"), columns=ESTIMATE)
    assert set(found) == {".0.setup_likely.amount", ".0.setup_high.amount"}
    assert "not a number" in found[".0.setup_likely.amount"]
    assert found[".0.setup_high.amount"] == "This must be at least the low value, 9.00."


def test_texts_in_columns_of_such_names_are_left_alone() -> None:
    columns = tuple(FieldSpec(f"note_{part}", "text", part) for part in ("low", "high"))
    assert messages("table", {"f.0.note_low": ["b"], "f.0.note_high": ["a"]}, columns=columns) == {}
