"""The event log: no gaps, a chain of hashes, nothing changed or taken away."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.models import Event
from core.services import events
from tests.factories import Cast


def write(subject: str) -> None:
    with transaction.atomic():
        events.record(actor_id=None, verb="tested", subject=subject)


def in_threads(number: int, act: Callable[[int], Any]) -> list[str]:
    """Let several writers begin together; return the errors they met."""
    start, errors = threading.Barrier(number), []

    def run(place: int) -> None:
        start.wait()
        try:
            act(place)
        except Exception as error:  # what a writer met is what we look at
            errors.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def chain_holds() -> bool:
    """Whether every event carries the hash of the one before, and its own."""
    before = "0" * 64
    for number, event in enumerate(Event.objects.order_by("sequence"), 1):
        if (event.sequence, event.previous_hash) != (number, before):
            return False
        if event.hash != events.hash_of(event):
            return False
        before = event.hash
    return True


def test_writers_at_once_leave_no_gap_and_one_chain(committed: Cast) -> None:
    def write_five(place: int) -> None:
        for turn in range(5):
            write(f"{place}.{turn}")

    assert in_threads(8, write_five) == []
    assert Event.objects.count() == 40
    assert chain_holds()


def test_control_without_the_lock_writers_collide(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_LOG_LOCK", 0)
    meeting = threading.Barrier(4)
    original = events.hash_of

    def slow_hash(event: Event) -> str:
        meeting.wait(timeout=20)
        return original(event)

    class NoLock:
        def __getattr__(self, name: str) -> Any:
            return getattr(connection, name)

        def cursor(self) -> Any:
            cursor = connection.cursor()
            cursor.execute("SELECT 1")
            return _Deaf(cursor)

    class _Deaf:
        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def __enter__(self) -> "_Deaf":
            return self

        def __exit__(self, *_: object) -> None:
            self.cursor.close()

        def execute(self, *_: object) -> None:
            """Take no lock."""

    monkeypatch.setattr(events, "connection", NoLock())
    monkeypatch.setattr(events, "hash_of", slow_hash)
    errors = in_threads(4, lambda place: write(str(place)))
    assert errors.count(IntegrityError.__name__) == 3


@pytest.mark.django_db
def test_a_transaction_that_fails_gives_its_number_back() -> None:
    first = Event.objects.count()
    write("kept")
    with transaction.atomic():
        events.record(actor_id=None, verb="tested", subject="lost")
        transaction.set_rollback(True)
    write("kept, too")
    assert Event.objects.count() == first + 2
    last, before = Event.objects.order_by("-sequence")[:2]
    assert last.sequence == before.sequence + 1


def test_an_event_outside_a_transaction_is_refused(committed: Cast) -> None:
    with pytest.raises(RuntimeError, match="belongs to the transaction"):
        events.record(actor_id=None, verb="tested", subject="x")


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ["update", "delete", "truncate"])
def test_the_database_refuses_to_change_the_log(attack: str) -> None:
    if attack != "truncate":  # which PostgreSQL refuses by itself after an insert
        write("kept")
    statements = {
        "update": "UPDATE core_event SET verb = 'forged'",
        "delete": "DELETE FROM core_event",
        "truncate": "TRUNCATE core_event CASCADE",
    }
    with (
        pytest.raises(DatabaseError, match="only be added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statements[attack])


@pytest.mark.django_db
def test_a_change_made_with_the_triggers_off_breaks_the_chain() -> None:
    for subject in ("one", "two", "three"):
        write(subject)
    event = Event.objects.get(subject="two")
    event.verb = "forged"
    assert event.hash != events.hash_of(event)
