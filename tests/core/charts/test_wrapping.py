"""Texts of a drawing on several lines."""

from hypothesis import given
from hypothesis import strategies as st

from core.charts.wrapping import breadth, wrap


def lines(text: str, *, width: float = 100, most: int = 4) -> tuple[str, ...]:
    return wrap(text, width=width, size=13, most=most)


def test_a_short_text_stays_on_one_line_with_its_spaces_made_one() -> None:
    assert lines("  Net \n saving ") == ("Net saving",)


def test_a_long_text_wraps_between_words() -> None:
    assert lines("Container on our own platform") == ("Container on", "our own", "platform")


def test_a_word_longer_than_a_line_is_broken_and_loses_no_letter() -> None:
    assert "".join(lines("Schadensregulierungsautomat" * 2, most=9)) == (
        "Schadensregulierungsautomat" * 2
    )


def test_what_does_not_fit_is_marked_as_cut_off() -> None:
    found = lines("one two three four five six seven eight nine ten eleven twelve", most=2)
    assert len(found) == 2
    assert found[-1].endswith("…")


def test_nothing_takes_no_line() -> None:
    assert lines("  ") == ()


def test_wide_letters_take_more_room_than_narrow_ones_and_marks_none() -> None:
    assert breadth("漢字") > breadth("mm") > breadth("ii")
    assert breadth("e\u0301") == breadth("e")


@given(st.text(max_size=300), st.integers(40, 300), st.integers(1, 6))
def test_no_line_is_wider_than_the_box_and_there_are_never_too_many(
    text: str, width: int, most: int
) -> None:
    found = wrap(text, width=width, size=13, most=most)
    assert len(found) <= most
    assert all(breadth(line) * 13 <= width for line in found)
