"""What a project began with, as ready words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.kinds.difference import counted
from core.models import Event
from core.question_sets import QuestionSet
from initiation.workflow import STAGES

_NO_DATA = "Raw data, people, verdicts and signatures were not taken over: add and name them anew."
_NO_EVIDENCE = "Evidence was not taken over either; cite it again once it is in the register."


@dataclass(frozen=True, slots=True)
class Lost:
    """One field that could not be taken over."""

    title: str
    label: str
    why: str


def beginning_page(
    began: Event,
    sets: Mapping[str, QuestionSet],
    taken: Mapping[str, int],
    *,
    earlier_is_open: bool,
) -> dict[str, Any]:
    """Return what was taken over and what was not; the way back for who may open the old one.

    ``taken`` counts the answers taken over by their set.
    """
    earlier = began.detail.get("taken_from") or began.detail["supersedes"]
    cites = "taken_from" in began.detail
    in_stages = sum(number for code, number in taken.items() if code in STAGES)
    return {
        "earlier": earlier,
        "earlier_url": reverse("project", args=[earlier]) if earlier_is_open else "",
        "who": began.actor.name if began.actor else "Groundwork",
        "facts": [
            ("Answers of the stages", counted(in_stages, "answer")),
            ("Other answers", counted(sum(taken.values()) - in_stages, "answer")),
            ("Evidence", counted(began.detail.get("pieces", 0), "piece")),
        ],
        "lost": [_lost(one, sets) for one in began.detail.get("left_out", ())],
        "left_behind": _NO_DATA if cites else f"{_NO_DATA} {_NO_EVIDENCE}",
    }


def _lost(one: Mapping[str, str], sets: Mapping[str, QuestionSet]) -> Lost:
    place = sets[one["set_code"]].title if one["set_code"] in sets else one["set_code"]
    return Lost(f"{place}: {one['title']}", one["label"] or "The whole answer", one["why"])
