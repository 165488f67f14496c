"""Content-addressed files: named by their SHA-256, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.refused import Invalid


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


def store(
    chunks: Iterable[bytes], folder: Path, *, limit: int | None = None, suffix: str = ""
) -> StoredFile:
    """Stream ``chunks`` to disk, then rename to the content's hash.

    Raises Invalid when more than ``limit`` bytes arrive; nothing is left behind then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
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
        target = place(folder, digest.hexdigest(), suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return StoredFile(digest.hexdigest(), size, target)
