"""Content-addressed files: named by their SHA-256, written whole or not at all."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from core.refused import Invalid

_PARTIAL = ".incoming-"
_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely on disk: its hash, size in bytes, and where it is."""

    sha256: str
    size: int
    path: Path


def place(folder: Path, sha256: str, suffix: str = "") -> Path:
    """Return where a file with this hash lives inside ``folder``."""
    return folder / sha256[:2] / f"{sha256}{suffix}"


def too_large(limit: int) -> str:
    """Return the words for a file of more than ``limit`` bytes."""
    return f"The file is larger than {limit // (1024 * 1024)} MB."


def peek(chunks: Iterable[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first ``size`` bytes, fewer where there are no more, and the whole again."""
    rest = iter(chunks)
    head = b""
    while len(head) < size and (chunk := next(rest, None)) is not None:
        head += chunk
    return head[:size], chain([head], rest)


def store(
    chunks: Iterable[bytes],
    folder: Path,
    *,
    limit: int | None = None,
    suffix: str = "",
    check: Callable[[Path], None] | None = None,
) -> StoredFile:
    """Stream ``chunks`` to disk, then rename to the content's hash.

    Once this returns, the file survives a loss of power. Raises Invalid when more than ``limit``
    bytes arrive, and what ``check`` raises about the whole file; nothing is left behind then. What
    a killed process left goes after a day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear_left_behind(folder)
    digest = hashlib.sha256()
    size = 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PARTIAL)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise Invalid(too_large(limit))
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        if check is not None:
            check(partial)
        target = place(folder, digest.hexdigest(), suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
        _sync(target.parent)
        _sync(folder)
    finally:
        partial.unlink(missing_ok=True)
    return StoredFile(digest.hexdigest(), size, target)


def _sync(folder: Path) -> None:
    """Put a folder's entries on the disk: without this, a renamed file can still lose its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear_left_behind(folder: Path) -> None:
    """Remove partial files of killed writes; one that is under way is younger than a day."""
    oldest = time.time() - _A_DAY
    for partial in folder.glob(f"{_PARTIAL}*"):
        with suppress(FileNotFoundError):
            if partial.stat().st_mtime < oldest:
                partial.unlink()
