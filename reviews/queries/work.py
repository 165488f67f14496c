"""What waits for whom: the project's state decides whose turn it is, and who has acted already."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.access import Role
from accounts.models import User
from initiation.models import Member, Part, Project
from initiation.workflow import EXAMINED, TURN, State
from reviews.models import FollowUp, MlopsAssessment, Reading, Response, SignOff, TeamStance

_MANAGERS = [state for state, role in TURN.items() if role is Role.PROJECT_MANAGER]


def waiting_for(user: User) -> QuerySet[Project]:
    """Return the projects in which it is this person's turn, longest waiting first."""
    condition = Q(pk__in=[])
    if not user.is_active:
        return Project.objects.filter(condition)
    for ask in (_as_manager, _as_director, _as_signer, _as_contributor, _as_team):
        condition |= ask(user)
    return Project.objects.filter(condition).order_by("state_since", "pk")


def your_turn_count(user: User) -> int:
    """Return how many projects wait for this person, counted up to a hundred."""
    return min(waiting_for(user).order_by()[:100].count(), 100)


def waiting_on_others(user: User) -> QuerySet[Project]:
    """Return the person's own running projects in which somebody else must act."""
    mine = Q(manager=user) | Q(director=user) | Q(sponsor=user)
    return (
        Project.objects.filter(mine, state__in=[state for state, role in TURN.items() if role])
        .exclude(pk__in=waiting_for(user).order_by().values("pk"))
        .order_by("state_since", "pk")
    )


def recently_ended(user: User) -> QuerySet[Project]:
    """Return the person's projects that have come to an end, newest first."""
    mine = Q(manager=user) | Q(director=user) | Q(sponsor=user)
    ended = [state for state, role in TURN.items() if role is None]
    return Project.objects.filter(mine, state__in=ended).order_by("-state_since", "-pk")


def _put_before_director() -> Exists:
    return Exists(MlopsAssessment.objects.filter(project=OuterRef("pk"), decided=""))


def _open_follow_up(**extra: object) -> Exists:
    return Exists(
        FollowUp.objects.filter(
            round__project=OuterRef("pk"), round__closed_at=None, closed_at=None, **extra
        )
    )


def _as_manager(user: User) -> Q:
    if Role.PROJECT_MANAGER not in user.roles:
        return Q(pk__in=[])
    plain = [state for state in _MANAGERS if state is not State.NEED_CONFIRMED]
    unanswered = Exists(
        Response.objects.current()
        .filter(
            consultation__project=OuterRef("pk"), consultation__closed_at=None, replied_at=None
        )
        .exclude(stance=TeamStance.CLEAR)
    )
    return Q(manager=user) & (
        Q(state__in=plain)
        | (Q(state=State.NEED_CONFIRMED) & ~Q(_put_before_director()))
        | (Q(state__in=EXAMINED) & Q(_open_follow_up(answered_at=None)))
        | (Q(state=State.TEAM_CONSULTATION) & Q(unanswered))
    )


def _as_director(user: User) -> Q:
    if Role.DIRECTOR not in user.roles:
        return Q(pk__in=[])
    return Q(director=user) & (
        Q(state__in=EXAMINED)
        | (Q(state=State.NEED_CONFIRMED) & Q(_put_before_director()))
        | (Q(state=State.TEAM_CONSULTATION) & Q(_team_has_spoken()))
    )


def _team_has_spoken() -> Q:
    """Everybody has responded and no unclear or concern is left unanswered."""
    read = Exists(
        Reading.objects.filter(
            consultation__project=OuterRef("project"),
            consultation__closed_at=None,
            member=OuterRef("user"),
        )
    )
    silent = Exists(Member.objects.filter(~Q(read), project=OuterRef("pk"), part=Part.TEAM))
    open_words = Exists(
        Response.objects.current()
        .filter(
            consultation__project=OuterRef("pk"), consultation__closed_at=None, replied_at=None
        )
        .exclude(stance=TeamStance.CLEAR)
    )
    return ~Q(silent) & ~Q(open_words)


def _as_signer(user: User) -> Q:
    if Role.MANAGEMENT not in user.roles:
        return Q(pk__in=[])
    named = Exists(Member.objects.filter(project=OuterRef("pk"), user=user, part=Part.SIGNER))
    done = Exists(
        SignOff.objects.filter(project=OuterRef("pk"), case_file=OuterRef("case_file"), signer=user)
    )
    return Q(state=State.MANAGEMENT_REVIEW) & (Q(sponsor=user) | Q(named)) & ~Q(done)


def _as_contributor(user: User) -> Q:
    named = Exists(Member.objects.filter(project=OuterRef("pk"), user=user, part=Part.CONTRIBUTOR))
    return Q(state=State.PREPARING) & ~Q(manager=user) & Q(named)


def _as_team(user: User) -> Q:
    named = Exists(Member.objects.filter(project=OuterRef("pk"), user=user, part=Part.TEAM))
    read = Exists(
        Reading.objects.filter(
            consultation__project=OuterRef("pk"),
            consultation__case_file=F("consultation__project__case_file"),
            member=user,
        )
    )
    return Q(state=State.TEAM_CONSULTATION) & Q(named) & ~Q(read)
