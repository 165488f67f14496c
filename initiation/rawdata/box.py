"""The locked connection: DuckDB that can read one file and reach nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb

from initiation.rawdata.shapes import MEBIBYTE, Limits


def locked_connection(
    *, database: Path, csv: Path, temporary: Path, limits: Limits
) -> duckdb.DuckDBPyConnection:
    """Open `database` so that SQL reads only `csv` and writes only under `temporary`.

    The order matters: each setting is possible only before the one that closes the door,
    and the last one makes all of them final.
    """
    connection = duckdb.connect(str(database))
    for setting, value in (
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("allow_persistent_secrets", "false"),
        ("python_enable_replacements", "false"),
        ("preserve_insertion_order", "false"),
        ("memory_limit", f"'{limits.memory_bytes // MEBIBYTE}MiB'"),
        ("threads", str(limits.threads)),
        ("temp_directory", literal(temporary)),
        ("allowed_directories", "[]"),
        ("allowed_paths", f"[{literal(csv)}]"),
        ("enable_external_access", "false"),
        ("lock_configuration", "true"),
    ):
        connection.execute(f"SET {setting} = {value}")
    return connection


def literal(text: object) -> str:
    """`text` as a SQL string literal, for the few places that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"
