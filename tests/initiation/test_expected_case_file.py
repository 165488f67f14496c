"""The case file of a demo project, byte for byte as it was committed.

Whoever changes what a case file says, or how it is written, sees here what that does to the bytes
that people sign. Write it anew with ``--rewrite-expected`` when the change is meant.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from initiation.casefile import CaseContent, from_text, to_bytes
from tests.initiation.preflight.cases import case

EXPECTED = Path(__file__).parent / "expected" / "van-parts.casefile.json"


def content() -> CaseContent:
    """The project, measured by no version of DuckDB in particular."""
    built = case("5-van-parts")
    sources = tuple(
        replace(source, profile={**(source.profile or {}), "duckdb_version": "any"})
        for source in built.sources
    )
    return replace(built, sources=sources)


def test_the_case_file_is_byte_for_byte_the_expected_one(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-expected"):
        EXPECTED.write_bytes(to_bytes(content()))
    assert to_bytes(content()) == EXPECTED.read_bytes()


def test_the_expected_file_reads_back_as_the_project() -> None:
    body = EXPECTED.read_bytes()
    assert from_text(body.decode()) == content()
    assert to_bytes(from_text(body.decode())) == body
