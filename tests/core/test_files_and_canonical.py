"""Files named by their content, and JSON that always has the same bytes."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import canonical_json, sha256
from core.files import place, store
from core.refused import Invalid

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_canonical_json_reads_back_as_what_was_written(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_in_which_keys_came_does_not_matter(value: dict[str, int]) -> None:
    turned = dict(reversed(list(value.items())))
    assert canonical_json(value) == canonical_json(turned)


def turned(value: Any) -> Any:
    """Return an equal value in which the keys of every mapping came in another order."""
    if isinstance(value, dict):
        return {key: turned(inner) for key, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


@given(values)
def test_the_bytes_are_the_same_every_time_and_in_every_order_at_every_depth(value: Any) -> None:
    body = canonical_json(value)
    assert canonical_json(value) == canonical_json(turned(value)) == body
    assert canonical_json(json.loads(body)) == body


@given(st.lists(st.integers(), min_size=2, max_size=6, unique=True))
def test_the_order_of_a_list_is_part_of_what_it_says(value: list[int]) -> None:
    assert canonical_json(value) != canonical_json(value[::-1])


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical_json({"share": 0.1})


def test_a_file_is_found_under_its_hash(tmp_path: Path) -> None:
    stored = store([b"abc", b"def"], tmp_path)
    assert stored.sha256 == hashlib.sha256(b"abcdef").hexdigest() == sha256(b"abcdef")
    assert stored.path == place(tmp_path, stored.sha256)
    assert (stored.path.read_bytes(), stored.size) == (b"abcdef", 6)


def test_the_same_content_is_stored_once(tmp_path: Path) -> None:
    first, second = store([b"same"], tmp_path), store([b"sa", b"me"], tmp_path)
    assert first.path == second.path
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_file_over_the_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="larger than"):
        store([b"x" * 11], tmp_path, limit=10)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"begun"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store(broken(), tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
