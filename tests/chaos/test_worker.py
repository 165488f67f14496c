"""kill -9 of the worker at every step of a build, and what is there afterwards."""

import hashlib
import os
import random
import time
from functools import partial
from typing import Any

import pytest

from tests.live.stack import Stack, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.chaos_worker]

FULL = "GROUNDWORK_FULL" in os.environ
# Of a dossier's build; at the last its row is written and the job is not done.
STEPS = (1, 2, 3, 4) if FULL else (2, 4)
NEVER = "0"
RANDOM_KILLS = 60 if FULL else 1
SETTLED = ("done", "failed")


def job_of(stack: Stack, ref: str, kind: str = "dossier") -> dict[str, Any]:
    """Return the newest job of a kind about a project."""
    query = "SELECT * FROM core_job WHERE subject = %s AND kind = %s ORDER BY id DESC LIMIT 1"
    return stack.rows(query, ref, kind)[0]


def dossiers_of(stack: Stack, ref: str) -> list[dict[str, Any]]:
    """Return the working copies of a project."""
    query = "SELECT * FROM dossiers_dossier WHERE project_id = %s AND kind = 'draft' ORDER BY id"
    return stack.rows(query, int(ref.removeprefix("GW-")))


def attempted(stack: Stack, ref: str, times: int) -> bool:
    """Say whether a worker has begun a project's newest dossier so many times."""
    return bool(job_of(stack, ref)["attempts"] == times)


def settled(stack: Stack, ref: str, kind: str = "dossier") -> dict[str, Any]:
    """Wait until the newest job is done or set aside, and return it."""
    eventually(lambda: job_of(stack, ref, kind)["state"] in SETTLED, f"the {kind} of {ref}")
    return job_of(stack, ref, kind)


def kill_at(stack: Stack, ref: str, step: int, handler: str = "build") -> None:
    """Let a worker come to this step of the build, and kill it there."""
    stack.start("worker", HANDLER=handler, HALT_AT=str(step))
    stack.act("ring")
    eventually(lambda: job_of(stack, ref)["step_number"] == step, f"step {step}")
    time.sleep(0.1)
    stack.kill("worker")


def stray_files(stack: Stack) -> list[str]:
    """Return the files among the dossiers that no row names."""
    known = {row["sha256"] for row in stack.rows("SELECT sha256 FROM dossiers_dossier")}
    folder = stack.layout.state / "dossiers"
    return [str(f) for f in folder.rglob("*") if f.is_file() and f.stem not in known]


def assert_exactly_one(stack: Stack, ref: str) -> None:
    """One row, one file that it names by its content, one line in the record, no strays."""
    (dossier,) = dossiers_of(stack, ref)
    path = stack.layout.state / "dossiers" / dossier["sha256"][:2] / f"{dossier['sha256']}.pdf"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == dossier["sha256"]
    assert stray_files(stack) == []
    told = "SELECT 1 FROM core_event WHERE subject = %s AND verb = 'dossier built'"
    assert len(stack.rows(told, ref)) == 1


def test_a_worker_killed_at_any_step_of_a_build_leaves_exactly_one_dossier(stack: Stack) -> None:
    refs = stack.act("fresh", names=[f"Killed at step {step}" for step in STEPS])
    for step, ref in zip(STEPS, refs, strict=True):
        stack.act("draft", ref=ref)
        kill_at(stack, ref, step)
        assert len(dossiers_of(stack, ref)) == (1 if step == STEPS[-1] else 0)
        assert job_of(stack, ref)["state"] == "running"
        stack.start("worker", HALT_AT=NEVER)
        stack.act("ring")
        job = settled(stack, ref)
        assert (job["state"], job["attempts"]) == ("done", 2)
        stack.stop("worker")
        assert_exactly_one(stack, ref)
    print(f"figure chaos_worker: {len(refs)} of {len(STEPS)} builds whole after a kill")


def test_control_a_job_settled_before_its_work_is_lost_with_its_worker(stack: Stack) -> None:
    ref = stack.act("project", name="Settled early")
    stack.act("draft", ref=ref)
    kill_at(stack, ref, 2, "build_settled_early")
    stack.start("worker", HANDLER="build_settled_early", HALT_AT=NEVER)
    later = stack.act("project", name="Asked afterwards")
    stack.act("draft", ref=later)  # when this one is there, the worker has looked for all work
    settled(stack, later)
    assert dossiers_of(stack, ref) == []


def test_control_without_the_key_a_worker_killed_at_the_end_leaves_two(stack: Stack) -> None:
    ref = stack.act("project", name="Without key")
    stack.act("draft", ref=ref)
    kill_at(stack, ref, STEPS[-1], "build_without_key")
    stack.start("worker", HANDLER="build_without_key", HALT_AT=NEVER)
    stack.act("ring")
    settled(stack, ref)
    assert len(dossiers_of(stack, ref)) == 2


def test_a_worker_killed_at_any_moment_leaves_exactly_one_dossier(stack: Stack) -> None:
    chance = random.Random(18)
    ref = stack.act("project", name="Killed by chance")
    for _ in range(RANDOM_KILLS):
        stack.start("worker", HALT_AT=NEVER)
        number = stack.act("draft", ref=ref)
        eventually(lambda: job_of(stack, ref)["attempts"] > 0, "the start of the build")
        time.sleep(chance.uniform(0, 2.5))
        stack.kill("worker")
        stack.start("worker", HALT_AT=NEVER)
        stack.act("ring")
        assert settled(stack, ref)["state"] == "done"
        stack.stop("worker")
        assert len(dossiers_of(stack, ref)) == number
    assert stray_files(stack) == []
    print(f"figure chaos_worker: {RANDOM_KILLS} of {RANDOM_KILLS} kills at random left one dossier")


def test_a_job_that_kills_every_worker_is_set_aside_after_three(stack: Stack) -> None:
    ref = stack.act("project", name="Poison")
    stack.act("draft", ref=ref)
    for attempt in (1, 2, 3):
        stack.start("worker", HALT_AT="1", HALT_ALWAYS="yes")
        stack.act("ring")
        eventually(partial(attempted, stack, ref, attempt), f"attempt {attempt}")
        stack.kill("worker")
    stack.start("worker", HALT_AT=NEVER)
    stack.act("ring")
    job = settled(stack, ref)
    assert (job["state"], job["attempts"]) == ("failed", 3)
    assert "three times" in job["error"]
    print("figure poison: 3 of 3 attempts, then set aside")


def test_a_worker_killed_while_it_measures_leaves_one_profile_and_no_copies(stack: Stack) -> None:
    ref = stack.act("raw_project", name="Killed while measuring")
    stack.start("worker", HALT_AT="1")
    eventually(lambda: job_of(stack, ref, "profile")["step_number"] == 1, "the first step")
    stack.kill("worker")
    stack.start("worker", HALT_AT=NEVER)
    stack.act("ring")
    assert settled(stack, ref, "profile")["state"] == "done"
    (source,) = stack.rows(
        "SELECT profile FROM initiation_datasource WHERE project_id = %s",
        int(ref.removeprefix("GW-")),
    )
    assert source["profile"]["rows"] == 3
    assert list(stack.layout.state.glob("profiling-*")) == []


def test_mails_survive_a_killed_worker(stack: Stack) -> None:
    stack.act("mail", to="many@example.org", count=40)
    stack.start("worker", HALT_AT=NEVER)
    stack.act("ring")
    waiting = "SELECT 1 FROM core_job WHERE key LIKE 'mail:many@%%' AND state <> 'done'"
    eventually(lambda: len(stack.rows(waiting)) < 40, "the first mails")
    stack.kill("worker")
    stack.start("worker", HALT_AT=NEVER)
    stack.act("ring")
    eventually(lambda: not stack.rows(waiting), "the other mails")
    written = "".join(f.read_text() for f in (stack.layout.state / "mail").iterdir())
    assert all(f"Subject: Mail {number}\n" in written for number in range(40))
    print("figure chaos_worker: 40 of 40 mails sent in spite of a kill")
