"""How wide columns are, and what shares a line of a block."""

import pytest

from core.kinds import Shown
from dossiers.content.layout import Line, lines_of, paper, widths


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        (("Name", "Part"), [("Ada", "Manager")]),
        (("A", "B", "C"), [("x" * 10_000, "y", "z")]),
        (tuple("ABCDEFGH"), [tuple("a long text of many words" for _ in range(8))]),
        (("Only",), []),
    ],
)
def test_the_columns_of_a_table_fill_the_line_and_none_is_empty(
    heads: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    found = widths(heads, rows)
    assert len(found) == len(heads)
    assert sum(found) == 100
    assert min(found) > 0


def test_a_short_word_keeps_its_room_beside_a_long_text() -> None:
    risk, likely = widths(("Risk", "Likelihood"), [("many words " * 60, "Medium")])
    assert likely * 96 / 100 >= len("Likelihood")
    assert risk > likely


def test_values_of_one_thing_stand_on_one_line() -> None:
    pairs = [("Cost, low", "1"), ("Cost, high", "3"), ("Risk", "Low"), ("Why, really", "x" * 99)]
    assert list(lines_of(pairs)) == [
        Line("Cost", "", (("low", "1"), ("high", "3"))),
        Line("Risk", "Low"),
        Line("Why, really", "x" * 99),
    ]


def test_a_lone_value_keeps_its_whole_label() -> None:
    assert list(lines_of([("Labels, how", "by hand")])) == [Line("Labels, how", "by hand")]


def test_what_is_neither_table_nor_block_is_set_as_it_is() -> None:
    shown = Shown("line", {"text": "12 months"})
    assert paper(shown) == shown


def table(rows: int, text: str) -> Shown:
    """Return a table of one column."""
    cells = tuple(({"text": text, "numeric": False},) for _ in range(rows))
    heads = ({"label": "Risk", "unit": "", "numeric": False},)
    return Shown("table", {"label": "Risks", "columns": heads, "rows": cells})


@pytest.mark.parametrize(
    ("rows", "text", "whole"), [(5, "a", True), (6, "a", False), (1, "a" * 9999, False)]
)
def test_only_a_short_table_is_kept_on_one_page(rows: int, text: str, whole: bool) -> None:
    assert paper(table(rows, text)).data["whole"] is whole
