"""Which files may be evidence, and whether a file's content is what its name says.

The first bytes tell most kinds apart. Office documents are packages that begin alike, and
notebooks are JSON, so these are looked into once they are whole; with bounded reads, since whoever
uploads may have made them to be expensive.
"""

import mmap
import re
import zipfile
import zlib
from pathlib import Path

from core.refused import Invalid

_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

# Ending → type served, and the first bytes it must begin with (none: it must be plain text).
TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "docx": (f"{_OOXML}wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OOXML}spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OOXML}presentationml.presentation", _ZIP),
    "odt": (f"{_ODF}text", _ZIP),
    "ods": (f"{_ODF}spreadsheet", _ZIP),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
    "md": ("text/markdown", ()),
    "json": ("application/json", ()),
    "ipynb": ("application/json", ()),
}

# What a package declares about itself is short; one that says otherwise is not read on.
_LONGEST_DECLARATION = 512 * 1024
# No notebook that somebody reads has more texts and brackets; taking more apart costs seconds.
_MOST_JSON_PARTS = 1_000_000
_LARGEST_DIRECTORY = 4 * 1024 * 1024
_END_OF_DIRECTORY, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH, _END_64_LENGTH, _LONGEST_COMMENT = 22, 20, 0xFFFF
# What zipfile raises for packages that are broken, lie about themselves or end early; a password
# and a way of packing that it does not know are both kinds of RuntimeError.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError,
)  # fmt: skip
# Strings are passed over whole and without stepping back, however long a picture in one is.
# One that never ends is passed over to the end, or each quote in it would be tried as a beginning.
_JSON_PARTS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"(?:\s*+:)?+|\\?+\Z)|[\[\]{}]', re.DOTALL)
_JSON_SPACE = b" \t\r\n"


def ending_of(file_name: str) -> str:
    """Return the ending of a file name, in small letters."""
    return file_name.rpartition(".")[2].lower()


def content_type_of(file_name: str, head: bytes) -> str:
    """Return the type under which the file is served, by its name and its first bytes.

    Raises Invalid for an ending that is not accepted, or a beginning that is not the ending's.
    """
    ending = ending_of(file_name)
    if ending not in TYPES:
        accepted = ", ".join(sorted(TYPES))
        raise Invalid(f"Files of this kind are not accepted. Accepted are: {accepted}.", "file")
    content_type, beginnings = TYPES[ending]
    fits = head.startswith(beginnings) if beginnings else _is_text(head)
    if not fits:
        raise _unlike(ending)
    return content_type


def check_inside(file_name: str, path: Path) -> None:
    """Look into a whole file whose first bytes could begin something else too.

    Raises Invalid for an office document of another kind than its ending says, one that cannot be
    read, and a notebook without cells. Memory stays small whatever the file holds.
    """
    ending = ending_of(file_name)
    content_type, beginnings = TYPES[ending]
    if beginnings == _ZIP and not _declares(path, content_type):
        raise _unlike(ending)
    if ending == "ipynb" and not _has_cells(path):
        raise Invalid("This is not a notebook: it is no JSON object with “cells”.", "file")


def _unlike(ending: str) -> Invalid:
    return Invalid(f"The content of this file is not what its ending “.{ending}” says.", "file")


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or head.startswith((*_ZIP, *_OLE, b"MZ", b"\x7fELF", b"%PDF-")):
        return False
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return not start.startswith((b"<!doctype html", b"<html", b"<script", b"<svg", b"#!"))


def _declares(path: Path, content_type: str) -> bool:
    """Tell whether a package says of itself that its main part is of this type."""
    if not _has_small_directory(path):
        return False
    try:
        with zipfile.ZipFile(path) as package:
            if content_type.startswith(_ODF):
                return _declaration(package, "mimetype").strip() == content_type.encode()
            types = _declaration(package, "[Content_Types].xml")
    except _UNREADABLE:
        return False
    return f'"{content_type}.main+xml"'.encode() in types.replace(b"'", b'"')


def _has_small_directory(path: Path) -> bool:
    """Tell whether the list of what a package holds is short enough to be read into memory."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _END_LENGTH - _END_64_LENGTH - _LONGEST_COMMENT))
        tail = stream.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    end = tail[at : at + _END_LENGTH]
    if at < 0 or len(end) < _END_LENGTH:
        return False
    # A second directory for packages of more than 4 GB could name another size.
    is_64 = tail[max(0, at - _END_64_LENGTH) : at].startswith(_END_64)
    return not is_64 and int.from_bytes(end[12:16], "little") <= _LARGEST_DIRECTORY


def _declaration(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of a package; raises ValueError when it is long or packed unusually."""
    part = package.getinfo(name)
    # Others than these unpack more than was asked for.
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed unusually")
    with package.open(part) as stream:
        content = stream.read(_LONGEST_DECLARATION + 1)
    if len(content) > _LONGEST_DECLARATION:
        raise ValueError("too long")
    return content


def _has_cells(path: Path) -> bool:
    """Tell whether a JSON object has cells, read in place; not where it is cut off."""
    depth, found = 0, False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        if not text[:4096].lstrip(_JSON_SPACE).startswith(b"{"):
            return False
        for count, match in enumerate(_JSON_PARTS.finditer(text)):
            if count > _MOST_JSON_PARTS:
                return False
            start = match.start()
            sign = text[start]
            if sign in b"{[":
                depth += 1
            elif sign in b"}]":
                depth -= 1
            elif depth == 1 and text[match.end() - 1] == ord(":") and match.end() - start < 100:
                found |= match.group().rstrip(b":").strip(_JSON_SPACE + b'"') == b"cells"
    return found and depth == 0
