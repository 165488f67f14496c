"""Beginning a project from an earlier one or from a template."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.canonical import sha256
from core.models import Event
from core.question_sets import Question
from initiation.models import Answer, AnswerVersion, DataSource, PinnedSet, Project, PublishedSet
from initiation.queries.question_sets import pinned
from initiation.services.evidence import add_link, path_of
from initiation.services.projects import offer_as_template, start_new_version
from initiation.workflow import STAGES, State
from reviews.models import SignOff, Verdict
from tests.factories import Cast, at, fill, make_project
from tests.initiation.browsing import shown
from tests.initiation.taken_over import answered, begun, earlier, wanted

# What comes along


@pytest.mark.parametrize("with_exam", [True, False])
def test_the_answers_come_along_word_for_word_and_the_seven_only_if_asked_for(
    cast: Cast, with_exam: bool
) -> None:
    source = earlier(cast)
    new = begun(cast, source, with_exam=with_exam)
    written = answered(new) - {"rawdata"}  # of which most is measured
    assert written == {*STAGES} - {"rawdata"} | ({"exam"} if with_exam else set())
    for copy in new.answers.exclude(set_code="rawdata"):
        old = source.answers.get(set_code=copy.set_code, question_code=copy.question_code)
        assert copy.value == old.value, f"{copy.set_code}.{copy.question_code}"


def test_nothing_else_comes_along(cast: Cast) -> None:
    source = at(make_project(cast), State.MANAGEMENT_REVIEW)
    new = begun(cast, source, with_exam=True)
    assert not new.members.exists()
    assert not DataSource.objects.filter(project=new).exists()
    assert not Verdict.objects.filter(round__project=new).exists()
    assert not SignOff.objects.filter(project=new).exists()
    assert answered(new) <= {*STAGES, "exam"}
    assert new.where is State.PREPARING
    for copy in new.answers.filter(set_code="rawdata"):
        measured = {
            spec.code
            for spec in pinned(new)["rawdata"].question(copy.question_code).fields
            if spec.kind == "profile"
        }
        assert not measured & copy.value.keys()


def test_evidence_that_is_cited_comes_along_by_its_content_under_its_own_number(cast: Cast) -> None:
    source = earlier(cast)
    new = begun(cast, source, with_exam=True)
    (piece,) = new.evidence.all()
    assert (piece.ref, piece.title, piece.added_by) == ("E-1", "Counts", cast.manager)
    assert piece.sha256 == sha256(b"23 of 100")
    assert path_of(piece) == path_of(source.evidence.get(number=1))
    added = add_link(
        actor=cast.manager, project=new, title="More", note="", link="https://example.org/more"
    )
    assert added.ref == "E-2"


def test_evidence_that_comes_along_keeps_the_day_it_was_added(cast: Cast) -> None:
    source = earlier(cast)
    added = timezone.now() - timedelta(days=90)
    source.evidence.update(added_at=added)
    (piece,) = begun(cast, source).evidence.all()
    assert piece.added_at == added
    assert [version.added_at for version in piece.versions.all()] == [added]


def test_each_copy_keeps_its_author_and_its_history_says_where_it_came_from(
    client: Client, cast: Cast
) -> None:
    source = earlier(cast)
    new = begun(cast, source)
    versions = AnswerVersion.objects.filter(project=new)
    assert {version.version for version in versions} == {1}
    assert {version.taken_from for version in versions} == {source}
    assert {version.author for version in versions} == {cast.manager}
    page = reverse("answer-history", args=[new.ref, "problem", "statement"])
    assert f"Taken over from {source.ref}." in shown(client, cast.manager, page)
    told = Event.objects.get(subject=new.ref, verb="answers taken over")
    assert told.detail["taken_from"] == source.ref
    html = shown(client, cast.auditor, reverse("history", args=[new.ref]))
    assert f"Begun with the answers of {source.ref}" in html


def test_what_was_taken_over_is_written_on_like_any_answer(client: Client, cast: Cast) -> None:
    new = begun(cast, earlier(cast))
    html = shown(client, cast.manager, reverse("stage", args=[new.ref, "problem"]))
    assert 'id="version-statement"' in html
    assert "History: 1 version" in html


@pytest.mark.django_db
def test_where_a_version_was_taken_from_costs_the_largest_table_no_index() -> None:
    table = AnswerVersion._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table).values()
    indexed = {tuple(one["columns"]) for one in found if one["index"]}
    assert ("project_id", "author_id") in indexed  # control: others are seen
    assert not any("taken_from_id" in columns for columns in indexed)


# What does not fit


def without_fields(code: str, *gone: str) -> None:
    """Publish the next version of a set, without these fields."""
    newest = PublishedSet.objects.filter(code=code).latest("version")
    content = dict(newest.content)
    content["version"] = newest.version + 1
    content["questions"] = [
        question | {"fields": [field for field in question["fields"] if field["code"] not in gone]}
        for question in content["questions"]
    ]
    PublishedSet.objects.create(
        code=code, version=newest.version + 1, title=newest.title, content=content, sha256="0" * 64
    )


def with_several_fields(project: Project) -> Question:
    """Return a question of the first stage that can lose a field."""
    questions = pinned(project)["problem"].questions
    return next(question for question in questions if len(question.fields) > 2)


def test_a_new_project_pins_the_newest_sets_and_what_they_do_not_ask_is_listed(
    client: Client, cast: Cast
) -> None:
    source = earlier(cast)
    asked = with_several_fields(source)
    gone = asked.fields[-1]
    without_fields("problem", gone.code)
    client.force_login(cast.manager)
    response = client.post(reverse("new-project"), wanted(cast, start_from=source.ref))
    new = Project.objects.get(name="Invoice matching")
    assert response["Location"] == reverse("taken-over", args=[new.ref])
    pin = PinnedSet.objects.select_related("published_set").get(project=new, code="problem")
    assert pin.published_set.version == PublishedSet.objects.filter(code="problem").count()
    copy = Answer.objects.get(project=new, set_code="problem", question_code=asked.code)
    assert gone.code not in copy.value
    assert copy.value
    html = client.get(response["Location"]).content.decode()
    assert "These answers could not be taken over" in html
    assert gone.label in html
    assert "It is no longer asked." in html


def test_the_page_counts_what_was_taken_over_and_not_what_was_written_since(
    client: Client, cast: Cast
) -> None:
    source = earlier(cast)
    new = begun(cast, source)
    page = reverse("taken-over", args=[new.ref])
    client.force_login(cast.manager)
    before = client.get(page).context["facts"]
    in_stages = AnswerVersion.objects.filter(project=new).count()
    assert [words for _, words in before] == [f"{in_stages} answers", "0 answers", "1 piece"]
    fill(new, "exam", changes={"exam.problem": {"evidence": []}})
    new.answers.filter(set_code="problem").delete()
    add_link(
        actor=cast.manager, project=new, title="More", note="", link="https://example.org/more"
    )
    assert client.get(page).context["facts"] == before


@pytest.mark.parametrize("who", ["manager", "other_manager"])
def test_only_who_may_open_the_earlier_project_is_sent_there_to_read(
    client: Client, cast: Cast, who: str
) -> None:
    source = earlier(cast)
    offer_as_template(actor=cast.manager, project=source, offered=True)
    without_fields("problem", with_several_fields(source).fields[-1].code)
    source.refresh_from_db()
    new = begun(cast, source, actor=getattr(cast, who))
    html = shown(client, getattr(cast, who), reverse("taken-over", args=[new.ref]))
    assert "The questions have changed since." in html
    assert ("still to be read in" in html) is (who == "manager")


def test_control_where_everything_fits_nothing_is_listed(client: Client, cast: Cast) -> None:
    source = earlier(cast)
    client.force_login(cast.manager)
    response = client.post(reverse("new-project"), wanted(cast, start_from=source.ref))
    html = client.get(response["Location"]).content.decode()
    assert "could not be taken over" not in html
    assert source.ref in html


def test_a_new_version_leaves_out_what_is_not_asked_any_more_and_says_so(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.REJECTED)
    gone = with_several_fields(project).fields[-1]
    without_fields("problem", gone.code)
    client.force_login(cast.manager)
    response = client.post(
        reverse("new-version", args=[project.ref]),
        {"director": cast.director.pk, "sponsor": cast.sponsor.pk},
    )
    new = Project.objects.get(supersedes=project)
    assert response["Location"] == reverse("taken-over", args=[new.ref])
    assert gone.label in client.get(response["Location"]).content.decode()


def test_a_new_version_too_says_where_its_answers_came_from(cast: Cast) -> None:
    project = at(make_project(cast), State.REJECTED)
    new = start_new_version(actor=cast.manager, project=project)
    assert {v.taken_from for v in AnswerVersion.objects.filter(project=new)} == {project}
