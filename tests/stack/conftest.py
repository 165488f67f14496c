"""Servers in a folder with spaces, always stopped again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from script.stack.layout import Layout
from script.stack.postgres import EmbeddedPostgres
from script.stack.valkey import EmbeddedValkey


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(tmp_path / "a folder with spaces")
    made.make()
    return made


@pytest.fixture
def postgres(layout: Layout) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(
        layout.state / "postgres", layout.sockets, layout.logs / "postgres.log", durable=False
    )
    yield server
    server.stop()


@pytest.fixture
def valkey(layout: Layout) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(layout.state / "valkey", layout.sockets, layout.logs / "valkey.log")
    yield server
    server.stop()
