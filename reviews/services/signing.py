"""Management signs its case, or refuses with a reason; the last signature calls the director."""

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core.refused import Forbidden, Invalid, Refused, Stale
from core.services import events
from initiation.models import CaseFile, Project
from initiation.services.moving import lock, move
from initiation.workflow import Gate, Guard, State
from reviews.models import SignOff
from reviews.models.names import named
from reviews.queries.people import signers_of
from reviews.services.submitting import open_round
from reviews.services.telling import tell


@transaction.atomic
def sign(
    *,
    actor: User,
    project: Project,
    signed: bool,
    reason: str,
    seen_sha256: str,
    password: str,
) -> SignOff:
    """Sign the case file that was read, or refuse it with a reason; return the signature.

    The signer's password is asked for again. The last missing signature opens the second
    examination; a refusal sends the case back. Raises Forbidden, Refused for a second signature
    or another state, Stale for another case file, Invalid for a wrong password or no reason.
    """
    locked = lock(project)
    decision = can(actor, Permission.SIGN, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    case_file = locked.case_file
    if locked.where is not State.MANAGEMENT_REVIEW or case_file is None:
        raise Refused(f"There is nothing to sign: the project is at “{locked.where_in_words}”.")
    if seen_sha256 != case_file.sha256:
        raise Stale("The management case is not the one you read; read it again before signing.")
    if not signed and not reason.strip():
        raise Invalid("Say why you refuse.", "reason")
    if SignOff.objects.filter(case_file=case_file, signer=actor).exists():
        raise Refused("You have already signed or refused this case.")
    if not actor.check_password(password):
        raise Invalid("This is not your password.", "password")
    made = SignOff.objects.create(
        project=locked,
        case_file=case_file,
        case_file_sha256=case_file.sha256,
        **named("signer", actor),
        signed=signed,
        reason=reason.strip(),
        at=timezone.now(),
    )
    if not signed:
        _send_back(actor, locked, case_file, reason)
    elif waiting_for(locked, case_file):
        _record(actor, locked, case_file)
    else:
        _complete(actor, locked, case_file)
    return made


def waiting_for(project: Project, case_file: CaseFile) -> list[User]:
    """Return the signers whose signature under ``case_file`` is still missing."""
    have = set(
        SignOff.objects.filter(case_file=case_file, signed=True).values_list("signer_id", flat=True)
    )
    return [user for user in signers_of(project) if user.pk not in have]


def _record(actor: User, project: Project, case_file: CaseFile) -> None:
    events.record(
        actor_id=actor.pk,
        verb="management case signed",
        subject=project.ref,
        case_file_sha256=case_file.sha256,
    )


def _complete(actor: User, project: Project, case_file: CaseFile) -> None:
    moved = move(
        actor=actor,
        project=project,
        name="complete_signatures",
        seen=case_file,
        vouched=frozenset({Guard.ALL_SIGNED, Guard.CASE_FILE_SEEN}),
    )
    open_round(actor=project.manager, project=moved, gate=Gate.MLOPS, case_file=case_file)


def _send_back(actor: User, project: Project, case_file: CaseFile, reason: str) -> None:
    moved = move(
        actor=actor,
        project=project,
        name="refuse_management",
        reason=reason,
        seen=case_file,
        vouched=frozenset({Guard.CASE_FILE_SEEN}),
    )
    tell(
        moved,
        moved.manager,
        key=f"refused:{case_file.pk}:{actor.pk}",
        words="was not signed by management",
        page="management-case",
    )
