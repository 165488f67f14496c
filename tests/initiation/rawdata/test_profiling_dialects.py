"""However a CSV file was written, it is read the same, and the profile says how it was."""

from __future__ import annotations

import pytest

from initiation.rawdata.profiling import Dialect

from .conftest import Measure, csv_text

ROWS = [
    ["town", "price", "note"],
    ["Köln", "1.5", "fine"],
    ["Malmö", "2.5", 'a "quoted" word'],
    ["Köln", "3.5", "two\nlines"],
    ["Malmö", "4.5", "a, b; c|d\te"],
]


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(
    measure: Measure, delimiter: str, line_end: str
) -> None:
    found = measure(csv_text(ROWS, delimiter).replace("\n", line_end))
    assert found.dialect == Dialect(delimiter, '"', "UTF-8", True)
    assert found.rows == 4
    assert [column.name for column in found.columns] == ROWS[0]
    assert found.columns[0].top == (("Köln", 2), ("Malmö", 2))
    assert found.columns[1].mean == "3"
    assert found.columns[2].distinct == 4


ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with byte order mark", "cp1252": "Windows-1252"}


@pytest.mark.parametrize(("codec", "encoding"), ENCODINGS.items())
def test_encodings_are_found_and_read_alike(measure: Measure, codec: str, encoding: str) -> None:
    rows = [["größe", "währung"], *[["groß", "€"], ["klein", "£"]] * 40_000]
    found = measure(csv_text(rows).encode(codec))
    assert found.dialect.encoding == encoding
    assert [column.name for column in found.columns] == ["größe", "währung"]
    assert found.columns[1].top == (("£", 40_000), ("€", 40_000))


def test_a_character_cut_by_the_edge_of_a_chunk_is_still_one_character(measure: Measure) -> None:
    for padding in range(4):
        rows = [["word", "x"], *[["ééé" + "a" * padding, "1"]] * 60_000]
        found = measure(csv_text(rows))
        assert found.dialect.encoding == "UTF-8"
        assert found.columns[0].distinct == 1


def test_mixed_line_ends_are_read_as_one_file(measure: Measure) -> None:
    assert measure("a,b\r\n1,2\n3,4\r\n").rows == 2


def test_decimal_commas_are_numbers_where_commas_do_not_delimit(measure: Measure) -> None:
    column = measure("price;kind\n1,5;a\n2,25;b\n3;a\n").columns[0]
    assert (column.type, column.minimum, column.maximum, column.mean) == (
        "number",
        "1.5",
        "3",
        "2.25",
    )
    assert "Numbers are written with a decimal comma." in column.alerts


def test_thousands_commas_are_not_taken_for_decimal_ones(measure: Measure) -> None:
    assert measure('price,kind\n"1,500",a\n"2,250",b\n').columns[0].type == "text"


def test_single_quotes_are_found(measure: Measure) -> None:
    found = measure("name,say\nx,'a, b'\ny,'c, d'\nx,'e, f'\n")
    assert found.dialect.quote == "'"
    assert found.columns[1].distinct == 3


def test_one_column_without_any_delimiter_is_a_table(measure: Measure) -> None:
    found = measure("reading\n4\n7\n\n9\n")
    assert (found.rows, len(found.columns), found.columns[0].missing) == (4, 1, 1)


def test_a_file_without_column_names_gets_numbered_ones(measure: Measure) -> None:
    found = measure("3,red\n4,blue\n5,red\n")
    assert not found.dialect.header
    assert found.rows == 3
    assert [column.name for column in found.columns] == ["column 1", "column 2"]


def test_a_first_line_of_values_is_not_taken_for_names(measure: Measure) -> None:
    assert not measure("red,Oslo\nblue,Rome\nred,Rome\n").dialect.header
    assert not measure("Ann,ann@example.org\nBob,bob@example.org\n").dialect.header


def test_a_header_repeated_inside_is_still_the_header(measure: Measure) -> None:
    assert measure("a,b\nx,y\na,b\nx,z\n").dialect.header


def test_names_are_made_distinct_printable_and_short(measure: Measure) -> None:
    found = measure('a,a,,"b\nb",' + "n" * 500 + "\n1,2,3,4,5\n")
    names = [column.name for column in found.columns]
    assert names == ["a", "a (2)", "column 3", "b b", "n" * 120]
