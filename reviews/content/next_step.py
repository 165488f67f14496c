"""What happens next in a project and whose turn it is, said to one reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accounts.access import Permission, can
from accounts.models import User
from initiation.content.spans import listed, since
from initiation.mlops import NEED_NAMES, Need
from initiation.workflow import STAGES, SUBMITTED_SETS, Gate, State
from reviews.content.moments import counted, day, points
from reviews.queries.people import signers_of, team_of
from reviews.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sentence of state, one of what to do, and at most one action."""

    title: str
    text: str
    url: str = ""
    action: str = ""
    variant: str = "waiting"


def next_step(standing: Standing, user: User) -> NextStep:
    """Return what is next in the project for ``user``."""
    return _SAYS[standing.project.where](standing, user)


def _may(standing: Standing, user: User, permission: Permission) -> bool:
    return bool(can(user, permission, standing.project))


def _url(name: str, standing: Standing, *rest: object) -> str:
    return reverse(name, args=[standing.project.ref, *rest])


def gaps_of(standing: Standing, codes: tuple[str, ...]) -> int:
    """Return how many questions of these sets are not complete."""
    parts = [standing.progress[code] for code in codes]
    return sum(part.total - part.complete for part in parts)


def _preparing(standing: Standing, user: User) -> NextStep:
    project = standing.project
    if not _may(standing, user, Permission.SUBMIT):
        mine = [m.stage for m in project.member_list if m.user_id == user.pk and m.stage in STAGES]
        if mine:
            names = listed([standing.sets[code].title for code in mine])
            return NextStep(
                f"Your part: {names}",
                f"{project.manager.name} submits the project when all stages are complete.",
                _url("stage", standing, mine[0]),
                "Open your stage",
            )
        return NextStep(
            f"Being written by {project.manager.name} and contributors",
            "It comes to the IT director when the five stages and the seven answers are complete.",
        )
    return _writing(standing, Gate.ML)


def _writing(standing: Standing, gate: Gate) -> NextStep:
    returned = standing.returned(gate)
    gaps = gaps_of(standing, SUBMITTED_SETS[standing.project.where])
    check = _url("check-and-submit", standing, gate.value)
    if returned:
        return NextStep(
            f"Your turn: {counted(len(returned), 'answer')} came back",
            "Read the director's notes, change what they name, and submit the next round.",
            _url("exam-answers", standing, gate.value),
            "Read the notes",
            "needs_work",
        )
    if gaps:
        url, name = _first_gap(standing, gate)
        return NextStep(
            f"Your turn: {counted(gaps, 'question')} left to answer",
            f"Next is “{name}”. Drafts may be incomplete; nobody examines them before you submit.",
            url,
            "Continue",
        )
    return NextStep(
        "Your turn: everything is answered",
        "Read it once more as the director will, then submit it.",
        check,
        "Check and submit",
    )


def _first_gap(standing: Standing, gate: Gate) -> tuple[str, str]:
    for code in SUBMITTED_SETS[standing.project.where]:
        part = standing.progress[code]
        if part.complete < part.total:
            break
    title = standing.sets[code].title
    if code in STAGES:
        return _url("stage", standing, code), title
    if code == "management":
        return _url("management-case", standing), title
    return _url("exam-answers", standing, gate.value), title


def _examined(standing: Standing, user: User) -> NextStep:
    project, round_ = standing.project, standing.round_open()
    if round_ is None:
        return NextStep("Being examined", "")
    asked = len(standing.open_follow_ups)
    if asked and _may(standing, user, Permission.ANSWER_FOLLOW_UP):
        return NextStep(
            f"Your turn: {counted(asked, 'follow-up')} to answer",
            f"{project.director.name} asked under your answers. The answers stay as submitted.",
            _url("exam-answers", standing, round_.gate),
            "Read and answer",
            "needs_work",
        )
    if _may(standing, user, Permission.EXAMINE):
        return NextStep(
            f"Your turn: examine round {round_.number}",
            f"Submitted {day(round_.opened_at)}, waiting {since(round_.opened_at)}.",
            _url("examine", standing, round_.gate, round_.number, 1),
            "Examine question by question",
        )
    return NextStep(
        f"{project.director.name} is examining round {round_.number}",
        f"Submitted {day(round_.opened_at)}, waiting {since(round_.opened_at)}. Nothing can be "
        "changed meanwhile, so that what is examined stays what was submitted.",
    )


def _need(standing: Standing, user: User) -> NextStep:
    project, found = standing.project, standing.assessment
    url = _url("mlops-need", standing)
    put = found is not None and not found.decided
    if put and _may(standing, user, Permission.CONFIRM_MLOPS_NEED):
        return NextStep(
            "Your turn: is MLOps needed?",
            "The facts and the rule's result are before you.",
            url,
            "Confirm or override",
        )
    if put:
        return NextStep(
            f"{project.director.name} confirms whether MLOps is needed",
            "The facts are recorded and the rule has been applied.",
            url,
            "See the result",
        )
    if _may(standing, user, Permission.PUT_MLOPS_NEED):
        return NextStep(
            "Your turn: is MLOps needed?",
            "The ML system is approved. Record the facts; a rule with its reasons answers.",
            url,
            "Record the facts",
        )
    return NextStep(
        f"{project.manager.name} records whether MLOps is needed", "The ML system is approved."
    )


def _management_case(standing: Standing, user: User) -> NextStep:
    refused = next((item for item in standing.sign_offs if not item.signed), None)
    if _may(standing, user, Permission.SUBMIT):
        if refused is None:
            return _writing(standing, Gate.MLOPS)
        return NextStep(
            f"Your turn: {refused.signer.name} did not sign",
            refused.reason,
            _url("management-case", standing),
            "Open the management case",
            "needs_work",
        )
    return NextStep(
        f"{standing.project.manager.name} writes the management case",
        "Then every named signer signs it, and the director examines once more.",
    )


def _management_review(standing: Standing, user: User) -> NextStep:
    signed = {item.signer_id for item in standing.sign_offs}
    signers = signers_of(standing.project)
    missing = [person for person in signers if person.pk not in signed]
    if user in missing and _may(standing, user, Permission.SIGN):
        return NextStep(
            "Your turn: the management case waits for your signature",
            f"{len(signers) - len(missing)} of {len(signers)} have signed.",
            _url("sign", standing),
            "Read and sign",
        )
    return NextStep(
        f"Waiting for {listed([person.name for person in missing])}",
        f"{len(signers) - len(missing)} of {len(signers)} have signed. "
        "The last signature calls the director.",
        _url("management-case", standing),
        "Read the case",
    )


def _team_case(standing: Standing, user: User) -> NextStep:
    if not _may(standing, user, Permission.SUBMIT):
        return NextStep(
            f"{standing.project.manager.name} writes the team case",
            "Then each team member says to every answer: clear, unclear or a concern.",
        )
    gaps = gaps_of(standing, SUBMITTED_SETS[State.TEAM_CASE])
    left = f"{counted(gaps, 'question')} left to answer." if gaps else "Everything is answered."
    return NextStep(
        "Your turn: write to the team", left, _url("team-case", standing), "Open the team case"
    )


def _consultation(standing: Standing, user: User) -> NextStep:
    silent = [person for person in team_of(standing.project) if person.pk not in standing.readers]
    if user in silent and _may(standing, user, Permission.RESPOND):
        return NextStep(
            "Your turn: what do you say to the team case?",
            "Read the seven answers; say clear, unclear or concern to each.",
            _url("respond", standing),
            "Read and respond",
        )
    if standing.unanswered and _may(standing, user, Permission.REPLY_TO_CONCERN):
        return NextStep(
            f"Your turn: answer {points(len(standing.unanswered))}",
            "Each unclear and each concern gets a reply before the project can be initiated.",
            _url("team-case", standing),
            "Read and reply",
            "needs_work",
        )
    if not silent and not standing.unanswered and _may(standing, user, Permission.INITIATE):
        return NextStep(
            "Your turn: confirm the initiation",
            "The whole team has read the case and every concern is answered.",
            _url("team-case", standing),
            "Read and confirm",
        )
    words = f"Waiting for {listed([person.name for person in silent])}" if silent else ""
    replies = f"Waiting for {standing.project.manager.name}'s replies" if not words else ""
    if not silent and not standing.unanswered:
        replies = f"{standing.project.director.name} confirms the initiation"
    return NextStep(words or replies, "The team has been asked.", _url("team-case", standing), "")


def _initiated(standing: Standing, user: User) -> NextStep:
    poc = standing.project.outcome == "poc"
    decided = standing.assessment.decided if standing.assessment else ""
    how = NEED_NAMES[Need(decided)] if decided else ""
    title = "Initiated as a proof of concept" if poc else "Initiated"
    text = f"{day(standing.project.state_since)}. {how}."
    if not _may(standing, user, Permission.VIEW_EXAMINATION):
        return NextStep(title, text, variant="accepted")
    text = f"{text} The dossier holds the whole record."
    return NextStep(title, text, _url("dossiers", standing), "Open the dossier", "accepted")


def _rejected(standing: Standing, user: User) -> NextStep:
    round_ = standing.last_decided(Gate.MLOPS) or standing.last_decided(Gate.ML)
    text = "A rejection says what would change the director's mind; a new version may follow."
    if round_ is None or not _may(standing, user, Permission.VIEW_EXAMINATION):
        return NextStep("Rejected", text, variant="rejected")
    url = _url("decision", standing, round_.gate, round_.number)
    return NextStep("Rejected", text, url, "Read the reasons", "rejected")


def _held(standing: Standing, user: User) -> NextStep:
    resume = _may(standing, user, Permission.HOLD)
    return NextStep(
        f"On hold {since(standing.project.state_since)}",
        f"{standing.project.manager.name} gave this reason: {standing.project.held_reason}",
        _url("resume", standing) if resume else "",
        "Resume" if resume else "",
        "neutral",
    )


def _withdrawn(standing: Standing, user: User) -> NextStep:
    return NextStep(
        f"Withdrawn on {day(standing.project.state_since)}",
        f"{standing.project.manager.name} gave this reason: {standing.project.held_reason}",
        variant="neutral",
    )


_SAYS: Mapping[State, Callable[[Standing, User], NextStep]] = {
    State.PREPARING: _preparing,
    State.ML_EXAM: _examined,
    State.NEED_CONFIRMED: _need,
    State.MANAGEMENT_CASE: _management_case,
    State.MANAGEMENT_REVIEW: _management_review,
    State.MLOPS_EXAM: _examined,
    State.TEAM_CASE: _team_case,
    State.TEAM_CONSULTATION: _consultation,
    State.INITIATED: _initiated,
    State.REJECTED: _rejected,
    State.ON_HOLD: _held,
    State.WITHDRAWN: _withdrawn,
}
