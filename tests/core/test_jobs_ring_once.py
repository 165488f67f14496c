"""The broker's bell rings once for a transaction, however many jobs it asked for."""

from typing import Any

import pytest
from django.db import transaction

from core.models import Job
from core.services import jobs


def _ask(number: int) -> None:
    jobs.ask(kind="mail", key=f"ring:{number}", payload={})


@pytest.mark.django_db
def test_many_jobs_in_one_transaction_ring_once(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as rings, transaction.atomic():
        _ask(1)
        with transaction.atomic():
            _ask(2)
        _ask(3)
    assert rings == [jobs.ring]
    assert Job.objects.filter(key__startswith="ring:").count() == 3


@pytest.mark.django_db
def test_a_job_of_a_part_that_was_taken_back_does_not_silence_the_next(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as rings, transaction.atomic():
        with transaction.atomic():
            _ask(4)
            transaction.set_rollback(True)
        _ask(5)
    assert rings == [jobs.ring]
    assert list(Job.objects.values_list("key", flat=True)) == ["ring:5"]
