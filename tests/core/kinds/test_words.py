"""Text, prose and persons: every character is kept or refused in words."""

import pytest

from core.kinds import KINDS, Surroundings
from tests.core.kinds.helpers import AROUND, messages, read, spec


def test_text_loses_blanks_around_it_and_line_ends_inside_it() -> None:
    assert read("text", {"f": ["  one\r\n two\tthree \u200b"]}).value == "one two three"


def test_a_text_of_blanks_alone_is_no_answer() -> None:
    assert read("text", {"f": [" \u00a0\u200b\r\n"]}).value is None


def test_prose_keeps_its_line_breaks_whatever_system_typed_them() -> None:
    assert read("prose", {"f": ["a\r\n  b\rc\n\n- d\n"]}).value == "a\n  b\nc\n\n- d"


@pytest.mark.parametrize("kind", ["text", "prose", "person"])
@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ud800"])
def test_a_control_character_is_refused_by_code_and_place(kind: str, bad: str) -> None:
    message = messages(kind, {"f": [f"one two{bad} three"]})[""]
    assert f"U+{ord(bad):04X}" in message
    assert "after “two”" in message


def test_a_control_character_at_the_very_start_is_refused_too() -> None:
    assert "at the start" in messages("text", {"f": ["\x0bone"]})[""]


@pytest.mark.parametrize(("kind", "limit"), [("text", 500), ("prose", 50_000), ("person", 200)])
def test_the_limit_is_named_and_the_last_character_within_it_fits(kind: str, limit: int) -> None:
    assert messages(kind, {"f": ["x" * limit]}) == {}
    assert messages(kind, {"f": ["x" * (limit + 1)]}) == {
        "": f"This is {limit + 1} characters long; at most {limit} fit here."
    }


def test_words_beyond_the_limit_are_counted_out() -> None:
    assert messages("prose", {"f": ["one two\nthree"]}, max_words=3) == {}
    assert messages("prose", {"f": ["one two\nthree four"]}, max_words=3) == {
        "": "This is 4 words long; at most 3 are allowed."
    }


def test_the_hint_of_prose_names_its_word_limit() -> None:
    assert KINDS["prose"].hint(spec("prose", hint="Be plain.", max_words=200)) == (
        "Be plain. At most 200 words."
    )


def test_a_hint_that_names_the_word_limit_itself_is_left_as_it_is() -> None:
    hint = "At most 200 words. Be plain."
    assert KINDS["prose"].hint(spec("prose", hint=hint, max_words=200)) == hint


def test_prose_is_shown_in_paragraphs_that_lose_no_line_break() -> None:
    shown = KINDS["prose"].show(spec("prose"), "a\nb\n\n\nc\n  d", AROUND)
    assert shown.data["paragraphs"] == ("a\nb", "\nc\n  d")


def test_a_person_is_suggested_from_the_project_but_anyone_may_be_named() -> None:
    assert read("person", {"f": ["Somebody Else"]}).value == "Somebody Else"
    with_people = KINDS["person"].inputs(spec("person"), "q.f", {}, AROUND, ())
    assert with_people["controls"][0].list_id == "people-q"
    alone = KINDS["person"].inputs(spec("person"), "q.f", {}, Surroundings(), ())
    assert alone["controls"][0].list_id == ""
