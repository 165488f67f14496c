"""Where a project stands, read once for the pages that show it whole, in constant queries."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from core.models import Event
from core.question_sets import QuestionSet
from initiation.models import Answer, Project
from initiation.queries.answers import Progress, progress_of
from initiation.queries.question_sets import pinned
from initiation.workflow import ACTIVE, ALL_SETS, EXAM_SET, Gate, State
from reviews.models import (
    Consultation,
    FollowUp,
    MlopsAssessment,
    Response,
    Round,
    SignOff,
    Stance,
    TeamStance,
)

_STOPPING = ("hold", "withdraw", "reject_ml", "reject_mlops")


@dataclass(frozen=True, slots=True)
class Standing:
    """A project with how far its parts are and what was said to them."""

    project: Project
    sets: Mapping[str, QuestionSet]
    progress: Mapping[str, Progress]
    rounds: tuple[Round, ...]
    open_follow_ups: tuple[FollowUp, ...]
    assessment: MlopsAssessment | None
    sign_offs: tuple[SignOff, ...]
    consultation: Consultation | None
    responses: tuple[Response, ...]
    stopped_at: State | None

    @property
    def reached(self) -> State:
        """The state on the main way: where it is, or where it was stopped."""
        return self.stopped_at or self.project.where

    @property
    def readers(self) -> frozenset[int]:
        """Who of the team has confirmed reading."""
        if self.consultation is None:
            return frozenset()
        return frozenset(reading.member_id for reading in self.consultation.readings.all())

    @property
    def unanswered(self) -> tuple[Response, ...]:
        """The team's words that wait for a reply."""
        return tuple(
            response
            for response in self.responses
            if response.stance != TeamStance.CLEAR and response.replied_at is None
        )

    def round_open(self) -> Round | None:
        """The round that is being examined now."""
        return next((found for found in self.rounds if found.closed_at is None), None)

    def last_decided(self, gate: Gate) -> Round | None:
        """The last decided round at ``gate``; its verdicts have been released."""
        decided = [r for r in self.rounds if r.gate == gate and hasattr(r, "decision")]
        return decided[-1] if decided else None

    def returned(self, gate: Gate) -> Mapping[str, str]:
        """Which answers were not accepted in the last decided round, by question code."""
        last = self.last_decided(gate)
        if last is None:
            return {}
        return {
            verdict.question_code: verdict.stance
            for verdict in last.verdicts.all()
            if verdict.stance != Stance.ACCEPTED
        }


def standing_of(project: Project) -> Standing:
    """Read where ``project`` stands."""
    sets = pinned(project)
    consultation = (
        Consultation.objects.filter(project=project)
        .select_related("case_file")
        .prefetch_related("readings", Prefetch("responses", Response.objects.current()))
        .order_by("-pk")
        .first()
    )
    return Standing(
        project=project,
        sets=sets,
        progress=progress_of(project, sets, ALL_SETS),
        rounds=rounds_of(project),
        open_follow_ups=tuple(
            FollowUp.objects.filter(
                round__project=project, round__closed_at=None, closed_at=None, answered_at=None
            )
        ),
        assessment=MlopsAssessment.objects.filter(project=project).order_by("-pk").first(),
        sign_offs=tuple(
            SignOff.objects.filter(case_file=project.case_file_id).select_related("signer")
        ),
        consultation=consultation,
        responses=tuple(consultation.responses.all()) if consultation else (),
        stopped_at=stopped_at(project),
    )


def rounds_of(project: Project) -> tuple[Round, ...]:
    """Return the project's rounds, oldest first, with decisions and verdicts."""
    rounds = (
        Round.objects.filter(project=project)
        .select_related("decision__decided_by")
        .prefetch_related(Prefetch("verdicts"))
        .order_by("opened_at", "pk")
    )
    return tuple(rounds)


def stopped_at(project: Project) -> State | None:
    """Return where on the main way a held, rejected or withdrawn project was stopped."""
    if project.where in ACTIVE or project.where is State.INITIATED:
        return None
    if project.held_from:
        return State(project.held_from)
    for event in Event.objects.filter(subject=project.ref, verb__in=_STOPPING).order_by(
        "-sequence"
    )[:5]:
        came_from = event.detail.get("from", "")
        if came_from in ACTIVE:
            return State(came_from)
    return None


def cited_count(project: Project, gate: Gate) -> int:
    """Return how many of the seven answers cite evidence."""
    values = Answer.objects.filter(project=project, set_code=EXAM_SET[gate])
    return sum(bool(value.get("evidence")) for value in values.values_list("value", flat=True))
