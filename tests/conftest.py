"""What every test shares: a database of its own, published question sets, warnings as errors."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from initiation.services.question_sets import publish_builtin
from tests.factories import Cast, make_cast


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
def committed(transactional_db: None) -> Iterator[Cast]:
    """A cast in a database where transactions really commit; emptied by ourselves afterwards."""
    publish_builtin()
    yield make_cast()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_%'"
        )
        protected = [row[0] for row in cursor.fetchall()]
        for table in protected:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        tables = ", ".join(
            f'"{name}"'
            for name in connection.introspection.table_names(cursor)
            if name != "django_migrations"
        )
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        for table in protected:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    publish_builtin()
