"""Raw data that could not be measured, was refused or is not wanted: set aside, on the record."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.models import Event, Job
from core.models.job import JobState
from core.refused import Forbidden, Invalid, Refused
from core.services.jobs import JobFailed
from dossiers.content.registers import evidence_parts, source_parts
from initiation.casefile import from_text, to_bytes
from initiation.models import Answer, AnswerVersion, DataSource, Member, Part, Project
from initiation.queries.casefile import content_of
from initiation.queries.question_sets import pinned
from initiation.queries.surroundings import surroundings_of
from initiation.rawdata.profiling import Profile, ProfilingFailed, profile_csv
from initiation.services import profiling
from initiation.services.answers import Conflict, Entry, save_answers
from initiation.services.evidence import add_link
from initiation.services.guards import data_profiled, unanswered
from initiation.services.rawdata import measure_again, set_aside
from initiation.workflow import State
from tests.factories import Cast, at, make_project, submitted, with_data
from tests.initiation.browsing import shown
from tests.initiation.sources import CSV, NO_CSV, measure, source_of
from tests.samples import sample_answer

WHY = "Too large; a sample takes its place."


def given_up(source: DataSource) -> DataSource:
    """Let measuring hit its limit, as the worker leaves it."""
    Job.objects.filter(key=source.job_key).update(state=JobState.FAILED, error="It took too long.")
    return source


def aside(source: DataSource, reason: str = WHY) -> DataSource:
    project = source.project
    return set_aside(actor=project.manager, project=project, source=source, reason=reason)


def measured_in(project: Project) -> object:
    row = Answer.objects.filter(
        project=project, set_code="rawdata", question_code="sources"
    ).first()
    return row.value.get("sources") if row else None


def asks_for_a_source(project: Project) -> bool:
    question = pinned(project)["rawdata"].question("sources").title
    return any(question in gap for gap in unanswered(project, ("rawdata",)))


def test_what_could_not_be_measured_is_called_so_and_not_waited_for(cast: Cast) -> None:
    project = make_project(cast)
    given_up(source_of(project))
    said = data_profiled(project, "")
    assert said is not None
    assert "D-1 could not be measured" in said
    assert "set it aside" in said
    assert "being profiled" not in said


def test_one_that_failed_and_one_that_waits_are_told_apart(cast: Cast) -> None:
    project = make_project(cast)
    given_up(source_of(project))
    source_of(project, CSV + b"4,east,1\n")
    said = data_profiled(project, "") or ""
    assert "D-1 could not be measured" in said
    assert "D-2 is still being profiled" in said


def test_a_project_is_submitted_once_what_could_not_be_measured_is_set_aside(cast: Cast) -> None:
    project = make_project(cast)
    failed = given_up(source_of(project))
    with_data(project)
    with pytest.raises(Refused, match="D-1 could not be measured"):
        submitted(project)
    aside(failed)
    assert submitted(project).where is State.ML_EXAM


def test_setting_aside_keeps_the_source_and_tells_who_when_and_why_once(cast: Cast) -> None:
    project = make_project(cast)
    source = source_of(project)
    for _ in range(2):
        aside(source)
    source.refresh_from_db()
    assert source.set_aside_by == cast.manager
    assert source.set_aside_at is not None
    assert source.set_aside_reason == WHY
    events = Event.objects.filter(subject=project.ref, verb="raw data set aside")
    assert [event.detail for event in events] == [{"source": "D-1", "name": "Sales", "reason": WHY}]
    with pytest.raises(Refused, match="set aside already"):
        aside(source, "Another reason")


def test_only_the_manager_sets_aside_and_only_for_a_reason_while_data_may_be_written(
    cast: Cast,
) -> None:
    project = make_project(cast)
    source = source_of(project)
    Member.objects.create(
        project=project, user=cast.contributor, part=Part.CONTRIBUTOR, stage="rawdata"
    )
    with pytest.raises(Forbidden):
        set_aside(actor=cast.contributor, project=project, source=source, reason=WHY)
    with pytest.raises(Invalid):
        aside(source, "  ")
    handed_over = at(make_project(cast, name="Other"), State.ML_EXAM)
    with pytest.raises(Refused, match="locked"):
        aside(handed_over.sources.get())
    assert not DataSource.objects.filter(set_aside_at__isnull=False).exists()


def test_a_source_of_another_project_cannot_be_set_aside_through_ones_own(cast: Cast) -> None:
    own, other = make_project(cast), make_project(cast, name="Other")
    with pytest.raises(DataSource.DoesNotExist):
        set_aside(actor=cast.manager, project=own, source=source_of(other), reason=WHY)


def test_nobody_is_set_aside_by_nobody_or_without_a_reason(cast: Cast) -> None:
    rows = DataSource.objects.filter(pk=source_of(make_project(cast)).pk)
    for half in ({"set_aside_reason": WHY}, {"set_aside_by": cast.manager}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**half)


def test_only_what_is_measured_and_not_set_aside_answers_which_data_there_is(cast: Cast) -> None:
    project = make_project(cast)
    source = source_of(project)
    refused = source_of(project, NO_CSV)
    assert (measured_in(project), asks_for_a_source(project)) == (None, True)
    measure(refused)
    assert (measured_in(project), asks_for_a_source(project)) == (None, True)
    measure(source)
    assert measured_in(project) == ["D-1"]
    assert surroundings_of(project).sources == (("D-1", "Sales"),)
    aside(source)
    assert measured_in(project) is None
    assert surroundings_of(project).sources == ()


def test_a_source_set_aside_is_neither_measured_nor_measured_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = given_up(source_of(make_project(cast)))
    aside(source)
    source.refresh_from_db()
    with pytest.raises(Refused, match="nothing to measure"):
        measure_again(actor=cast.manager, project=source.project, source=source)
    monkeypatch.setattr(profiling, "profile_csv", None)
    measure(source)
    source.refresh_from_db()
    assert source.profile is None


def test_a_measurement_that_ends_after_its_source_was_set_aside_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(make_project(cast))

    def slow(*args: Any, **kwargs: Any) -> Profile:
        measured = profile_csv(*args, **kwargs)
        aside(source)
        return measured

    monkeypatch.setattr(profiling, "profile_csv", slow)
    measure(source)
    source.refresh_from_db()
    assert source.profile is None
    assert measured_in(source.project) is None
    assert not Event.objects.filter(verb="raw data profiled").exists()


def test_a_file_set_aside_can_be_added_again(cast: Cast) -> None:
    project = make_project(cast)
    aside(source_of(project))
    again = source_of(project)
    assert (again.ref, again.set_aside_at) == ("D-2", None)


def test_a_limit_that_is_hit_leaves_a_failed_job_and_a_way_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(make_project(cast))

    def limited(*args: object, **kwargs: object) -> None:
        raise ProfilingFailed("It took too long.")

    monkeypatch.setattr(profiling, "profile_csv", limited)
    with pytest.raises(JobFailed):
        measure(source)
    given_up(source)
    aside(source)
    assert data_profiled(source.project, "") is None


def test_a_worker_that_measures_while_somebody_writes_is_no_conflict(cast: Cast) -> None:
    project = make_project(cast)
    source = source_of(project)
    question = pinned(project)["rawdata"].question("sources")
    first = sample_answer(question)
    typed = {"grants": [row | {"source": "Ticket system"} for row in first["grants"]]}

    def save(value: dict[str, Any], base: int) -> None:
        save_answers(
            actor=cast.manager, project=project, set_code="rawdata",
            entries=[Entry(question, value, base)], edit_session="",
        )  # fmt: skip

    save(first, 0)
    measure(source)
    save(typed, 1)
    row = Answer.objects.get(project=project, set_code="rawdata", question_code="sources")
    assert row.value == typed | {"sources": ["D-1"]}
    assert (
        AnswerVersion.objects.filter(
            project=project, set_code="rawdata", question_code="sources"
        ).count()
        == 3
    )
    with pytest.raises(Conflict):
        save({"grants": []}, 1)


def test_the_case_file_and_the_dossier_say_why_there_is_no_profile_and_what_evidence_shows(
    cast: Cast,
) -> None:
    project = make_project(cast)
    measure(source_of(project))
    refused = source_of(project, NO_CSV)
    measure(refused)
    refused.refresh_from_db()
    aside(given_up(source_of(project, CSV + b"4,east,1\n")))
    add_link(
        actor=cast.manager, project=project, title="Log", note="23 of 100\nare late",
        link="https://example.org",
    )  # fmt: skip

    content = content_of(project)
    assert from_text(to_bytes(content).decode()) == content
    measured, no_table, gone = content.sources
    assert (measured.refusal, measured.counts) == ("", True)
    assert no_table.refusal == refused.refusal != ""
    assert (gone.set_aside_by, gone.set_aside_reason, gone.counts) == ("Mara Lind", WHY, False)
    assert gone.set_aside_at.endswith("+00:00")
    assert content.evidence[0].note == "23 of 100\nare late"

    parts = source_parts(content)
    assert (parts[0].unprofiled, parts[0].set_aside) == ("", "")
    assert refused.refusal in parts[1].unprofiled
    assert parts[2].set_aside.startswith("Set aside by Mara Lind, ")
    assert parts[2].set_aside.endswith(WHY)
    assert evidence_parts(content)[0].note == "23 of 100\nare late"


def aside_url(source: DataSource) -> str:
    return reverse("set-data-aside", args=[source.project.ref, source.number])


def test_the_manager_sets_a_failed_source_aside_on_its_page_without_javascript(
    client: Client, cast: Cast
) -> None:
    source = given_up(source_of(make_project(cast)))
    stage_url = reverse("stage", args=[source.project.ref, "rawdata"])
    page_url = reverse("profile", args=[source.project.ref, source.number])
    assert "It could not be measured." in shown(client, cast.manager, stage_url)
    assert f'action="{aside_url(source)}"' in shown(client, cast.manager, page_url)
    response = client.post(aside_url(source), {"reason": WHY}, follow=True)
    html = response.content.decode()
    assert response.redirect_chain == [(page_url, 302)]
    assert "It stays in the record." in html
    assert f": {WHY}" in html
    for gone in ("Measure again", aside_url(source), "every 2s"):
        assert gone not in html
    html = shown(client, cast.manager, stage_url)
    assert f"Set aside: {WHY}" in html
    assert "It could not be measured." not in html
    history = shown(client, cast.contributor, reverse("history", args=[source.project.ref]))
    assert WHY in history


def test_without_a_reason_nothing_is_set_aside_and_the_page_says_where(
    client: Client, cast: Cast
) -> None:
    source = source_of(make_project(cast))
    client.force_login(cast.manager)
    response = client.post(aside_url(source), {"reason": " "})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_reason"' in html
    assert "every 2s" not in html
    source.refresh_from_db()
    assert source.set_aside_at is None


def test_readers_and_a_project_that_is_handed_over_offer_no_setting_aside(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    source = project.sources.get()
    for who in (cast.manager, cast.director):
        page = shown(client, who, reverse("profile", args=[project.ref, 1]))
        assert aside_url(source) not in page
    client.force_login(cast.manager)
    assert client.post(aside_url(source), {"reason": WHY}).status_code == 409
    client.force_login(cast.director)
    assert client.post(aside_url(source), {"reason": WHY}).status_code == 403
