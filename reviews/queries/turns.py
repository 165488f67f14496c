"""What is to be done in the projects that wait for somebody, read for all of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from initiation.models import PinnedSet, Project, PublishedSet
from initiation.queries.turns import Turn
from initiation.workflow import EXAM_SET, Gate
from reviews.models import Decision, FollowUp, Outcome, Response, Round, TeamStance
from reviews.queries.work import whose_turn


@dataclass(frozen=True, slots=True)
class OpenRound:
    """An open round: how far it is judged, and where to go on."""

    gate: str
    number: int
    judged: int
    total: int
    next_number: int  # 0 when every question has a verdict


@dataclass(frozen=True, slots=True)
class Turns:
    """Facts by project; a project without an entry has none."""

    asked: Mapping[int, Turn]
    rounds: Mapping[int, OpenRound]
    follow_ups: Mapping[int, Sequence[FollowUp]]
    open_words: Mapping[int, int]
    sent_back: Mapping[int, Decision]


def turns_of(projects: Sequence[Project]) -> Turns:
    """Return the facts of these projects in a constant number of queries."""
    keys = [project.pk for project in projects]
    return Turns(
        asked=whose_turn(projects),
        rounds=_rounds(keys),
        follow_ups=_follow_ups(keys),
        open_words=_open_words(keys),
        sent_back=_sent_back(keys),
    )


def _rounds(keys: list[int]) -> dict[int, OpenRound]:
    rounds = Round.objects.filter(project__in=keys, closed_at=None).prefetch_related("verdicts")
    order = _question_order(keys)
    found = {}
    for item in rounds:
        codes = order.get((item.project_id, EXAM_SET[Gate(item.gate)]), [])
        judged = {verdict.question_code for verdict in item.verdicts.all()}
        left = [number for number, code in enumerate(codes, 1) if code not in judged]
        found[item.project_id] = OpenRound(
            item.gate, item.number, len(judged), len(codes), left[0] if left else 0
        )
    return found


def _question_order(keys: list[int]) -> dict[tuple[int, str], list[str]]:
    pins = PinnedSet.objects.filter(project__in=keys, code__in=EXAM_SET.values())
    rows = list(pins.values_list("project_id", "code", "published_set_id"))
    sets = PublishedSet.objects.filter(pk__in={row[2] for row in rows})
    codes = {
        pk: [question["code"] for question in questions]
        for pk, questions in sets.values_list("pk", "content__questions")
    }
    return {(project, code): codes[pk] for project, code, pk in rows}


def _follow_ups(keys: list[int]) -> dict[int, list[FollowUp]]:
    found: dict[int, list[FollowUp]] = defaultdict(list)
    rows = FollowUp.objects.filter(
        round__project__in=keys, round__closed_at=None, closed_at=None
    ).select_related("round")
    for item in rows:
        found[item.round.project_id].append(item)
    return found


def _open_words(keys: list[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    rows = (
        Response.objects.current()
        .filter(consultation__project__in=keys, consultation__closed_at=None, replied_at=None)
        .exclude(stance=TeamStance.CLEAR)
    )
    for project in rows.values_list("consultation__project_id", flat=True):
        found[project] += 1
    return found


def _sent_back(keys: list[int]) -> dict[int, Decision]:
    """The last decision of each project, where it asked for changes."""
    rows = Decision.objects.filter(round__project__in=keys).select_related("round").order_by("pk")
    last = {item.round.project_id: item for item in rows}
    return {key: item for key, item in last.items() if item.outcome == Outcome.REQUEST_CHANGES}
