"""Nobody approves what they wrote: in the permission table, the services and the database."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import BARRED_TO_AUTHORS, Role, can
from accounts.models import RoleGrant, User
from core.refused import Forbidden
from initiation.models import AnswerVersion, Evidence, EvidenceEdit, EvidenceVersion, Project
from initiation.services.evidence import add_link
from initiation.workflow import Gate, State
from reviews.models import Decision, MlopsAssessment, Outcome, Round, SignOff, Stance
from reviews.services.deciding import decide
from reviews.services.examining import give_verdict
from tests.factories import Cast, assessed, at, judged, make_project, submitted


def written_by(project: Project, person: User, how: str) -> None:
    """Let ``person`` have written a part of the project, by whichever way."""
    if how == "an answer":
        AnswerVersion.objects.create(
            project=project, set_code="problem", question_code="statement", version=99,
            value={}, author=person, saved_at=timezone.now(),
        )  # fmt: skip
    elif how == "evidence":
        add_link(actor=project.manager, project=project, title="Log", note="",
                 link="https://example.org/more")  # fmt: skip
        project.evidence.filter(title="Log").update(added_by=person)
    elif how == "a version of evidence":
        EvidenceVersion.objects.create(
            evidence=piece_of(project), project=project, number=9, link="https://example.org/9",
            sha256="9" * 64, added_by=person, added_at=timezone.now(),
        )  # fmt: skip
    elif how == "words of evidence":
        EvidenceEdit.objects.create(
            evidence=piece_of(project), project=project, title="Log", edited_by=person
        )
    else:
        project.sources.update(added_by=person)


def piece_of(project: Project) -> Evidence:
    """Return a piece of evidence that somebody else added."""
    return project.evidence.first() or add_link(
        actor=project.manager, project=project, title="Log", note="", link="https://example.org"
    )


WAYS = ("an answer", "evidence", "a version of evidence", "words of evidence", "raw data")


@pytest.mark.parametrize("how", WAYS)
def test_a_director_who_wrote_part_of_it_neither_examines_nor_decides(cast: Cast, how: str) -> None:
    project = make_project(cast)
    if how != "raw data":
        written_by(project, cast.director, how)
    project = submitted(project)
    if how == "raw data":
        written_by(project, cast.director, how)
    round_ = Round.objects.get(project=project)
    with pytest.raises(Forbidden, match="You wrote part of this project"):
        give_verdict(
            actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="fit",
            stance=Stance.ACCEPTED, comment="",
        )  # fmt: skip
    with pytest.raises(Forbidden, match="You wrote part of this project"):
        decide(
            actor=cast.director, project=project, gate=Gate.ML, number=1,
            outcome=Outcome.APPROVE, reasons="It is mine.", seen_sha256=round_.case_file.sha256,
        )  # fmt: skip
    assert not Decision.objects.exists()
    for permission in BARRED_TO_AUTHORS:
        assert not can(cast.director, permission, project)


def test_control_the_same_director_decides_when_somebody_else_wrote_it(cast: Cast) -> None:
    project = submitted(make_project(cast))
    round_ = judged(project, Gate.ML)
    decide(
        actor=cast.director, project=project, gate=Gate.ML, number=1, outcome=Outcome.APPROVE,
        reasons="It holds.", seen_sha256=round_.case_file.sha256,
    )  # fmt: skip
    assert Decision.objects.count() == 1


def test_the_page_says_why_a_writing_director_may_not_decide(client: Client, cast: Cast) -> None:
    project = submitted(make_project(cast))
    written_by(project, cast.director, "an answer")
    client.force_login(cast.director)
    for name in ("examine", "decide"):
        rest = [1] if name == "examine" else []
        response = client.get(reverse(name, args=[project.ref, "ml", 1, *rest]))
        assert response.status_code == 403
        assert "You wrote part of this project" in response.content.decode()


def test_the_manager_who_is_also_a_director_does_not_decide_on_their_own(cast: Cast) -> None:
    RoleGrant.objects.create(user=cast.manager, role=Role.DIRECTOR)
    manager = User.objects.get(pk=cast.manager.pk)
    project = submitted(make_project(cast))
    for permission in BARRED_TO_AUTHORS:
        assert not can(manager, permission, project)


@pytest.mark.parametrize("how", WAYS)
def test_the_database_itself_refuses_the_decision_of_an_author(cast: Cast, how: str) -> None:
    project = make_project(cast)
    if how == "evidence":
        written_by(project, cast.director, how)
    project = submitted(project)
    if how != "evidence":
        written_by(project, cast.director, how)
    with pytest.raises(DatabaseError, match="nobody may decide"), transaction.atomic():
        forged(project, cast.director)


def test_control_the_database_takes_the_decision_of_another(cast: Cast) -> None:
    project = submitted(make_project(cast))
    forged(project, cast.director)
    assert Decision.objects.count() == 1


def forged(project: Project, person: User) -> None:
    """Write a decision past every service, as a script with a database password could."""
    round_ = Round.objects.get(project=project)
    Decision.objects.create(
        round=round_, outcome="approve", reasons="Because.", decided_by=person,
        decided_at=timezone.now(), case_file_sha256=round_.case_file.sha256,
    )  # fmt: skip


def wrote(cast: Cast, project: Project, person: User, how: str) -> None:
    """Make ``person`` an author afterwards, where no service would let them."""
    if how == "managing it":
        Project.objects.filter(pk=project.pk).update(manager=person, director=cast.other_director)
    elif how == "evidence":
        project.evidence.update(added_by=person)
    else:
        written_by(project, person, how)


def sign_by_hand(project: Project, person: User) -> None:
    """Sign with nothing but a connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reviews_signoff (project_id, case_file_id, case_file_sha256, signer_id,"
            " signed, reason, at) VALUES (%s, %s, '', %s, true, '', now())",
            [project.pk, project.case_file_id, person.pk],
        )


def confirm_by_hand(assessment: MlopsAssessment, person: User) -> None:
    """Confirm with nothing but a connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reviews_mlopsassessment SET decided = result, decided_by_id = %s,"
            " decided_at = now() WHERE id = %s",
            [person.pk, assessment.pk],
        )


@pytest.mark.parametrize("how", [*WAYS, "managing it"])
def test_the_database_itself_refuses_the_signature_of_an_author(cast: Cast, how: str) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    wrote(cast, project, cast.sponsor, how)
    with pytest.raises(DatabaseError, match="nobody may sign"), transaction.atomic():
        sign_by_hand(project, cast.sponsor)
    assert not SignOff.objects.exists()


def test_control_the_database_takes_the_signature_of_another(cast: Cast) -> None:
    project = at(make_project(cast), State.MANAGEMENT_REVIEW)
    sign_by_hand(project, cast.sponsor)
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("how", [*WAYS, "managing it"])
def test_the_database_itself_refuses_the_confirmation_of_an_author(cast: Cast, how: str) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    found = assessed(project)
    wrote(cast, project, cast.director, how)
    with pytest.raises(DatabaseError, match="nobody may confirm"), transaction.atomic():
        confirm_by_hand(found, cast.director)
    found.refresh_from_db()
    assert found.decided == ""


def test_control_the_database_takes_the_confirmation_of_another(cast: Cast) -> None:
    found = assessed(at(make_project(cast), State.NEED_CONFIRMED))
    confirm_by_hand(found, cast.director)
    found.refresh_from_db()
    assert found.decided_by == cast.director
