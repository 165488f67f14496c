"""The outbox: asked for once, run by one worker, tried again, and never lost."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from core.models import Job
from core.models.job import JobState
from core.services import jobs
from core.tasks import drain
from tests.factories import Cast

runs: list[str] = []
gate = threading.Event()


def handler(*, job: Job, progress: jobs.Progress) -> None:
    """What the test jobs do, by their key."""
    runs.append(job.key)
    progress(1, 2, "half done")
    if job.key.startswith("refused"):
        raise jobs.JobFailed("The file is not there.")
    if job.key.startswith("broken"):
        raise ValueError("not for people")
    if job.key.startswith("away"):
        raise jobs.AwayForNow("It cannot be reached.")
    if job.key.startswith("slow"):
        gate.wait(timeout=20)


@pytest.fixture(autouse=True)
def _test_jobs(settings: Any) -> None:
    runs.clear()
    gate.clear()
    settings.JOB_HANDLERS = {"test": f"{__name__}.handler"}


def ask(key: str) -> Job:
    with transaction.atomic():
        return jobs.ask(kind="test", key=key, payload={"n": 1})


@pytest.mark.django_db
def test_asking_twice_is_one_job() -> None:
    assert ask("good").pk == ask("good").pk


@pytest.mark.django_db
def test_a_job_asked_for_in_a_transaction_that_fails_is_not_there() -> None:
    with transaction.atomic():
        jobs.ask(kind="test", key="lost", payload={})
        transaction.set_rollback(True)
    assert not Job.objects.filter(key="lost").exists()


@pytest.mark.django_db
def test_a_job_is_run_once_and_says_how_far_it_is() -> None:
    job = ask("good")
    assert jobs.drain_one()
    assert not jobs.drain_one()
    job.refresh_from_db()
    assert (job.state, job.step, job.step_number, job.steps) == (JobState.DONE, "half done", 1, 2)
    assert runs == ["good"]


@pytest.mark.django_db
def test_a_job_that_cannot_succeed_fails_at_once_in_words() -> None:
    job = ask("refused")
    jobs.drain_one()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The file is not there.")


@pytest.mark.django_db
def test_a_job_that_breaks_is_tried_three_times_and_its_trace_is_not_for_people() -> None:
    job = ask("broken")
    for _ in range(5):
        Job.objects.update(not_before=job.created_at)
        jobs.drain_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, jobs.MAX_ATTEMPTS)
    assert job.error == "It broke three times (ValueError)."
    assert runs == ["broken"] * 3


@pytest.mark.django_db
def test_a_job_whose_outside_part_is_away_waits_without_using_up_its_attempts() -> None:
    job = ask("away")
    for _ in range(jobs.MAX_ATTEMPTS + 2):
        Job.objects.update(not_before=job.created_at)
        assert jobs.drain_one()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "It cannot be reached.")
    assert job.not_before - timezone.now() > jobs.SHORTEST_WAIT / 2


@pytest.mark.django_db
def test_the_longer_a_job_has_waited_the_longer_it_waits_and_after_days_it_fails() -> None:
    job = ask("away")
    now = timezone.now()
    Job.objects.update(created_at=now - timedelta(days=1), not_before=now - timedelta(days=1))
    jobs.drain_one()
    job.refresh_from_db()
    assert timedelta(minutes=9) < job.not_before - now <= timedelta(minutes=11)
    Job.objects.update(created_at=now - timedelta(days=4), not_before=now - timedelta(days=4))
    jobs.drain_one()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == "It cannot be reached. Given up after 3 days."


@pytest.mark.django_db
def test_a_failed_job_can_be_given_another_try() -> None:
    job = ask("refused")
    jobs.drain_one()
    jobs.retry(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "")


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_up_by_the_next() -> None:
    job = ask("good")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1)
    assert jobs.drain_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_set_aside() -> None:
    job = ask("good")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=jobs.MAX_ATTEMPTS)
    jobs.drain_one()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert runs == []


@pytest.mark.django_db
def test_what_people_wait_for_is_done_before_what_was_asked_for_earlier(settings: Any) -> None:
    path = f"{__name__}.handler"
    settings.JOB_HANDLERS = {"quick": path, "slow": path}
    with transaction.atomic():
        for number, kind in enumerate(["slow", "slow", "quick"]):
            jobs.ask(kind=kind, key=f"{number} {kind}", payload={})
    while jobs.drain_one():
        pass
    assert runs == ["2 quick", "0 slow", "1 slow"]


def two_workers() -> None:
    """Let one worker be in the middle of the job when the other looks for work."""

    def work() -> None:
        jobs.drain_one()
        connection.close()

    first = threading.Thread(target=work)
    first.start()
    while not runs:
        pass
    second = threading.Thread(target=work)
    second.start()
    second.join(timeout=5)
    gate.set()
    first.join()
    second.join()


def test_a_job_under_way_is_left_to_its_worker(committed: Cast) -> None:
    ask("slow")
    two_workers()
    assert runs == ["slow"]
    assert Job.objects.get(key="slow").attempts == 1


def test_control_without_the_lock_two_workers_run_the_same_job(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_lock", lambda pk: True)
    ask("slow")
    two_workers()
    assert runs == ["slow", "slow"]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [BrokerDown("away"), ConnectionRefusedError()])
def test_a_broker_that_is_away_costs_no_job(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Celery, "send_task", refuse)
    assert jobs.ring() is False
    job = ask("good")
    assert Job.objects.get(pk=job.pk).state == JobState.WAITING
    assert jobs.drain_one()


@pytest.mark.django_db
def test_a_worker_runs_one_job_a_message_so_that_it_can_stop_between_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask("good 1")
    ask("good 2")
    rings: list[object] = []
    monkeypatch.setattr(Celery, "send_task", lambda *_, **__: rings.append(None))
    assert drain()
    assert (runs, len(rings)) == (["good 1"], 1)
    assert drain()
    assert not drain()
    assert (runs, len(rings)) == (["good 1", "good 2"], 2)
