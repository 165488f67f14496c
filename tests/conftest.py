"""What every test shares: a database of its own, published question sets, warnings as errors."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from initiation.services.question_sets import publish_builtin
from tests.factories import Cast, make_cast

FIGURE = "figure "


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures that passed tests printed, in whichever process they ran."""
    for report in terminalreporter.stats.get("passed", []):
        for line in report.capstdout.splitlines():
            if report.when == "call" and line.startswith(FIGURE):
                terminalreporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let expected files be written anew; see CONTRIBUTING.md."""
    parser.addoption("--rewrite-expected", action="store_true", help="write expected files anew")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Publish the question sets once; tests that roll back keep them."""
    with django_db_blocker.unblock():
        publish_builtin()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person for every role, and a stranger for each."""
    return make_cast()


@pytest.fixture
def protection_back(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put back, after the database was emptied, what protects the record and the question sets."""
    yield
    with django_db_blocker.unblock():
        _protect("ENABLE")
        publish_builtin()
        connection.close()


@pytest.fixture
def committed(protection_back: None, transactional_db: None) -> Iterator[Cast]:
    """A cast in a database where transactions really commit; emptied afterwards.

    Ask for this fixture without marking the test, so that what protects the record is lifted
    before the database is emptied and back afterwards.
    """
    publish_builtin()
    yield make_cast()
    _protect("DISABLE")


def _protect(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")
