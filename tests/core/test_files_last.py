"""A stored file survives a loss of power, and what a killed write left is cleared."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.files import peek, store

HOUR = 60 * 60


def test_the_folders_are_on_the_disk_only_after_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, list[str]]] = []
    real: Callable[[int], None] = os.fsync

    def spy(handle: int) -> None:
        names = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
        synced.append((os.fstat(handle).st_ino, names))
        real(handle)

    monkeypatch.setattr(os, "fsync", spy)
    stored = store([b"abc"], tmp_path)
    inode = stored.path.stat().st_ino
    assert synced[0][0] == inode
    after = {found for found, names in synced if names == [stored.sha256]}
    assert after == {tmp_path.stat().st_ino, stored.path.parent.stat().st_ino}


def test_what_a_killed_write_left_goes_after_a_day_and_a_write_under_way_stays(
    tmp_path: Path,
) -> None:
    left, under_way = tmp_path / ".incoming-left", tmp_path / ".incoming-now"
    for partial, hours in ((left, 25), (under_way, 1)):
        partial.write_bytes(b"half")
        then = time.time() - hours * HOUR
        os.utime(partial, (then, then))
    stored = store([b"abc"], tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        [under_way, stored.path]
    )


@pytest.mark.parametrize("pieces", [[], [b"ab"], [b"a", b"", b"b"], [b"abc", b"def", b"g"]])
def test_looking_at_the_first_bytes_takes_nothing_away(pieces: list[bytes]) -> None:
    def arriving() -> Iterator[bytes]:
        yield from pieces

    head, whole = peek(arriving(), 4)
    assert head == b"".join(pieces)[:4]
    assert b"".join(whole) == b"".join(pieces)
