"""The tables of what people say to a case file, each bound to its hash."""

from reviews.models.decision import Decision
from reviews.models.examination import FollowUp, Outcome, Round, Stance, Verdict
from reviews.models.mlops import MlopsAssessment
from reviews.models.signoff import SignOff
from reviews.models.team import Consultation, Reading, Response, TeamStance

__all__ = (
    "Consultation",
    "Decision",
    "FollowUp",
    "MlopsAssessment",
    "Outcome",
    "Reading",
    "Response",
    "Round",
    "SignOff",
    "Stance",
    "TeamStance",
    "Verdict",
)
