"""What SQL can reach from the locked connection: one file, and nothing else.

Each escape is tried on a locked connection, where it must fail and leave no trace, and on an
ordinary one, where it must succeed: an escape that works nowhere would prove nothing.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from initiation.rawdata.box import locked_connection
from initiation.rawdata.profiling import Limits, profile_csv

from .conftest import csv_text

READS = {
    "read_csv of the system's users": "SELECT * FROM read_csv('/etc/passwd', delim='|')",
    "read_csv of a neighbour": "SELECT * FROM read_csv('{outside}/secret.csv')",
    "a file as a table": "SELECT * FROM '{outside}/secret.csv'",
    "read_text": "SELECT content FROM read_text('{outside}/secret.csv')",
    "read_blob": "SELECT content FROM read_blob('{outside}/secret.csv')",
    "read_json": "SELECT * FROM read_json('{outside}/secret.json')",
    "read_parquet": "SELECT * FROM read_parquet('{outside}/secret.parquet')",
    "read_duckdb": "SELECT * FROM read_duckdb('{outside}/secret.duckdb')",
    "the process environment": "SELECT content FROM read_text('/proc/self/environ')",
    "a listing of folders": "SELECT * FROM glob('/etc/*')",
    "a listing beside the file": "SELECT * FROM glob('{inside}/*')",
    "sniffing a neighbour": "SELECT Delimiter FROM sniff_csv('{outside}/secret.csv')",
    "dots out of the folder": "SELECT * FROM read_csv('{spill}/../../outside/secret.csv')",
    "a link out of the folder": "SELECT * FROM read_csv('{inside}/link.csv')",
    "COPY FROM": "COPY notes FROM '{outside}/secret.csv'",
    "IMPORT DATABASE": "IMPORT DATABASE '{outside}/exported'",
    "a table made of a file": "CREATE TABLE t AS SELECT * FROM read_csv('{outside}/secret.csv')",
    "a view of a file": "CREATE VIEW v AS SELECT * FROM read_csv('{outside}/secret.csv')",
    "a macro over a file": "CREATE MACRO m() AS TABLE FROM read_csv('{outside}/secret.csv')",
    "a query inside a query": "SELECT * FROM query('FROM read_csv(''{outside}/secret.csv'')')",
    "ATTACH of a database": "ATTACH '{outside}/secret.duckdb' AS other",
    "ATTACH read-only": "ATTACH '{outside}/secret.duckdb' AS other (READ_ONLY)",
}
WRITES = {
    "COPY TO": "COPY (SELECT 1) TO '{outside}/out.csv'",
    "COPY TO Parquet": "COPY (SELECT 1) TO '{outside}/out.parquet' (FORMAT parquet)",
    "COPY TO many files": "COPY (SELECT 1 a) TO '{outside}/many' (PARTITION_BY a, "
    "WRITE_PARTITION_COLUMNS)",
    "COPY over the file itself": "COPY (SELECT 1) TO '{csv}'",
    "EXPORT DATABASE": "EXPORT DATABASE '{outside}/export'",
    "ATTACH of a new database": "ATTACH '{outside}/new.duckdb' AS new",
    "INSTALL": "INSTALL '{outside}/made_up.duckdb_extension'",
    "FORCE INSTALL": "FORCE INSTALL '{outside}/made_up.duckdb_extension'",
    "a secret kept on disk": "CREATE PERSISTENT SECRET s (TYPE http)",
}
SETTINGS = {
    "logging into a file": "CALL enable_logging(storage='file', "
    "storage_config={{'path': '{outside}/logs'}})",
    "more allowed paths": "SET allowed_paths = ['/etc/passwd']",
    "more allowed folders": "SET allowed_directories = ['/']",
    "another spill folder": "SET temp_directory = '{outside}'",
    "more memory": "SET memory_limit = '100GB'",
    "more threads": "SET threads = 64",
    "unlocking": "SET lock_configuration = false",
    "extensions by themselves": "SET autoload_known_extensions = true",
    "unpacking Python objects": "SET python_enable_replacements = true",
    "a log of queries": "SET log_query_path = '{outside}/queries.log'",
    "profiles of queries": "PRAGMA enable_profiling = 'json'",
    "another home": "SET home_directory = '{outside}'",
    "another place for extensions": "SET extension_directory = '{outside}/extensions'",
}
ESCAPES = READS | WRITES | SETTINGS


@dataclass(frozen=True)
class Scene:
    """A folder the connection works in, and one it has no business in."""

    inside: Path
    outside: Path

    @property
    def csv(self) -> Path:
        return self.inside / "data.csv"

    @property
    def spill(self) -> Path:
        return self.inside / "spill"

    def sql(self, template: str) -> str:
        return template.format(
            inside=self.inside, outside=self.outside, csv=self.csv, spill=self.spill
        )

    def traces(self) -> dict[Path, bytes]:
        watched = [self.csv, *self.outside.rglob("*")]
        return {path: path.read_bytes() if path.is_file() else b"" for path in watched}

    def open(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(
            config={
                "allow_unsigned_extensions": "true",
                "extension_directory": str(self.outside / "installed"),
                "secret_directory": str(self.outside / "secrets"),
            }
        )
        connection.execute("CREATE TABLE notes (secret VARCHAR)")
        return connection

    def locked(self) -> duckdb.DuckDBPyConnection:
        connection = locked_connection(
            database=self.inside / "work.duckdb",
            csv=self.csv,
            temporary=self.spill,
            limits=Limits(),
        )
        connection.execute("CREATE TABLE notes (secret VARCHAR)")
        return connection


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = Scene(tmp_path / "inside", tmp_path / "outside")
    made.spill.mkdir(parents=True)
    made.outside.mkdir()
    made.csv.write_text("a,b\n1,2\n")
    (made.outside / "secret.csv").write_text("secret\nthe treasure\n")
    (made.outside / "secret.json").write_text('[{"secret": "the treasure"}]')
    (made.inside / "link.csv").symlink_to(made.outside / "secret.csv")
    with duckdb.connect(str(made.outside / "secret.duckdb")) as other:
        other.execute("CREATE TABLE t AS SELECT 'the treasure' AS secret")
        other.execute(f"COPY t TO '{made.outside}/secret.parquet' (FORMAT parquet)")
        other.execute(f"EXPORT DATABASE '{made.outside}/exported'")
    (made.outside / "made_up.duckdb_extension").write_bytes(made_up_extension())
    return made


def made_up_extension() -> bytes:
    """What passes for an unsigned extension until it is loaded: a body and a footer."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), "amd64")
    system = "osx" if sys.platform == "darwin" else "linux"
    footer = ["4", f"{system}_{machine}", f"v{duckdb.__version__}", "v1", "CPP", "", "", ""]
    fields = [field.encode().ljust(32, b"\0") for field in reversed(footer)]
    return b"\x7fELF" + bytes(1_000) + b"".join(fields) + bytes(256)


@pytest.fixture
def locked(scene: Scene) -> Iterator[duckdb.DuckDBPyConnection]:
    with scene.locked() as connection:
        yield connection


def test_the_locked_connection_reads_its_own_file(
    scene: Scene, locked: duckdb.DuckDBPyConnection
) -> None:
    rows = locked.execute("SELECT * FROM read_csv(?)", [str(scene.csv)]).fetchall()
    assert rows == [(1, 2)]


@pytest.mark.parametrize("template", ESCAPES.values(), ids=ESCAPES.keys())
def test_no_escape_works_from_the_locked_connection(
    scene: Scene, locked: duckdb.DuckDBPyConnection, template: str
) -> None:
    before = scene.traces()
    with pytest.raises(duckdb.Error, match=r"disabled|locked|Disabled|does not exist"):
        locked.execute(scene.sql(template)).fetchall()
    assert scene.traces() == before


@pytest.mark.parametrize("template", ESCAPES.values(), ids=ESCAPES.keys())
def test_every_escape_works_from_an_ordinary_connection(scene: Scene, template: str) -> None:
    before = scene.traces()
    with scene.open() as connection:
        connection.execute(scene.sql(template)).fetchall()
    if template in WRITES.values():
        assert scene.traces() != before


def test_an_extension_cannot_be_loaded_even_when_it_lies_in_the_folder(
    scene: Scene, locked: duckdb.DuckDBPyConnection
) -> None:
    extension = scene.spill / "made_up.duckdb_extension"
    extension.write_bytes(made_up_extension())
    with pytest.raises(duckdb.PermissionException, match="disabled"):
        locked.execute(f"LOAD '{extension}'")


HOSTILE_NAMES = [
    "'); ATTACH '{outside}/new.duckdb' AS x; --",
    "\"; COPY (SELECT 1) TO '{outside}/out.csv'; --",
    "c0 VARCHAR}}); INSTALL httpfs; --",
    "read_text('/etc/passwd')",
    "${{HOME}} $(touch {outside}/touched) `id`",
]


def test_names_and_values_that_are_sql_stay_names_and_values(scene: Scene, scratch: Path) -> None:
    names = [scene.sql(name) for name in HOSTILE_NAMES]
    scene.csv.write_text(csv_text([names, *[names[1:] + names[:1]] * 3]))
    before = scene.traces()

    found = profile_csv(scene.csv, scratch=scratch)

    assert [column.name for column in found.columns] == [name[:120] for name in names]
    assert found.rows == 3
    assert scene.traces() == before


def test_a_path_with_quotes_and_spaces_is_only_a_path(tmp_path: Path) -> None:
    scratch = tmp_path / "it's a 'folder'; --"
    scratch.mkdir()
    path = scratch / "o'file.csv"
    path.write_text("a,b\n1,2\n")
    assert profile_csv(path, scratch=scratch).rows == 1
