"""A person who holds a project and a worker who holds the event log let each other go on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

from django.db import OperationalError, connection, transaction

from core.services import events
from initiation.models import Member, Part, Project
from initiation.services.moving import lock
from tests.factories import Cast, make_project

Lock = Callable[[Project], Project]


def meet(project: Project, cast: Cast, take: Lock) -> list[str]:
    """Let both take what they take first, then what the other has; return who was cut off."""
    held, logged = Signal(), Signal()

    def person() -> None:
        with transaction.atomic():
            take(project)
            held.set()
            logged.wait(30)
            events.record(actor_id=cast.manager.pk, verb="looked", subject=project.ref)

    def worker() -> None:
        held.wait(30)
        with transaction.atomic():
            events.record(actor_id=None, verb="built", subject=project.ref)
            # Its foreign key is checked at commit, which is when the project's row is asked for.
            Member.objects.create(project=project, user=cast.stranger, part=Part.TEAM)
            logged.set()

    def outcome(act: Callable[[], None]) -> str:
        try:
            act()
        except OperationalError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        return [text for text in pool.map(outcome, [person, worker]) if text]


def test_a_person_and_a_worker_do_not_wait_for_each_other(committed: Cast) -> None:
    assert meet(make_project(committed), committed, lock) == []


def test_control_a_lock_on_the_key_too_ends_in_a_deadlock(committed: Cast) -> None:
    def whole(project: Project) -> Project:
        return Project.objects.select_for_update().get(pk=project.pk)

    cut_off = meet(make_project(committed), committed, whole)
    assert len(cut_off) == 1
    assert "deadlock detected" in cut_off[0]
