"""What is no table is refused in plain words that never repeat its content."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from initiation.rawdata.profiling import (
    Limits,
    NotTabular,
    ProfilingFailed,
    profile_csv,
)

from .conftest import Measure


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    return out.getvalue()


REFUSALS: dict[str, tuple[bytes, str]] = {
    "no bytes": (b"", "it has no bytes at all"),
    "blank space": (b" \r\n\t\n", "only blank space"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "only blank space"),
    "a ZIP archive": (zipped(), "ZIP archive or an Excel workbook"),
    "a gzip archive": (gzip.compress(b"a,b\n1,2\n"), "gzip archive"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n", "PDF document"),
    "a Parquet file": (b"PAR1\x15\x00", "Parquet"),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    "NUL bytes": (b"a,b\n1,\x002\n", "NUL bytes"),
    "a NUL byte far inside": (b"a,b\n" + b"1,2\n" * 200_000 + b"\x00", "NUL bytes"),
    "binary data": (bytes(range(1, 32)) * 40, "binary data"),
    "bytes of no encoding": (b"a,b\n\x81\x8d,2\n", "neither UTF-8 nor Windows-1252"),
    "a broken UTF-8": (b"\xef\xbb\xbfa,b\n\xff,2\n", "broken"),
    "a web page": (b"\n  <!DOCTYPE html>\n<html><body>a,b</body></html>", "web page"),
    "a web page after a mark": (b"\xef\xbb\xbf<html><p>x</p></html>\n", "web page"),
    "names and no rows": (b"a,b\n", "one line only"),
    "a row too long": (b"a,b\n1,2\n1,2,3\n4,5\n", "Line 3 has 3 values where 2"),
    "a row too short": (b"a,b,c\n1,2,3\n1,2\n", "Line 3 has 2 values where 3"),
    "a ragged row after line breaks": (b'a,b\n"x\ny",2\n1\n', "Line 4 has 1 value where 2"),
    "a title above the names": (b"Report\na,b\n1,2\n3,4\n5,6\n", "Line 1 has 1 value where most"),
    "sentences": (b"Dear all,\nhow are you?\nWell, we hope, as ever.\n", "Line "),
    "a quote left open": (b'a,b\n"1,2\n3,4\n', "quotation mark"),
    "a quote in the wrong place": (b'a,b\n"1"x,2\n3,4\n', "quotation mark"),
    "a line of over a megabyte": (b"a,b\n1,2\n" + b"x" * 1_000_001 + b",2\n", "Line 3 is longer"),
    "a row of over a megabyte": (
        b'a,b\n1,2\n"' + (b"x" * 300_000 + b"\n") * 4 + b'",2\n',
        "longer than 1,000,000",
    ),
    "too many columns": (
        b",".join([b"c"] * 2_001) + b"\n" + b",".join([b"1"] * 2_001) + b"\n",
        "2,001 columns; at most 2,000",
    ),
    "a hundred thousand columns": (b"," * 100_000 + b"\n" + b"," * 100_000 + b"\n", "columns"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_is_no_table_is_refused_in_words(
    measure: Measure, scratch: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(NotTabular) as refusal:
        measure(content)
    assert reason in refusal.value.reason
    assert refusal.value.reason.endswith(".")
    assert list(scratch.iterdir()) == []


def test_a_line_just_short_enough_is_read(measure: Measure) -> None:
    assert measure(b"a,b\n" + b"x" * 999_000 + b",2\n").rows == 1


def test_two_thousand_columns_are_sniffed_as_such(measure: Measure) -> None:
    names = ",".join(f"c{number}" for number in range(60))
    cells = ",".join("1" for _ in range(60))
    with pytest.raises(NotTabular, match="60 columns; at most 59"):
        measure(f"{names}\n{cells}\n", Limits(max_columns=59))
    assert len(measure(f"{names}\n{cells}\n", Limits(max_columns=60)).columns) == 60


@pytest.mark.parametrize(
    "content",
    [
        "name,mail\nAnn Secret,ann@secret.example\nBob Secret\n",
        'name,mail\nAnn Secret,"ann@secret.example\n',
        'name,mail\n"Ann Secret"x,ann@secret.example\n',
    ],
)
def test_a_refusal_never_repeats_what_the_file_says(measure: Measure, content: str) -> None:
    with pytest.raises(NotTabular) as refusal:
        measure(content)
    assert "ecret" not in refusal.value.reason


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path, scratch: Path) -> None:
    with pytest.raises(ProfilingFailed, match="No such file"):
        profile_csv(tmp_path / "gone.csv", scratch=scratch)


def test_a_scratch_folder_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ProfilingFailed, match="No such file"):
        profile_csv(path, scratch=tmp_path / "gone")
