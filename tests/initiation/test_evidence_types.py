"""Whether a file is what its name says: looked at from outside, and into it without harm."""

import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refused import Invalid
from initiation.evidence_types import TYPES, check_inside, content_type_of
from tests.initiation.packages import (
    MAIN,
    ODF,
    OOXML,
    content_types,
    notebook,
    office,
    package,
)

OFFICE = [*MAIN, *ODF]


def taken(path: Path, name: str, content: bytes) -> bool:
    """Tell whether a file of this name and content is taken, not refused at its field."""
    path.write_bytes(content)
    try:
        content_type_of(name, content[:4096])
        check_inside(name, path)
    except Invalid as fault:
        return fault.field != "file"
    return True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("ending", OFFICE)
def test_an_office_document_is_taken_under_its_own_ending_only(path: Path, ending: str) -> None:
    assert [end for end in OFFICE if taken(path, f"a.{end}", office(ending))] == [ending]


@pytest.mark.parametrize("ending", OFFICE)
def test_no_office_document_is_taken_as_text_or_picture(path: Path, ending: str) -> None:
    others = [end for end in TYPES if end not in OFFICE]
    assert not any(taken(path, f"a.{end}", office(ending)) for end in others)


def test_a_document_with_macros_is_not_one_without(path: Path) -> None:
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    content = package({"[Content_Types].xml": content_types(main)})
    assert not taken(path, "a.docx", content)


def test_a_package_that_is_no_office_document_is_refused(path: Path) -> None:
    assert not taken(path, "a.docx", package({"readme.txt": b"words"}))
    assert not taken(path, "a.odt", package({"readme.txt": b"words"}))
    assert not taken(path, "a.docx", b"PK\x03\x04 and then nothing of the kind")
    assert not taken(path, "a.docx", office("docx")[:-30])
    assert not taken(path, "a.docx", office("docx") + b"\0" * 70_000)


def test_a_declaration_that_unpacks_without_end_is_not_read_on(path: Path) -> None:
    bomb = package({"[Content_Types].xml": content_types(MAIN["docx"], padding=200_000_000)})
    assert len(bomb) < 300_000
    tracemalloc.start()
    assert not taken(path, "a.docx", bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_declaration_packed_unusually_is_not_unpacked(path: Path, how: int) -> None:
    content = package({"[Content_Types].xml": content_types(MAIN["docx"])}, how)
    assert not taken(path, "a.docx", content)


def test_a_directory_of_very_many_parts_is_not_read(path: Path) -> None:
    parts = {f"{number}{'x' * 200}": b"" for number in range(20_000)}
    content = package(parts | {"[Content_Types].xml": content_types(MAIN["docx"])}, 0)
    assert not taken(path, "a.docx", content)


def test_a_second_directory_of_another_size_is_not_followed(path: Path) -> None:
    whole = office("docx")
    end = whole.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + b"\0" * 16
    assert not taken(path, "a.docx", whole[:end] + locator + whole[end:])


def test_a_notebook_is_json_with_cells(path: Path) -> None:
    assert taken(path, "a.ipynb", notebook())
    assert taken(path, "a.ipynb", b"\n  " + notebook(z='a \\"quoted\\" brace }'))


@pytest.mark.parametrize(
    "content",
    [
        b'{"nbformat": 4, "metadata": {"cells": []}}',
        b'["cells"]',
        b'{"a": "cells"}',
        b"cells:\n  - print()",
        notebook()[:-1],
        b'{"cells": [',
        b'{"cells": "a string that never ends',
    ],
)
def test_what_only_speaks_of_cells_is_no_notebook(path: Path, content: bytes) -> None:
    assert not taken(path, "a.ipynb", content)


def test_a_notebook_made_to_be_slow_is_refused_at_once(path: Path) -> None:
    started = time.monotonic()
    assert not taken(path, "a.ipynb", b'{"' + b'\\"' * 2_000_000)
    assert not taken(path, "a.ipynb", b'{"cells": ' + b"[" * 2_000_000)
    assert time.monotonic() - started < 10


@given(st.sampled_from(OFFICE), st.data())
def test_a_broken_package_is_refused_or_taken_and_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, ending: str, data: st.DataObject
) -> None:
    content = bytearray(office(ending))
    at = data.draw(st.integers(4, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    taken(tmp_path_factory.getbasetemp() / "broken", f"a.{ending}", bytes(content))


@pytest.mark.parametrize("name", ["a.gif", "a.svg", "a.heic", "a.webp", "a.exe", "a.docm", "a"])
def test_kinds_that_are_not_known_to_be_harmless_are_refused(path: Path, name: str) -> None:
    assert not taken(path, name, b"GIF89a")


def test_office_types_are_named_as_the_standard_names_them() -> None:
    assert TYPES["docx"][0] == f"{OOXML}wordprocessingml.document"
