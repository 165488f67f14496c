"""Nobody approves what they wrote where a project came from, whoever saved over it since."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.access import BARRED_TO_AUTHORS, Role, can
from accounts.models import User
from core.refused import Invalid
from initiation.models import Part, Project
from initiation.queries.question_sets import pinned
from initiation.queries.seats import Seat
from initiation.services.answers import Entry, save_answers
from initiation.services.members import add_member
from initiation.services.projects import begin_from
from initiation.services.replacing import replace_person
from initiation.workflow import State
from reviews.models import Decision, SignOff
from tests.factories import (
    Cast,
    assessed,
    at,
    fill,
    make_person,
    make_project,
    submitted,
    with_data,
)
from tests.reviews.test_separation import WAYS, confirm_by_hand, forged, sign_by_hand, written_by
from tests.samples import sample_answer

LINKS = ("begun_from", "supersedes")


def written_in(cast: Cast, person: User, how: str = "an answer") -> Project:
    """Return an earlier project of which ``person`` wrote a part, by whichever way."""
    project = make_project(cast, name="Earlier")
    if how == "raw data":
        with_data(project)
    written_by(project, person, how)
    return project


def came_from(project: Project, earlier: Project, link: str) -> Project:
    """Link the projects past every service; return the later one, read again."""
    Project.objects.filter(pk=project.pk).update(**{link: earlier})
    return Project.objects.get(pk=project.pk)


def begun(cast: Cast, source: Project) -> Project:
    made, _ = begin_from(
        actor=cast.manager, source=source, with_exam=False, name="Later",
        department=cast.department, director=cast.director, sponsor=cast.sponsor,
    )  # fmt: skip
    return made


# In words


def test_a_director_whose_words_were_saved_over_does_not_judge_what_is_begun_from_them(
    cast: Cast,
) -> None:
    source = make_project(cast, name="Earlier", director=cast.other_director)
    add_member(
        actor=cast.manager, project=source, email=cast.director.email, name=cast.director.name,
        part=Part.CONTRIBUTOR, stage="problem",
    )  # fmt: skip
    source = Project.objects.get(pk=source.pk)
    question = pinned(source)["problem"].questions[0]
    save_answers(
        actor=cast.director, project=source, set_code="problem", edit_session="",
        entries=[Entry(question, sample_answer(question), 0)],
    )  # fmt: skip
    first, corrected = question.fields[0].code, "Corrected by the manager."
    fill(source, "problem", changes={f"problem.{question.code}": {first: corrected}})
    assert not source.answers.filter(author=cast.director).exists()
    with pytest.raises(Invalid, match=f"Dora Weiss wrote part of {source.ref}") as refused:
        begun(cast, source)
    assert refused.value.field == "director"
    assert not Project.objects.filter(name="Later").exists()


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("seat", ["director", "sponsor"])
def test_whoever_wrote_a_part_in_any_way_does_not_judge_what_is_begun_from_it(
    cast: Cast, seat: str, how: str
) -> None:
    source = written_in(cast, getattr(cast, seat), how)
    with pytest.raises(Invalid, match=f"wrote part of {source.ref}") as refused:
        begun(cast, source)
    assert refused.value.field == seat


def test_whoever_manages_a_project_does_not_judge_what_is_begun_from_it(cast: Cast) -> None:
    source = make_project(cast, name="Earlier")
    Project.objects.filter(pk=source.pk).update(
        manager=cast.director, director=cast.other_director, is_template=True
    )
    with pytest.raises(Invalid, match=f"Dora Weiss wrote part of {source.ref}"):
        begun(cast, Project.objects.get(pk=source.pk))


def test_an_author_two_projects_back_does_not_judge(cast: Cast) -> None:
    first = written_in(cast, cast.director)
    second = came_from(make_project(cast, name="Between"), first, "supersedes")
    with pytest.raises(Invalid, match=f"wrote part of {second.ref} or of what it came from"):
        begun(cast, second)


def test_control_people_who_wrote_nothing_judge_what_is_begun_from_it(cast: Cast) -> None:
    source = written_in(cast, cast.contributor)
    assert begun(cast, source).begun_from == source


@pytest.mark.parametrize("link", LINKS)
def test_an_author_of_the_earlier_project_takes_no_seat_of_the_later(cast: Cast, link: str) -> None:
    signer = make_person("Signe Rite", Role.MANAGEMENT)
    earlier = written_in(cast, cast.other_director)
    written_by(earlier, signer, "words of evidence")
    later = came_from(make_project(cast), earlier, link)
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    with pytest.raises(Invalid, match="Nobody may approve what they write"):
        replace_person(
            actor=cast.administrator, project=later, seat=Seat.DIRECTOR, leaving=cast.director,
            successor=cast.other_director, reason="Left.",
        )  # fmt: skip
    with pytest.raises(Invalid, match="wrote part of the project or of what it came from"):
        add_member(
            actor=cast.manager, project=later, email=signer.email, name=signer.name,
            part=Part.SIGNER,
        )  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_the_permission_table_bars_who_wrote_where_it_came_from(cast: Cast, link: str) -> None:
    earlier = written_in(cast, cast.director)
    project = submitted(make_project(cast))
    assert not project.written_by(cast.director.pk)  # control: not before they are linked
    project = came_from(project, earlier, link)
    for permission in BARRED_TO_AUTHORS:
        assert not can(cast.director, permission, project)


def test_who_wrote_it_is_one_query_however_long_the_line_and_even_in_a_circle(cast: Cast) -> None:
    first = written_in(cast, cast.contributor)
    second = came_from(make_project(cast, name="Second"), first, "begun_from")
    third = came_from(make_project(cast, name="Third"), second, "supersedes")
    came_from(first, third, "begun_from")
    for project in (first, second, third):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert project.written_by(cast.contributor.pk)
            assert not project.written_by(cast.stranger.pk)
        assert len(asked) == 2


# In the database


def late_author(cast: Cast, project: Project, person: User, line: tuple[str, ...]) -> None:
    """Let ``project`` come from one that ``person`` wrote, by these links, past every service."""
    for number, link in enumerate(line):
        earlier = make_project(cast, name=f"Earlier {number}")
        came_from(project, earlier, link)
        project = earlier
    written_by(project, person, "an answer")


LINES = (("begun_from",), ("supersedes",), ("supersedes", "begun_from"))


@pytest.mark.parametrize("line", LINES)
def test_the_database_refuses_the_decision_of_an_earlier_author(
    cast: Cast, line: tuple[str, ...]
) -> None:
    project = submitted(make_project(cast))
    late_author(cast, project, cast.director, line)
    with pytest.raises(DatabaseError, match="nobody may decide"), transaction.atomic():
        forged(project, cast.director)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("line", LINES)
def test_the_database_refuses_the_signature_of_an_earlier_author(
    cast: Cast, line: tuple[str, ...]
) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    late_author(cast, project, cast.sponsor, line)
    with pytest.raises(DatabaseError, match="nobody may sign"), transaction.atomic():
        sign_by_hand(project, cast.sponsor)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("line", LINES)
def test_the_database_refuses_the_confirmation_of_an_earlier_author(
    cast: Cast, line: tuple[str, ...]
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    found = assessed(project)
    late_author(cast, project, cast.director, line)
    with pytest.raises(DatabaseError, match="nobody may confirm"), transaction.atomic():
        confirm_by_hand(found, cast.director)


@pytest.mark.parametrize("line", LINES)
def test_control_the_database_takes_the_decision_when_somebody_else_wrote_it(
    cast: Cast, line: tuple[str, ...]
) -> None:
    project = submitted(make_project(cast))
    late_author(cast, project, cast.contributor, line)
    written_by(make_project(cast, name="Not its origin"), cast.director, "an answer")
    forged(project, cast.director)
    assert Decision.objects.count() == 1
