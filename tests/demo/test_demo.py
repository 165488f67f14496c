"""The demo organisation: there once, whole, in its states, and never in anybody's way."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Department, User
from core.comparison import compare
from core.models import Event, Job
from core.question_sets import check, missing
from demo.reading import organisation, projects
from demo.services.founding import found
from initiation.models import (
    Answer,
    CaseFile,
    DataSource,
    Evidence,
    EvidenceVersion,
    Project,
)
from initiation.queries.casefile import content_of
from initiation.queries.question_sets import pinned
from initiation.queries.surroundings import surroundings_of
from initiation.workflow import State
from reviews.models import (
    Consultation,
    Decision,
    FollowUp,
    MlopsAssessment,
    Outcome,
    Response,
    Round,
    SignOff,
    TeamStance,
)
from reviews.services.submitting import submit
from tests.demo.running import run
from tests.factories import make_person
from tests.initiation.preflight.cases import GOOD, at_one_moment, case

pytestmark = pytest.mark.django_db

STATES = {
    "Support-desk ticket triage": State.ML_EXAM,
    "Demand forecast for the warehouses": State.PREPARING,
    "AI warranty check": State.REJECTED,
    "Invoice matching": State.INITIATED,
    "Parts in the van": State.INITIATED,
}


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Found the demo once for all these tests, and take it back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert found()
        yield
        transaction.set_rollback(True)


def named(name: str) -> Project:
    return Project.objects.with_people().get(name=name)


@pytest.mark.usefixtures("founded")
class TestTheOrganisation:
    def test_there_are_two_departments_nine_people_and_five_projects(self) -> None:
        assert Department.objects.count() == 2
        assert User.objects.count() == 9
        assert {project.name: project.where for project in Project.objects.all()} == STATES

    def test_everybody_can_sign_in_with_the_password_that_is_printed(self) -> None:
        password = organisation()["password"]
        assert all(user.check_password(password) for user in User.objects.all())

    def test_every_submitted_answer_is_complete_and_what_its_question_allows(self) -> None:
        for project in Project.objects.with_people():
            sets = pinned(project)
            surroundings = surroundings_of(project)
            rows = {(row.set_code, row.question_code): row.value for row in project.answers.all()}
            for code in {set_code for set_code, _ in rows}:
                for question in sets[code].questions:
                    value = rows.get((code, question.code), {})
                    assert not missing(question, value), (project.name, code, question.code)
                    assert not check(question, value, surroundings)

    def test_every_chosen_component_leads_its_ranking_and_meets_every_must_have(self) -> None:
        for project in Project.objects.all():
            answer = Answer.objects.get(project=project, question_code="components")
            found = compare(answer.value["matrix"])
            assert found
            for comparison in found:
                assert comparison.winner is not None, (project.name, comparison.function)
                assert [one.id for one in comparison.chosen] == [comparison.winner.id]

    def test_the_register_of_the_van_loses_when_effort_weighs_what_the_text_says(self) -> None:
        answer = Answer.objects.get(project=named("Parts in the van"), question_code="components")
        register = next(c for c in compare(answer.value["matrix"]) if c.function == "registry")
        assert register.flip is not None
        assert (register.flip.weight, register.flip.whole) == (5, 3)

    def test_it_says_everywhere_that_it_is_made_up(self) -> None:
        assert all("made up" in department.name for department in Department.objects.all())
        for source in DataSource.objects.all():
            assert source.made_up
            assert source.file_name.startswith("made-up-")
            profile = source.profile or {}
            assert "made_up" in profile["columns"][0]["name"]
        for evidence in Evidence.objects.all():
            assert "made up" in evidence.note.lower() or "made-up" in evidence.note
        assert all(user.email.endswith("@korvana.example") for user in User.objects.all())

    def test_nobody_left_filler_text(self) -> None:
        filler = re.compile(r"lorem|ipsum|\bfoo\b|\bTODO\b|\bTBD\b|xxx", re.IGNORECASE)
        for row in Answer.objects.all():
            assert not filler.search(str(row.value)), (row.project_id, row.question_code)

    def test_no_two_projects_tell_the_same(self) -> None:
        seen: dict[str, str] = {}
        for row in Answer.objects.filter(question_code="problem", set_code="exam"):
            assert seen.setdefault(row.value["summary"], str(row.project_id)) == str(row.project_id)

    def test_the_log_is_in_order_of_what_happened(self) -> None:
        moments = list(Event.objects.order_by("sequence").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert len(moments) > 100

    def test_the_dossiers_wait_for_a_worker(self) -> None:
        waiting = Job.objects.filter(kind="dossier", state="waiting")
        assert waiting.count() == Job.objects.filter(kind="dossier").count() > 10


@pytest.mark.usefixtures("founded")
class TestTheProjects:
    def test_the_ticket_triage_waits_for_the_director_with_a_follow_up_open(self) -> None:
        round_ = Round.objects.get(project=named("Support-desk ticket triage"), closed_at=None)
        assert round_.number == 1
        assert FollowUp.objects.get(round=round_, blocking=True).answered_at is None

    def test_the_forecast_differs_from_what_was_examined(self) -> None:
        project = named("Demand forecast for the warehouses")
        assert Decision.objects.get(round__project=project).outcome == Outcome.REQUEST_CHANGES
        changed = Answer.objects.filter(project=project, version__gt=1)
        codes = set(changed.values_list("set_code", "question_code"))
        assert {("exam", "why_ml"), ("rawdata", "findings")} <= codes

    def test_the_first_trial_of_the_forecast_has_a_second_version_and_offers_have_a_last_day(
        self,
    ) -> None:
        pieces = Evidence.objects.filter(project=named("Demand forecast for the warehouses"))
        assert {piece.ref: piece.version for piece in pieces if piece.version > 1} == {"E-5": 2}
        hashes = pieces.get(number=5).versions.values_list("sha256", flat=True)
        assert len(set(hashes)) == 2
        assert Evidence.objects.exclude(expires_on=None).count() == 3

    def test_the_forecast_can_be_submitted_again_and_only_what_changed_is_read_again(self) -> None:
        with transaction.atomic():
            project = named("Demand forecast for the warehouses")
            submit(actor=project.manager, project=project, declared=True)
            second = Round.objects.get(project=project, number=2)
            carried = second.verdicts.filter(carried_from=1)
            assert set(carried.values_list("question_code", flat=True)) == {
                "problem", "comparison", "fit", "data",
            }  # fmt: skip
            transaction.set_rollback(True)

    def test_the_warranty_check_was_rejected_with_a_way_back(self) -> None:
        decision = Decision.objects.get(round__project=named("AI warranty check"))
        assert decision.outcome == Outcome.REJECT
        assert decision.reason_code == "cheaper_without_ml"
        assert decision.would_change

    def test_the_invoice_matching_is_a_proof_of_concept_by_the_rule(self) -> None:
        project = named("Invoice matching")
        assessment = MlopsAssessment.objects.get(project=project)
        assert (assessment.result, assessment.decided, project.outcome) == ("poc", "poc", "poc")

    def test_the_van_went_all_the_way(self) -> None:
        project = named("Parts in the van")
        assert project.outcome == "mlops"
        assessment = MlopsAssessment.objects.get(project=project)
        assert (assessment.result, assessment.decided) == ("full", "light")
        assert assessment.override_reason
        assert SignOff.objects.filter(project=project, signed=True).count() == 2
        last = Round.objects.get(project=project, gate="mlops", number=2)
        carried = last.verdicts.exclude(carried_from=None)
        assert carried.count() == 6
        consultation = Consultation.objects.get(project=project)
        said = Response.objects.filter(consultation=consultation)
        assert said.count() == 21
        open_ones = said.exclude(stance=TeamStance.CLEAR)
        assert open_ones.count() == 3
        assert all(response.reply for response in open_ones)

    @pytest.mark.parametrize(
        ("name", "rows", "column", "missing_rows"),
        [
            ("Support-desk ticket triage", 6241, "product_code", 729),
            ("Demand forecast for the warehouses", 4568, "in_stock", 151),
            ("AI warranty check", 3000, "purchase_date", 42),
            ("Invoice matching", 14223, "order_number", 1789),
            ("Parts in the van", 12640, "fault_code", 7322),
        ],
    )
    def test_what_the_texts_quote_from_the_data_is_what_was_measured(
        self, name: str, rows: int, column: str, missing_rows: int
    ) -> None:
        profile = DataSource.objects.get(project__name=name).profile or {}
        columns = {found["name"]: found for found in profile["columns"]}
        assert (profile["rows"], columns[column]["missing"]) == (rows, missing_rows)


@pytest.mark.usefixtures("founded")
class TestTheNotice:
    def test_a_demo_person_reads_on_every_page_that_all_is_made_up(self) -> None:
        client = Client()
        client.force_login(User.objects.get(email="katrin.vogel@korvana.example"))
        assert organisation()["notice"] in client.get("/help/").content.decode()

    def test_nobody_else_reads_it(self) -> None:
        assert organisation()["notice"] not in Client().get("/help/").content.decode()
        with transaction.atomic():
            client = Client()
            client.force_login(make_person("Nora Fremd"))
            assert organisation()["notice"] not in client.get("/help/").content.decode()
            transaction.set_rollback(True)


@pytest.mark.usefixtures("founded")
class TestTheCommand:
    def test_a_second_run_changes_nothing_and_says_so(self) -> None:
        def counts() -> list[int]:
            models = (User, Project, Answer, CaseFile, Event, Job, Evidence, EvidenceVersion)
            return [model.objects.count() for model in models]

        before = counts()
        assert "already here; nothing was changed" in run()
        assert "already here; nothing was changed" in run(if_empty=True)
        assert counts() == before

    def test_it_names_everybody_with_the_password_and_what_to_look_at(self) -> None:
        printed = run(people=True)
        company = organisation()
        assert company["password"] in printed
        for person in company["people"]:
            assert person["look"] in printed
        assert printed.count("@korvana.example") == 9
        assert "made up" in printed

    def test_the_files_of_a_project_are_read_together(self) -> None:
        assert [len(told.answers) for told in projects()] == [6, 6, 6, 7, 10]


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("slug", GOOD)
def test_its_case_files_are_those_that_tests_build_without_a_database(slug: str) -> None:
    content = content_of(named(case(slug).name))
    assert at_one_moment(content) == case(slug)
