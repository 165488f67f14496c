"""Whose turn it is: the one place that says it, for pages of a project, for lists and for mails.

A project's state says who may be asked, and what has been said already, who still is.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Greatest

from accounts.access import Role
from accounts.models import User
from initiation.models import Member, Part, Project
from initiation.queries.answers import still_to_write
from initiation.queries.turns import Asked, Turn
from initiation.workflow import EXAMINED, TURN, State
from reviews.models import FollowUp, MlopsAssessment, Reading, Response, SignOff, TeamStance

MOST_COUNTED = 100
_RUNNING = [state for state, role in TURN.items() if role]
# Where it is the manager's turn whatever has been said, and where that is to be asked.
_PLAIN = [
    state
    for state, role in TURN.items()
    if role is Role.PROJECT_MANAGER and state is not State.NEED_CONFIRMED
]
_BY_WORDS = [state for state in _RUNNING if state not in _PLAIN]
_ROLE_OF = {
    Part.CONTRIBUTOR: Role.CONTRIBUTOR,
    Part.SIGNER: Role.MANAGEMENT,
    Part.TEAM: Role.TEAM_MEMBER,
}
# In which state the members of a part are asked; the others are read for nobody's turn.
_STATE_OF = {
    Part.CONTRIBUTOR: State.PREPARING,
    Part.SIGNER: State.MANAGEMENT_REVIEW,
    Part.TEAM: State.TEAM_CONSULTATION,
}


def whose_turn(projects: Sequence[Project]) -> dict[int, Turn]:
    """Return who has to act in each of these projects, by key, in constant queries."""
    by_key = {project.pk: project for project in projects}
    found: dict[int, list[Asked]] = {key: [] for key in by_key}
    for project in projects:
        if project.where in _PLAIN:
            asked = Asked(project.manager, Role.PROJECT_MANAGER, project.state_since)
            found[project.pk].append(asked)
    for key, *row in _heads([p.pk for p in projects if p.where in _BY_WORDS]):
        project = by_key[key]
        people = (project.manager, project.director, project.sponsor)
        roles = (Role.PROJECT_MANAGER, Role.DIRECTOR, Role.MANAGEMENT)
        for person, role, is_asked, since in zip(people, roles, row[:3], row[3:], strict=True):
            if is_asked:
                found[key].append(Asked(person, role, since))
    for member in _members(projects):
        since = max(by_key[member.project_id].state_since, member.added_at)
        found[member.project_id].append(Asked(member.user, _ROLE_OF[Part(member.part)], since))
    return {key: tuple(people) for key, people in found.items()}


def waiting_for(user: User) -> QuerySet[Project]:
    """Return the projects in which it is this person's turn, longest in their state first."""
    waits = _has_to_act(user) | _has_to_write(user)
    return Project.objects.filter(waits).order_by("state_since", "pk")


def your_turn_count(user: User) -> int:
    """Return how many projects wait for this person, counted up to a hundred."""
    acts = _has_to_act(user)
    may_write = Exists(_stages_of(user).filter(project=OuterRef("pk")))
    rows = Project.objects.filter(acts | Q(may_write)).annotate(
        acts=ExpressionWrapper(acts, output_field=BooleanField())
    )
    found = list(rows.values_list("pk", "acts")[:MOST_COUNTED])
    unsure = [key for key, acts in found if not acts]
    writes = still_to_write(_stages_of(user).filter(project__in=unsure))
    return len(found) - len(unsure) + len({member.project_id for member in writes})


def waiting_on_others(user: User) -> QuerySet[Project]:
    """Return the person's own running projects in which somebody else must act."""
    mine = Q(manager=user) | Q(director=user) | Q(sponsor=user)
    return (
        Project.objects.filter(mine, state__in=_RUNNING)
        .exclude(_has_to_act(user))
        .order_by("state_since", "pk")
    )


def recently_ended(user: User) -> QuerySet[Project]:
    """Return the person's projects that have come to an end, newest first."""
    mine = Q(manager=user) | Q(director=user) | Q(sponsor=user)
    ended = [state for state, role in TURN.items() if role is None]
    return Project.objects.filter(mine, state__in=ended).order_by("-state_since", "-pk")


def _has_to_act(user: User) -> Q:
    """Where this person has to act, otherwise than by writing a stage, and still may."""
    if not user.is_active:
        return Q(pk__in=[])
    parts, condition = [Part.TEAM], Q(pk__in=[])
    if Role.PROJECT_MANAGER in user.roles:
        condition |= Q(manager=user) & _asks_manager()
    if Role.DIRECTOR in user.roles:
        condition |= Q(director=user) & _asks_director()
    if Role.MANAGEMENT in user.roles:
        condition |= Q(sponsor=user) & _asks_sponsor()
        parts.append(Part.SIGNER)
    named = _asked_members().filter(user=user, part__in=parts, project=OuterRef("pk"))
    return condition | Q(Exists(named))


def _has_to_write(user: User) -> Q:
    """Where a stage this person contributes to is not complete."""
    return Q(pk__in={member.project_id for member in still_to_write(_stages_of(user))})


def _stages_of(user: User) -> QuerySet[Member]:
    """Return the stages this person is named for in projects that are being prepared."""
    mine = _asked_members().filter(user=user, part=Part.CONTRIBUTOR)
    return mine if user.is_active else mine.none()


def _heads(keys: list[int]) -> QuerySet[Project, Any]:
    """Say of manager, director and sponsor whether they are asked, and since when each."""
    return (
        Project.objects.filter(pk__in=keys)
        .annotate(
            asks_manager=ExpressionWrapper(_asks_manager(), output_field=BooleanField()),
            asks_director=ExpressionWrapper(_asks_director(), output_field=BooleanField()),
            asks_sponsor=ExpressionWrapper(_asks_sponsor(), output_field=BooleanField()),
            manager_since=Greatest("state_since", _first(_follow_ups(), "asked_at"),
                                   _first(_open_words(), "given_at")),
            director_since=Greatest("state_since", *_last_heard()),
        )
        .values_list(
            "pk", "asks_manager", "asks_director", "asks_sponsor", "manager_since",
            "director_since", "state_since",
        )
    )  # fmt: skip


def _members(projects: Sequence[Project]) -> list[Member]:
    """Return the members who are asked in these projects, with their people."""
    asked = _asked_members().select_related("user")
    writing = [item.pk for item in projects if item.where is State.PREPARING]
    named = [item.pk for item in projects if item.where in _STATE_OF.values()]
    return [
        *still_to_write(asked.filter(part=Part.CONTRIBUTOR, project__in=writing)),
        *asked.exclude(part=Part.CONTRIBUTOR).filter(project__in={*named}.difference(writing)),
    ]


def _asked_members() -> QuerySet[Member]:
    """Return the members who are asked in the state their project is in, and have not spoken."""
    signed = SignOff.objects.filter(
        case_file=OuterRef("project__case_file"), signer=OuterRef("user")
    )
    read = Reading.objects.filter(
        consultation__project=OuterRef("project"),
        consultation__closed_at=None,
        member=OuterRef("user"),
    )
    return Member.objects.filter(
        Q(part=Part.CONTRIBUTOR, project__state=_STATE_OF[Part.CONTRIBUTOR])
        & ~Q(user=F("project__manager"))
        | Q(part=Part.SIGNER, project__state=_STATE_OF[Part.SIGNER])
        & ~Q(user=F("project__sponsor"))
        & ~Q(Exists(signed))
        | Q(part=Part.TEAM, project__state=_STATE_OF[Part.TEAM]) & ~Q(Exists(read))
    )


def _asks_manager() -> Q:
    return (
        Q(state__in=_PLAIN)
        | (Q(state=State.NEED_CONFIRMED) & ~Q(Exists(_put_facts())))
        | (Q(state__in=EXAMINED) & Q(Exists(_follow_ups())))
        | (Q(state=State.TEAM_CONSULTATION) & Q(Exists(_open_words())))
    )


def _asks_director() -> Q:
    """Once everybody has responded and no unclear or concern is left unanswered, too."""
    silent = _asked_members().filter(part=Part.TEAM, project=OuterRef("pk"))
    heard = ~Q(Exists(silent)) & ~Q(Exists(_open_words()))
    return (
        Q(state__in=EXAMINED)
        | (Q(state=State.NEED_CONFIRMED) & Q(Exists(_put_facts())))
        | (Q(state=State.TEAM_CONSULTATION) & heard)
    )


def _asks_sponsor() -> Q:
    signed = SignOff.objects.filter(case_file=OuterRef("case_file"), signer=OuterRef("sponsor"))
    return Q(state=State.MANAGEMENT_REVIEW) & ~Q(Exists(signed))


def _put_facts() -> QuerySet[MlopsAssessment]:
    return MlopsAssessment.objects.filter(project=OuterRef("pk"), decided="")


def _follow_ups() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(
        round__project=OuterRef("pk"), round__closed_at=None, closed_at=None, answered_at=None
    )


def _words() -> QuerySet[Response]:
    return Response.objects.current().filter(
        consultation__project=OuterRef("pk"), consultation__closed_at=None
    )


def _open_words() -> QuerySet[Response]:
    return _words().filter(replied_at=None).exclude(stance=TeamStance.CLEAR)


def _last_heard() -> list[Subquery]:
    """The moments that can have begun the director's turn within a state."""
    read = Reading.objects.filter(
        consultation__project=OuterRef("pk"), consultation__closed_at=None
    )
    replied = _words().exclude(replied_at=None)
    return [
        _first(_put_facts(), "-put_at"),
        _first(_words(), "-given_at"),
        _first(replied, "-replied_at"),
        _first(read, "-read_at"),
    ]


def _first(rows: QuerySet[Any], order: str) -> Subquery:
    """Return the earliest moment of these rows, or with a minus the last."""
    return Subquery(rows.order_by(order).values(order.removeprefix("-"))[:1])
