"""The page after a submission: its reference, who reads it now, and what happens next."""

from typing import Any

from django.urls import reverse

from initiation.content.spans import listed
from initiation.models import CaseFile, Project
from initiation.workflow import Gate, State
from reviews.content.moments import moment
from reviews.queries.people import signers_of


def submitted_page(
    project: Project, gate: Gate, round_number: int, case_file: CaseFile
) -> dict[str, Any]:
    """Return everything the page shows, as ready words."""
    to_management = gate is Gate.MLOPS
    people = [person.name for person in signers_of(project)]
    who = listed(people) if to_management else project.director.name
    return {
        "project": project,
        "title": "Submitted to management" if to_management else f"Round {round_number} submitted",
        "reader": who,
        "facts": [
            ("Reference", f"{project.ref}, case file {case_file.number}"),
            ("Submitted", moment(case_file.frozen_at)),
            ("With", who),
        ],
        "sha256": case_file.sha256,
        "steps": _management_steps(project, people) if to_management else _exam_steps(project),
        "dossier_url": reverse("dossiers", args=[project.ref]),
        "still_waits": project.where in (State.ML_EXAM, State.MANAGEMENT_REVIEW),
    }


def _exam_steps(project: Project) -> list[str]:
    director = project.director.name
    return [
        f"{director} was told by mail and examines the seven answers beside what the stages say.",
        "You may be asked a follow-up at once; the project page and a mail say so.",
        f"{director} approves, requests changes answer by answer, or rejects with a reason.",
        "Until then nothing can be changed, so that what is examined is what was submitted.",
    ]


def _management_steps(project: Project, people: list[str]) -> list[str]:
    return [
        f"{listed(people)} {'was' if len(people) == 1 else 'were'} told by mail, and each signs "
        "or refuses with a reason.",
        f"The last signature hands the case to {project.director.name} for the second examination.",
        "If somebody refuses, the case comes back to you with the reason.",
        "Until then nothing can be changed, so that what is signed is what was submitted.",
    ]
