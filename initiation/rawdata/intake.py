"""Taking a file in: a private UTF-8 copy of it, or a plain refusal.

Runs in the parent, holds one chunk at a time, and interprets nothing but bytes, so no
file can make it large. The copy is what the sandboxed process reads.
"""

from __future__ import annotations

import codecs
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from initiation.rawdata.shapes import Limits, NotTabular, ProfilingFailed

CHUNK = 256 * 1024
UTF8 = "UTF-8"
UTF8_BOM = "UTF-8 with byte order mark"
WINDOWS_1252 = "Windows-1252"

_SIGNATURES = (
    (b"PK\x03\x04", "This is a ZIP archive or an Excel workbook, not a CSV file."),
    (b"\x1f\x8b", "This is a gzip archive, not a CSV file. Unpack it first."),
    (b"PAR1", "This is a Parquet file, not a CSV file."),
    (b"%PDF", "This is a PDF document, not a CSV file."),
    (b"{\\rtf", "This is a formatted text document, not a CSV file."),
    (b"\xd0\xcf\x11\xe0", "This is an old Office document, not a CSV file."),
    (codecs.BOM_UTF16_LE, "This file is written in UTF-16. Save it as UTF-8 and try again."),
    (codecs.BOM_UTF16_BE, "This file is written in UTF-16. Save it as UTF-8 and try again."),
)
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<script")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a")) + b"\x7f"
_BINARY = "This file holds binary data, not text, so it is not a CSV file."


@dataclass(frozen=True, slots=True)
class Intake:
    """The copy to read, and what was found out while making it."""

    copy: Path
    encoding: str
    size: int
    sha256: str


def take_in(path: Path, folder: Path, limits: Limits, deadline: float) -> Intake:
    """Copy `path` into `folder` as UTF-8 with plain line ends, or raise NotTabular."""
    raw = folder / "raw"
    with path.open("rb") as source, raw.open("wb") as target:
        reading = _Reading(limits)
        for chunk in _chunks(source, deadline):
            target.write(reading.take(chunk))
        target.write(reading.finish())
    encoding = reading.encoding
    copy = raw
    if encoding == WINDOWS_1252:
        copy = folder / "copy.csv"
        _transcode(raw, copy, deadline)
        raw.unlink()
    copy.chmod(0o400)
    return Intake(copy, encoding, reading.size, reading.digest.hexdigest())


def _chunks(source: IO[bytes], deadline: float) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        if time.monotonic() > deadline:
            raise ProfilingFailed("Copying the file took too long, so it was stopped.")
        yield chunk


def _transcode(raw: Path, copy: Path, deadline: float) -> None:
    decoder = codecs.getincrementaldecoder("cp1252")()
    with raw.open("rb") as source, copy.open("wb") as target:
        try:
            for chunk in _chunks(source, deadline):
                target.write(decoder.decode(chunk).encode())
        except UnicodeDecodeError:
            raise NotTabular(
                "The text is neither UTF-8 nor Windows-1252. Save it as UTF-8 and try again."
            ) from None


@dataclass(slots=True)
class _Reading:
    """Everything looked at while the bytes go by once."""

    limits: Limits
    size: int = 0
    lines: int = 1
    controls: int = 0
    line_bytes: int = 0
    held: bytes = b""
    bom: bool = False
    blank: bool = True
    is_utf8: bool = True
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    decoder: codecs.IncrementalDecoder = field(
        default_factory=codecs.getincrementaldecoder("utf-8")
    )

    @property
    def encoding(self) -> str:
        if not self.is_utf8:
            return WINDOWS_1252
        return UTF8_BOM if self.bom else UTF8

    def take(self, chunk: bytes) -> bytes:
        """Look at the next bytes of the file; return what goes into the copy."""
        chunk_for_copy = self._start(chunk) if self.size == 0 else chunk
        self.size += len(chunk)
        self.digest.update(chunk)
        self.blank = self.blank and not chunk_for_copy.strip()
        self._refuse_binary(chunk)
        self._refuse_long_lines(chunk)
        self._decode(chunk_for_copy)
        return self._with_plain_line_ends(chunk_for_copy)

    def finish(self) -> bytes:
        """Look at the end of the file; return the last bytes of the copy."""
        if self.size == 0:
            raise NotTabular("The file is empty: it has no bytes at all.")
        if self.blank:
            raise NotTabular("The file is empty: it holds only blank space.")
        self._decode(b"", final=True)
        return self.held

    def _start(self, chunk: bytes) -> bytes:
        for signature, reason in _SIGNATURES:
            if chunk.startswith(signature):
                raise NotTabular(reason)
        if chunk.startswith(codecs.BOM_UTF8):
            self.bom = True
            chunk = chunk[len(codecs.BOM_UTF8) :]
        if chunk.lstrip()[:16].lower().startswith(_MARKUP):
            raise NotTabular("This is a web page or XML document, not a CSV file.")
        return chunk

    def _refuse_binary(self, chunk: bytes) -> None:
        if b"\x00" in chunk:
            raise NotTabular("The file holds NUL bytes, which text never does: it is not a CSV.")
        self.controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
        # A stray control character happens in real exports; one in fifty is not text.
        if self.controls * 50 > self.size:
            raise NotTabular(_BINARY)

    def _refuse_long_lines(self, chunk: bytes) -> None:
        # A chunk is shorter than the longest line allowed, so only the line that
        # reaches into it from before can be too long: its first end is enough.
        ends = [at for at in (chunk.find(b"\n"), chunk.find(b"\r")) if at >= 0]
        reached = self.line_bytes + (min(ends) if ends else len(chunk))
        if reached > self.limits.max_line_bytes:
            raise NotTabular(
                f"Line {self.lines} is longer than {self.limits.max_line_bytes:,} bytes, "
                "which no table has."
            )
        if ends:
            last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            self.line_bytes = len(chunk) - last - 1
        else:
            self.line_bytes = reached
        self.lines += chunk.count(b"\n") or chunk.count(b"\r")

    def _decode(self, chunk: bytes, final: bool = False) -> None:
        if not self.is_utf8:
            return
        try:
            self.decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self.is_utf8 = False
            if self.bom:
                raise NotTabular(
                    "The file says it is UTF-8 but is broken: some of its bytes are not text."
                ) from None

    def _with_plain_line_ends(self, chunk: bytes) -> bytes:
        # Files put together from several systems mix both line ends, which a strict
        # reader refuses; a carriage return at the very end waits for the next chunk.
        chunk = self.held + chunk
        self.held = b"\r" if chunk.endswith(b"\r") else b""
        if self.held:
            chunk = chunk[:-1]
        return chunk.replace(b"\r\n", b"\n")
