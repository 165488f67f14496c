"""The embedded PostgreSQL keeps what was committed, through stops, kills and moves."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from script.stack.console import Trouble
from script.stack.layout import Layout
from script.stack.postgres import EmbeddedPostgres

pytestmark = pytest.mark.stack


def count_notes(server: EmbeddedPostgres) -> int:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT count(*) FROM note").fetchone()
    assert row is not None
    return int(row[0])


def write_note(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES ('kept')")


def test_the_applications_role_is_no_superuser_and_may_create_test_databases(
    postgres: EmbeddedPostgres,
) -> None:
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, current_database() = 'groundwork'"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert rights == (False, True, False, True)


def test_a_wrong_password_is_refused(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(postgres.sockets), user="groundwork", password="guessed")


def test_the_server_cannot_be_reached_over_the_network(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    with postgres.admin() as connection:
        setting = connection.execute("SHOW listen_addresses").fetchone()
    assert setting == ("",)


def test_a_stop_and_a_start_keep_the_data(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    write_note(postgres)
    assert postgres.stop()
    postgres.start()
    assert count_notes(postgres) == 1


def test_a_killed_server_starts_again_with_everything_committed(
    postgres: EmbeddedPostgres,
) -> None:
    postgres.start()
    write_note(postgres)
    os.kill(postgres.child.pid, signal.SIGKILL)
    assert postgres.child.process is not None
    postgres.child.process.wait()
    postgres.start()
    assert count_notes(postgres) == 1


def test_a_dead_servers_files_do_not_stop_the_next_when_another_program_has_its_pid(
    postgres: EmbeddedPostgres,
) -> None:
    postgres.start()
    lines = (postgres.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    postgres.stop()
    stale = "\n".join([str(os.getpid()), *lines[1:]])
    (postgres.data / "postmaster.pid").write_text(stale, encoding="utf-8")
    (postgres.sockets / ".s.PGSQL.5432.lock").write_text(stale, encoding="utf-8")
    postgres.start()
    assert postgres.ready()


def test_an_interrupted_initdb_is_done_again(postgres: EmbeddedPostgres) -> None:
    unfinished = postgres.home / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n", encoding="utf-8")
    postgres.start()
    assert postgres.ready()
    assert not unfinished.exists()


def test_data_of_another_version_are_left_alone_and_named(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("12\n", encoding="utf-8")
    with pytest.raises(Trouble, match="written by PostgreSQL 12"):
        postgres.start()


def test_a_very_long_folder_name_still_gets_a_socket(tmp_path: Path) -> None:
    layout = Layout(tmp_path / ("long " * 20).strip() / ("longer " * 20).strip())
    layout.make()
    server = EmbeddedPostgres(
        layout.state / "postgres", layout.sockets, layout.logs / "postgres.log", durable=False
    )
    try:
        server.start()
        assert server.ready()
        assert not layout.sockets.is_relative_to(layout.state)
        assert layout.sockets.stat().st_mode & 0o066 == 0
    finally:
        server.stop()
        server.sockets.rmdir()
        layout.sockets.rmdir()
