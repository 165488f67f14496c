"""Differences: the new text and the old can both be read out of them."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kinds import KINDS
from core.kinds.difference import CellDifference, Difference, word_difference
from tests.core.kinds.helpers import COLUMNS, VALUES, spec, words


def text_of(difference: Difference, *sorts: str) -> str:
    return "".join(run.text for run in difference.runs if run.sort in sorts)


@given(words(200), words(200))
def test_the_new_text_can_be_read_out_exactly(old: str, new: str) -> None:
    difference = word_difference(old, new)
    assert text_of(difference, "same", "added") == new
    assert text_of(difference, "same", "removed").split() == old.split()


long_texts = st.lists(st.sampled_from("abcdefgh\n"), min_size=150, max_size=700).map(" ".join)


@given(long_texts, long_texts, st.lists(st.sampled_from(["x", "y", "z", "u"]), unique=True))
def test_long_and_repetitive_texts_can_be_read_out_too(
    old: str, new: str, anchors: list[str]
) -> None:
    old, new = " ".join([old, *anchors, "a"]), " ".join([*anchors, new, old])
    difference = word_difference(old, new)
    assert text_of(difference, "same", "added") == new
    assert text_of(difference, "same", "removed").split() == old.split()


def test_a_line_added_to_many_equal_ones_is_the_only_change() -> None:
    difference = word_difference("ok\n" * 400, "ok\n" * 200 + "not yet\n" + "ok\n" * 200)
    assert difference.summary == "2 words added"


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        ("one two", "one two", "No change"),
        ("one two", "one two three four", "2 words added"),
        ("one two three", "one", "2 words removed"),
        ("one two", "one three", "1 word added, 1 removed"),
        ("one\ntwo", "one two", "Only spaces or line breaks changed"),
        ("", "one", "1 word added"),
    ],
)
def test_changes_are_counted_in_words(old: str, new: str, summary: str) -> None:
    assert word_difference(old, new).summary == summary


def test_line_breaks_stay_where_they_are() -> None:
    difference = word_difference("a b\n\n- c", "a x\n\n- c\n- d")
    assert [(run.sort, run.text) for run in difference.runs] == [
        ("same", "a"),
        ("removed", " b"),
        ("added", " x"),
        ("same", "\n\n- c"),
        ("added", "\n- d"),
    ]


def test_the_longest_answers_are_compared_word_by_word() -> None:
    old = " ".join(f"word{n % 700} the" for n in range(4500))
    new = " ".join(f"word{n % 650} a the" for n in range(4500))
    difference = word_difference(old, new)
    assert difference.changed
    assert "".join(run.text for run in difference.runs if run.sort != "added") == old
    assert "".join(run.text for run in difference.runs if run.sort != "removed") == new


def test_a_short_value_is_replaced_whole() -> None:
    difference = KINDS["date"].difference(spec("date"), "2026-11-24", "2026-12-24")
    assert difference.summary == "Changed"
    assert [run.sort for run in difference.runs] == ["removed", "added"]


def test_cited_evidence_is_compared_reference_by_reference() -> None:
    difference = KINDS["evidence"].difference(spec("evidence"), ["E-1", "E-2"], ["E-2", "E-3"])
    assert difference.summary == "1 item added, 1 removed"
    assert [(run.sort, run.text.strip()) for run in difference.runs] == [
        ("same", "E-2"),
        ("removed", "E-1"),
        ("added", "E-3"),
    ]


def test_rows_are_matched_by_id_and_compared_cell_by_cell() -> None:
    old = [{"id": "r1", "who": "Agents"}, {"id": "r2", "who": "Callers"}, {"id": "r3", "who": "X"}]
    new = [{"id": "r1", "who": "All agents"}, {"id": "r3", "who": "X"}, {"id": "r4", "who": "Y"}]
    difference = KINDS["table"].difference(spec("table"), old, new)
    assert difference.summary == "1 row added, 1 removed, 1 changed"
    assert [(row.id, row.state) for row in difference.rows] == [
        ("r1", "changed"),
        ("r2", "removed"),
        ("r3", "same"),
        ("r4", "added"),
    ]
    assert [(run.sort, run.text) for run in difference.rows[0].cells[0].runs] == [
        ("removed", "Agents"),
        ("added", "All agents"),
    ]


Cells = dict[str, list[list[str]]]


def rows_after(difference: Difference) -> Cells:
    """Apply a difference: the words of every row that stays, came or changed, in order."""
    kept = [row for row in difference.rows if row.state != "removed"]
    return {row.id: [said(cell, "same", "added") for cell in row.cells] for row in kept}


def rows_before(difference: Difference) -> Cells:
    """Take a difference back: the words of every row that was there."""
    kept = [row for row in difference.rows if row.state != "added"]
    return {row.id: [said(cell, "same", "removed") for cell in row.cells] for row in kept}


def said(cell: CellDifference, *sorts: str) -> list[str]:
    """The words of a cell; the references that it cites are a set, whose order says nothing."""
    text = "".join(run.text for run in cell.runs if run.sort in sorts)
    return sorted(text.split()) if cell.label == "Proof" else text.split()


def words_of(row: Mapping[str, Any]) -> list[list[str]]:
    """The words of a stored row, cell by cell; a blank cell has none."""
    plain = [
        KINDS[column.kind].plain(column, row[column.code]) if column.code in row else ""
        for column in COLUMNS
    ]
    proof = [column.code for column in COLUMNS].index("proof")
    return [row.get("proof", []) if at == proof else text.split() for at, text in enumerate(plain)]


@given(VALUES["table"], VALUES["table"])
def test_applying_the_difference_of_rows_gives_the_new_ones_and_taking_it_back_the_old(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    difference = KINDS["table"].difference(spec("table"), old, new)
    assert rows_after(difference) == {row["id"]: words_of(row) for row in new}
    assert list(rows_after(difference)) == [row["id"] for row in new]
    assert rows_before(difference) == {row["id"]: words_of(row) for row in old}


@given(VALUES["table"])
def test_equal_rows_have_no_difference(rows: list[dict[str, Any]]) -> None:
    assert not KINDS["table"].difference(spec("table"), rows, rows).changed


def test_rows_in_another_order_are_said_to_be() -> None:
    old = [{"id": "r1", "who": "a"}, {"id": "r2", "who": "b"}]
    difference = KINDS["table"].difference(spec("table"), old, old[::-1])
    assert (difference.changed, difference.summary) == (True, "Order changed")
    assert [row.state_in_words for row in difference.rows] == ["row unchanged", "row unchanged"]
