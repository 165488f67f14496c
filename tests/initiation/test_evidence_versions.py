"""Versions of evidence: every one is kept, numbered once, and frozen by the case file."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.canonical import sha256
from core.models import Event
from core.refused import Forbidden, Invalid, Refused
from initiation.casefile import CaseAnswer, CaseEvidence, fingerprint, from_text, to_bytes
from initiation.models import Evidence, EvidenceEdit, EvidenceVersion, Project
from initiation.queries.casefile import content_of
from initiation.services.evidence import (
    add_file,
    add_file_version,
    add_link,
    add_link_version,
    path_of,
)
from initiation.services.evidence_words import Reworded, edit_words, mark_of_words
from initiation.workflow import State
from tests.factories import Cast, at, fill, make_project

OLD, NEW = b"23 of 100", b"19 of 100"


def log(project: Project, content: bytes = OLD, **words: Any) -> Evidence:
    about: dict[str, Any] = {"title": "Log", "note": "Counts"} | words
    return add_file(
        actor=project.manager, project=project, file_name="log.txt", chunks=[content], **about
    )


def newer(evidence: Evidence, content: bytes = NEW, **about: Any) -> Evidence:
    about = {"actor": evidence.project.manager} | about
    return add_file_version(evidence=evidence, file_name="log.txt", chunks=[content], **about)


def test_a_newer_file_is_version_2_and_the_first_is_kept(cast: Cast) -> None:
    first = log(make_project(cast))
    newest = newer(first)
    assert (newest.ref, newest.version, newest.sha256) == ("E-1", 2, sha256(NEW))
    versions = list(first.versions.order_by("number"))
    assert [(v.number, v.sha256) for v in versions] == [(1, sha256(OLD)), (2, sha256(NEW))]
    assert [Path(path_of(v)).read_bytes() for v in versions] == [OLD, NEW]
    event = Event.objects.get(verb="evidence version added")
    assert event.detail["version"] == 2


def test_a_link_may_follow_on_a_file(cast: Cast) -> None:
    first = log(make_project(cast))
    newest = add_link_version(actor=cast.manager, evidence=first, link="https://example.org/log")
    assert (newest.version, newest.file_name, newest.size, newest.content_type) == (2, "", 0, "")


def test_the_content_that_is_the_newest_already_is_no_version(cast: Cast) -> None:
    first = log(make_project(cast))
    with pytest.raises(Invalid, match="Version 1 is this very file already"):
        newer(first, OLD)
    assert EvidenceVersion.objects.count() == 1


def test_pressing_twice_adds_one_version(cast: Cast) -> None:
    first = log(make_project(cast))
    assert [newer(first).version, newer(first).version] == [2, 2]
    assert Event.objects.filter(verb="evidence version added").count() == 1


def test_an_earlier_content_may_come_back_as_a_version_of_its_own(cast: Cast) -> None:
    first = log(make_project(cast))
    newer(first)
    assert newer(first, OLD).version == 3


def test_a_version_takes_its_own_last_day_and_the_one_before_is_kept(cast: Cast) -> None:
    first = log(make_project(cast), expires_on=date(2026, 1, 31))
    newest = newer(first, expires_on=date(2027, 1, 31))
    assert newest.expires_on == date(2027, 1, 31)
    assert EvidenceEdit.objects.get().expires_on == date(2026, 1, 31)


def test_a_closed_register_takes_no_version_and_nobody_elses(cast: Cast) -> None:
    project = make_project(cast)
    first = log(project)
    with pytest.raises(Forbidden):
        newer(first, actor=cast.director)
    closed = at(project, State.ML_EXAM)
    found = closed.evidence.select_related("project").get()
    with pytest.raises(Refused, match="its register is closed"):
        newer(found)
    with pytest.raises(Refused, match="its register is closed"):
        edit_words(
            actor=cast.manager, evidence=found, title="Mine", note="", expires_on=None,
            seen=mark_of_words(found),
        )  # fmt: skip
    assert EvidenceVersion.objects.count() == 1


def uploaded_together(evidence: Evidence, contents: tuple[bytes, bytes]) -> list[int]:
    """Let two uploads for one piece meet just before both files have arrived."""
    meeting = Barrier(2)

    def arriving(content: bytes) -> Iterator[bytes]:
        yield content
        meeting.wait(30)

    def upload(content: bytes) -> int:
        try:
            piece = Evidence.objects.select_related("project__manager").get(pk=evidence.pk)
            return add_file_version(
                actor=piece.project.manager, evidence=piece, file_name="log.txt",
                chunks=arriving(content),
            ).version  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(upload, contents))


def test_two_uploads_at_once_for_one_piece_are_two_versions(committed: Cast) -> None:
    first = log(make_project(committed))
    assert uploaded_together(first, (b"first", b"second")) == [2, 3]
    assert sorted(first.versions.values_list("number", flat=True)) == [1, 2, 3]


def test_control_without_taking_turns_two_uploads_would_fall_on_one_number(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = log(make_project(committed))
    meeting = Barrier(2)

    def no_turns(project: Project) -> Project:
        found: Project = Project.objects.get(pk=project.pk)
        return found

    def read_together(*args: Any) -> None:
        if EvidenceVersion.objects.count() == 1:
            meeting.wait(30)

    monkeypatch.setattr("initiation.services.evidence.lock", no_turns)
    monkeypatch.setattr("initiation.services.evidence.keep_words", read_together)
    with pytest.raises(IntegrityError, match="evidence_version_number_once"):
        uploaded_together(first, (b"first", b"second"))


@pytest.mark.parametrize(
    "change",
    [
        lambda version: EvidenceVersion.objects.filter(pk=version.pk).update(sha256="0" * 64),
        lambda version: version.delete(),
    ],
)
def test_the_database_lets_nobody_change_a_version(
    cast: Cast, change: Callable[[EvidenceVersion], Any]
) -> None:
    version = log(make_project(cast)).versions.get()
    with pytest.raises(DatabaseError, match="can only be added to"), transaction.atomic():
        change(version)


def reworded(evidence: Evidence) -> Evidence:
    return edit_words(
        actor=evidence.project.manager,
        evidence=evidence,
        title="Other words",
        note="",
        expires_on=None,
        seen=mark_of_words(evidence),
    )


@pytest.mark.parametrize("change", [newer, reworded])
def test_what_approved_answers_rest_on_cannot_be_swapped_under_them(
    cast: Cast, change: Callable[[Evidence], Evidence]
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_CASE)
    cited = Evidence.objects.get(project=project)
    with pytest.raises(Refused, match=r"rests on E-1 and is locked"):
        change(cited)
    cited.refresh_from_db()
    assert (cited.version, cited.title) == (1, "Ticket log")


def test_control_what_no_locked_answer_cites_may_get_a_version_then(cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_CASE)
    assert newer(log(project)).version == 2


def test_the_same_file_with_another_day_is_no_silent_success(cast: Cast) -> None:
    second = newer(log(make_project(cast)))
    with pytest.raises(Invalid, match="Edit the words"):
        newer(second, expires_on=date(2031, 1, 1))


def test_words_are_edited_and_the_earlier_ones_kept(cast: Cast) -> None:
    piece = log(make_project(cast))
    edited = edit_words(
        actor=cast.manager, evidence=piece, title=" Ticket log ", note="Counts of March",
        expires_on=date(2027, 3, 1), seen=mark_of_words(piece),
    )  # fmt: skip
    assert (edited.title, edited.version) == ("Ticket log", 1)
    assert Evidence.objects.get().note == "Counts of March"
    assert EvidenceEdit.objects.get().title == "Log"
    detail = Event.objects.get(verb="evidence edited").detail
    assert detail["changed"] == ["title", "note", "expires_on"]


def test_an_edit_that_changes_nothing_is_no_event(cast: Cast) -> None:
    piece = log(make_project(cast))
    edit_words(
        actor=cast.manager, evidence=piece, title="Log", note="Counts", expires_on=None, seen="old"
    )
    assert not EvidenceEdit.objects.exists()
    assert not Event.objects.filter(verb="evidence edited").exists()


def test_words_that_somebody_changed_meanwhile_are_not_written_over(cast: Cast) -> None:
    piece = log(make_project(cast))
    seen = mark_of_words(piece)
    words: dict[str, Any] = {"note": "", "expires_on": None, "seen": seen}
    edit_words(actor=cast.contributor, evidence=piece, title="Theirs", **words)
    with pytest.raises(Reworded, match="Carl Beck changed this"):
        edit_words(actor=cast.manager, evidence=piece, title="Mine", **words)
    assert Evidence.objects.get().title == "Theirs"
    assert EvidenceEdit.objects.count() == 1


@pytest.mark.parametrize("year", [1, 1999, 2199, 9999])
def test_a_last_day_that_nobody_can_mean_is_refused_before_the_file_is_stored(
    cast: Cast, settings: Any, year: int
) -> None:
    with pytest.raises(Invalid, match="Enter a year") as refused:
        log(make_project(cast), expires_on=date(year, 1, 1))
    assert refused.value.field == "expires_on"
    assert not settings.EVIDENCE_DIR.exists()


def test_the_case_file_freezes_which_version_was_the_newest(cast: Cast) -> None:
    project = make_project(cast)
    first = log(project, expires_on=date(2027, 3, 1))
    before = content_of(project).evidence[0]
    newer(first, expires_on=date(2027, 3, 1))
    after = from_text(to_bytes(content_of(project)).decode()).evidence[0]
    assert (before.version, before.sha256) == (1, sha256(OLD))
    assert (after.version, after.sha256, after.expires_on) == (2, sha256(NEW), "2027-03-01")


def test_a_case_file_from_before_versions_can_still_be_read(cast: Cast) -> None:
    project = make_project(cast)
    log(project)
    body = to_bytes(content_of(project)).decode()
    old = body.replace(',"version":1', "", 1).replace('"expires_on":"",', "", 1)
    assert len(old) == len(body) - len(',"version":1') - len('"expires_on":"",')
    item = from_text(old).evidence[0]
    assert isinstance(item, CaseEvidence)
    assert (item.ref, item.version, item.expires_on) == ("E-1", 1, "")


def test_a_version_changes_the_mark_of_the_answers_that_cite_the_piece(cast: Cast) -> None:
    project = make_project(cast)
    first = log(project)
    add_link(actor=cast.manager, project=project, title="Else", note="", link="https://else.org")
    fill(project, "problem", "exam")

    def marks() -> dict[str, str]:
        content = content_of(project)
        hashes = {item.ref: item.sha256 for item in content.evidence}
        return {
            answer.code: fingerprint(answer, hashes, {})
            for answer in content.question_set("exam").answers
        }

    before = marks()
    newer(first)
    assert {code for code, mark in marks().items() if mark != before[code]} == {
        answer.code
        for answer in content_of(project).question_set("exam").answers
        if "'E-1'" in repr(answer.value)
    }


def test_a_version_behind_a_stage_changes_the_mark_of_what_rests_on_it() -> None:
    resting = CaseAnswer("q", 1, "Question", (), {"summary": "See the stage"}, "", "", 1)
    stage = CaseAnswer("s", 1, "Stage", (), {"diagram": ["E-1"]}, "", "", 1)

    def mark(**hashes: str) -> str:
        named = {f"E-{name[1:]}": value for name, value in hashes.items()}
        return fingerprint(resting, named, {"architecture.s": stage})

    assert mark(e1="a") != mark(e1="b")
    assert mark(e1="a", e2="a") == mark(e1="a", e2="b")


def test_going_back_before_versions_keeps_the_newest_and_coming_again_fills_them(
    committed: Cast,
) -> None:
    newer(log(make_project(committed)))
    call_command("migrate", "reviews", "0003", verbosity=0)
    call_command("migrate", "initiation", "0002", verbosity=0)
    call_command("migrate", verbosity=0)
    assert Evidence.objects.get().sha256 == sha256(NEW)
    kept = EvidenceVersion.objects.get()
    assert (kept.number, kept.sha256) == (1, sha256(NEW))
