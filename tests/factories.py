"""People and projects for tests, made through the same services that pages use."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.access import Role
from accounts.models import Department, RoleGrant, User
from initiation.mlops import Need
from initiation.models import DataSource, Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.rawdata.shapes import ColumnProfile, Dialect, Profile, to_json
from initiation.services.answers import Entry, note_measured, save_answers
from initiation.services.evidence import add_link
from initiation.services.projects import open_project
from initiation.services.rawdata import add_csv
from initiation.workflow import EXAM_SET, SUBMITTED_SETS, Gate, State
from reviews.models import MlopsAssessment, Outcome, Round, Stance, TeamStance
from reviews.services.consulting import Word, initiate, respond
from reviews.services.deciding import decide
from reviews.services.examining import give_verdict
from reviews.services.mlops_need import confirm_need, put_need
from reviews.services.pausing import hold, withdraw
from reviews.services.signing import sign
from reviews.services.submitting import submit
from tests.samples import sample_answer

PASSWORD = "a good long password"


def make_person(name: str, *roles: Role, **fields: Any) -> User:
    """Return an open account with these roles."""
    user = User.objects.create_user(
        f"{name.lower().replace(' ', '.')}@example.org", PASSWORD, name=name, **fields
    )
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
    return user


@dataclass
class Cast:
    """The people of the tests."""

    department: Department
    manager: User
    contributor: User
    director: User
    sponsor: User
    team_member: User
    auditor: User
    administrator: User
    other_manager: User
    other_director: User
    other_sponsor: User
    stranger: User
    extra: dict[str, User] = field(default_factory=dict)


def make_cast() -> Cast:
    """Return one person for every role, and others who have it on no project."""
    department, _ = Department.objects.get_or_create(name="Customer Service")
    return Cast(
        department=department,
        manager=make_person("Mara Lind", Role.PROJECT_MANAGER),
        contributor=make_person("Carl Beck", Role.CONTRIBUTOR),
        director=make_person("Dora Weiss", Role.DIRECTOR),
        sponsor=make_person("Simon Falk", Role.MANAGEMENT),
        team_member=make_person("Tess Holm", Role.TEAM_MEMBER),
        auditor=make_person("Anna Krog", Role.AUDITOR),
        administrator=make_person("Adam Voss", Role.ADMINISTRATOR),
        other_manager=make_person("Otto Manz", Role.PROJECT_MANAGER),
        other_director=make_person("Olga Dietz", Role.DIRECTOR),
        other_sponsor=make_person("Oskar Stein", Role.MANAGEMENT),
        stranger=make_person("Sven Fremd"),
    )


def make_project(cast: Cast, name: str = "Ticket triage", **fields: Any) -> Project:
    """Return a fresh project of the cast, with a contributor for every stage and a team."""
    project = open_project(
        actor=cast.manager,
        name=name,
        department=cast.department,
        director=cast.director,
        sponsor=cast.sponsor,
    )
    Member.objects.create(
        project=project, user=cast.contributor, part=Part.CONTRIBUTOR, stage="problem", leads=True
    )
    Member.objects.create(project=project, user=cast.team_member, part=Part.TEAM)
    for name_, value in fields.items():
        setattr(project, name_, value)
    if fields:
        project.save()
    return project


def with_data(project: Project, name: str = "Tickets of March") -> DataSource:
    """Give the project a raw data source with a measured profile, as a worker would."""
    source = add_csv(
        actor=project.manager,
        project=project,
        name=name,
        file_name="tickets.csv",
        chunks=[b"id,text,team\n1,printer,hardware\n2,login,access\n"],
        made_up=True,
    )
    source.profile = to_json(
        Profile(
            rows=2,
            columns=(
                ColumnProfile(
                    name="team", type="text", missing=0, missing_share="0", distinct=2,
                    distinct_exact=True, minimum="access", maximum="hardware", mean=None,
                    top=(("access", 1), ("hardware", 1)), looks_personal=False, alerts=(),
                ),
            ),
            dialect=Dialect(delimiter=",", quote='"', encoding="utf-8", header=True),
            bytes=source.size,
            sha256=source.sha256,
            sampled=False,
            duckdb_version="made up",
        )
    )  # fmt: skip
    source.profiled_at = timezone.now()
    source.save(update_fields=["profile", "profiled_at"])
    note_measured(actor=project.manager, project=project, set_code="rawdata")
    return source


def fill(project: Project, *codes: str, changes: dict[str, Any] | None = None) -> None:
    """Answer every question of these sets as the project's manager."""
    sets = pinned(project)
    for code in codes:
        entries = []
        for question in sets[code].questions:
            row = project.answers.filter(set_code=code, question_code=question.code).first()
            measured = row.value if row and code == "rawdata" else {}
            changed = (changes or {}).get(f"{code}.{question.code}", {})
            value = measured | sample_answer(question) | changed
            entries.append(Entry(question, value, row.version if row else 0))
        save_answers(
            actor=project.manager,
            project=project,
            set_code=code,
            entries=entries,
            edit_session="",
        )


def submitted(project: Project, **changes: Any) -> Project:
    """Answer what the project's state asks for and submit it."""
    project.refresh_from_db()
    if project.where is State.PREPARING:
        if not project.evidence.exists():
            add_link(
                actor=project.manager,
                project=project,
                title="Ticket log",
                note="",
                link="https://example.org/log",
            )
        if not project.sources.exists():
            with_data(project)
    fill(project, *SUBMITTED_SETS[project.where], changes=changes)
    return submit(actor=project.manager, project=project, declared=True)


def judged(project: Project, gate: Gate, **stances: Stance) -> Round:
    """Give every question of the open round a verdict: accepted unless ``stances`` says else."""
    round_ = Round.objects.get(project=project, gate=gate, closed_at=None)
    for question in pinned(project)[EXAM_SET[gate]].questions:
        stance = stances.get(question.code, Stance.ACCEPTED)
        give_verdict(
            actor=project.director,
            project=project,
            gate=gate,
            number=round_.number,
            question_code=question.code,
            stance=stance,
            comment="" if stance is Stance.ACCEPTED else "Say where the figure comes from.",
        )
    return round_


def decided(project: Project, gate: Gate, outcome: Outcome, **stances: Stance) -> Project:
    """Judge and decide the open round."""
    round_ = judged(project, gate, **stances)
    rejecting = outcome is Outcome.REJECT
    decide(
        actor=project.director,
        project=project,
        gate=gate,
        number=round_.number,
        outcome=outcome,
        reasons="Because of the verdicts.",
        seen_sha256=round_.case_file.sha256,
        reason_code="no_case" if rejecting else "",
        would_change="Twice the volume." if rejecting else "",
    )
    project.refresh_from_db()
    return project


def assessed(project: Project, **facts: Any) -> MlopsAssessment:
    """Record the MLOps facts and put the rule's result before the director."""
    kinds = {"mlops.kind_of_need": {"kind": facts.pop("kind", "service")}}
    fill(project, "mlops", changes=kinds | facts)
    return put_need(actor=project.manager, project=project)


def at(project: Project, state: State, *, decided_need: Need = Need.FULL) -> Project:
    """Take a fresh project to ``state`` by the way everybody takes."""
    way = [
        State.PREPARING, State.ML_EXAM, State.NEED_CONFIRMED, State.MANAGEMENT_CASE,
        State.MANAGEMENT_REVIEW, State.MLOPS_EXAM, State.TEAM_CASE, State.TEAM_CONSULTATION,
        State.INITIATED,
    ]  # fmt: skip
    aside = _ASIDE.get(state)
    for here in way[: way.index(State.ML_EXAM if aside else state)]:
        _STEPS[here](project, decided_need)
        project = Project.objects.with_people().get(pk=project.pk)
    return aside(project) if aside else project


def _confirm(project: Project, need: Need) -> None:
    assessment = assessed(project)
    confirm_need(
        actor=project.director,
        project=project,
        decided=need,
        reason="As discussed." if need != assessment.result else "",
        seen_sha256=assessment.case_file.sha256,
    )


def _sign_all(project: Project, need: Need) -> None:
    sign(
        actor=project.sponsor,
        project=project,
        signed=True,
        reason="",
        seen_sha256=_sha(project),
        password=PASSWORD,
    )


def respond_all(project: Project, stance: TeamStance = TeamStance.CLEAR) -> None:
    """Let every team member say ``stance`` to every answer, and confirm reading."""
    text = "" if stance is TeamStance.CLEAR else "What about the night shift?"
    codes = [question.code for question in pinned(project)["team"].questions]
    for member in project.members.filter(part=Part.TEAM).select_related("user"):
        respond(
            actor=member.user,
            project=project,
            words={code: Word(stance, text) for code in codes},
            read=True,
            seen_sha256=_sha(project),
        )


def _initiate(project: Project, need: Need) -> None:
    respond_all(project)
    initiate(actor=project.director, project=project, seen_sha256=_sha(project))


def _sha(project: Project) -> str:
    case_file = Project.objects.select_related("case_file").get(pk=project.pk).case_file
    if case_file is None:
        raise AssertionError("the project has no case file yet")
    return str(case_file.sha256)


_STEPS = {
    State.PREPARING: lambda project, need: submitted(project),
    State.ML_EXAM: lambda project, need: decided(project, Gate.ML, Outcome.APPROVE),
    State.NEED_CONFIRMED: _confirm,
    State.MANAGEMENT_CASE: lambda project, need: submitted(project),
    State.MANAGEMENT_REVIEW: _sign_all,
    State.MLOPS_EXAM: lambda project, need: decided(project, Gate.MLOPS, Outcome.APPROVE),
    State.TEAM_CASE: lambda project, need: submitted(project),
    State.TEAM_CONSULTATION: _initiate,
}
_ASIDE = {
    State.REJECTED: lambda project: decided(
        project, Gate.ML, Outcome.REJECT, problem=Stance.REJECTED
    ),
    State.ON_HOLD: lambda project: hold(
        actor=project.manager, project=project, reason="Budget is frozen."
    ),
    State.WITHDRAWN: lambda project: withdraw(
        actor=project.manager, project=project, reason="The vendor does it now."
    ),
}
