"""Handing a project over: to the director, to management, to the team."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.refused import Refused, Stale
from initiation.models import CaseFile, Project
from initiation.services.freezing import freeze
from initiation.services.moving import move
from initiation.workflow import Gate, State
from reviews.models import Consultation, Round
from reviews.queries.people import signers_of, team_of
from reviews.services.carrying import carry_verdicts
from reviews.services.papers import ask_for_dossier
from reviews.services.telling import tell

_MOVE = {
    State.PREPARING: "submit_ml_exam",
    State.MANAGEMENT_CASE: "submit_management",
    State.TEAM_CASE: "submit_team",
}


@transaction.atomic
def submit(*, actor: User, project: Project, declared: bool, seen_sha256: str = "") -> Project:
    """Freeze the project and hand it to whoever reads it next; return it in its new state.

    Opens a round, asks for signatures or opens the consultation, tells the people by mail, and
    asks for the dossier. ``seen_sha256`` is the hash of what the submitter was shown. Raises
    Refused when answers are missing or nothing is to be submitted now, Stale when the project
    is no longer what was shown, Forbidden for anybody but the manager; then nothing has changed.
    """
    if not declared:
        raise Refused("Confirm that the answers are true to the best of your knowledge.")
    name = _MOVE.get(project.where)
    if name is None:
        raise Refused(f"There is nothing to submit: the project is at “{project.where_in_words}”.")
    moved = move(
        actor=actor,
        project=project,
        name=name,
        freeze=lambda locked: freeze(actor=actor, project=locked, occasion=name),
    )
    case_file = moved.case_file
    if case_file is None:
        raise RuntimeError("a submission always freezes a case file")
    if seen_sha256 and seen_sha256 != case_file.sha256:
        raise Stale("The project changed since you opened this page, so nothing was submitted.")
    if moved.where is State.ML_EXAM:
        open_round(actor=actor, project=moved, gate=Gate.ML, case_file=case_file)
    elif moved.where is State.TEAM_CONSULTATION:
        Consultation.objects.create(project=moved, case_file=case_file, opened_at=moved.state_since)
        words = "asks for your response to the team case"
        _tell(moved, case_file, team_of(moved), words, "respond")
    else:
        _tell(moved, case_file, signers_of(moved), "asks for your signature", "sign")
    ask_for_dossier(
        project=moved,
        case_file=case_file,
        kind="submission",
        about=f"{name}:{case_file.number}",
        as_of=moved.state_since,
    )
    return moved


def open_round(*, actor: User, project: Project, gate: Gate, case_file: CaseFile) -> Round:
    """Open the next round at ``gate`` on ``case_file``, with the verdicts that still hold."""
    last = Round.objects.filter(project=project, gate=gate).aggregate(last=Max("number"))["last"]
    opened = Round.objects.create(
        project=project,
        gate=gate,
        number=(last or 0) + 1,
        case_file=case_file,
        submitted_by=actor,
        opened_at=timezone.now(),
    )
    carry_verdicts(opened)
    _tell(project, case_file, [project.director], "waits for your examination")
    return opened


def _tell(
    project: Project, case_file: CaseFile, people: list[User], words: str, page: str = ""
) -> None:
    for person in people:
        key = f"asked:{case_file.pk}:{person.pk}:{project.state}"
        tell(project, person, key=key, words=words, page=page)
