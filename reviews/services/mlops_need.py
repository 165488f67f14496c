"""Is MLOps needed? The manager gives the facts, the rule answers, the director decides."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from accounts.access import Permission, can
from accounts.models import User
from core.refused import Forbidden, Invalid, Refused, Stale
from core.services import events
from initiation.mlops import NEED_NAMES, NEEDS_PLATFORM, Need, Result, assess
from initiation.models import Project
from initiation.services import guards
from initiation.services.answers import carry_answers
from initiation.services.freezing import freeze
from initiation.services.moving import lock, move
from initiation.workflow import SUBMITTED_SETS, Guard, State
from reviews.models import MlopsAssessment
from reviews.models.names import named, put_name
from reviews.queries.needs import facts_moved, facts_of, last_assessment
from reviews.services.papers import ask_for_dossier
from reviews.services.telling import tell


@transaction.atomic
def put_need(*, actor: User, project: Project) -> MlopsAssessment:
    """Freeze the facts, apply the rule and put its result before the director.

    Facts that already lie before the director are not put twice. Raises Forbidden, Refused when
    facts are missing or the project is elsewhere.
    """
    locked = lock(project)
    decision = can(actor, Permission.PUT_MLOPS_NEED, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if locked.where is not State.NEED_CONFIRMED:
        raise Refused(f"The project is at “{locked.where_in_words}”; this is settled elsewhere.")
    if gaps := guards.unanswered(locked, SUBMITTED_SETS[locked.where]):
        raise Refused(f"These facts are missing: {'; '.join(gaps)}.")
    last = last_assessment(locked)
    if last is not None and not last.decided and not facts_moved(last, facts_of(locked)):
        return last
    result = preview(locked)
    if result.need not in NEEDS_PLATFORM and (objection := guards.poc_bounded(locked, "")):
        raise Refused(objection)
    case_file = freeze(actor=actor, project=locked, occasion="put_need")
    locked.case_file = case_file
    locked.save(update_fields=["case_file"])
    assessment = MlopsAssessment.objects.create(
        project=locked,
        case_file=case_file,
        result=result.need,
        score=result.score,
        factors=[asdict(factor) for factor in result.factors],
        **named("put_by", actor),
        put_at=timezone.now(),
    )
    tell(
        locked,
        locked.director,
        key=f"mlops-need:{assessment.pk}",
        words="asks you to confirm whether MLOps is needed",
        page="mlops-need",
    )
    events.record(
        actor_id=actor.pk,
        verb="mlops need put",
        subject=locked.ref,
        detail={"result": result.need, "score": result.score},
        case_file_sha256=case_file.sha256,
    )
    return assessment


def preview(project: Project) -> Result:
    """Apply the rule to the facts as they stand. Raises KeyError while one is missing."""
    return assess(facts_of(project))


@transaction.atomic
def confirm_need(
    *,
    actor: User,
    project: Project,
    decided: Need,
    reason: str,
    seen_sha256: str,
) -> MlopsAssessment:
    """Confirm the rule's result or override it with a reason, and move the project on.

    Raises Forbidden, Refused when nothing was put, Stale when the facts moved, Invalid for an
    override without a reason.
    """
    locked = lock(project)
    decision = can(actor, Permission.CONFIRM_MLOPS_NEED, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    found = last_assessment(locked)
    if found is None or found.decided:
        raise Refused("The project manager has not put the facts before you yet.")
    if seen_sha256 != found.case_file.sha256:
        raise Stale("The facts are not the ones you read: they were put again meanwhile.")
    if facts_moved(found, facts_of(locked)):
        raise Stale(
            f"{locked.manager.name} changed the facts after putting them before you, so there is "
            "nothing to confirm until they are put again."
        )
    words = reason.strip()
    if decided != found.result and not words:
        raise Invalid("An override needs a reason.", "reason")
    needed = decided in NEEDS_PLATFORM
    moved = move(
        actor=actor,
        project=locked,
        name="confirm_mlops" if needed else "confirm_poc",
        reason=words,
        seen=found.case_file,
        vouched=frozenset({Guard.RULE_APPLIED, Guard.CASE_FILE_SEEN}),
        outcome="mlops" if needed else "poc",
        detail={"result": found.result, "decided": decided, "in words": NEED_NAMES[decided]},
    )
    found.decided, found.override_reason, found.decided_at = decided, words, moved.state_since
    put_name(found, "decided_by", actor)
    found.save()
    if needed:
        carry_answers(actor=moved.manager, project=moved, source="exam", target="exam_mlops")
    ask_for_dossier(
        project=moved,
        case_file=found.case_file,
        kind="decision" if needed else "initiation",
        about=f"mlops-need:{found.pk}",
        as_of=moved.state_since,
    )
    _tell_confirmed(moved, found, needed=needed)
    return found


def _tell_confirmed(project: Project, assessment: MlopsAssessment, *, needed: bool) -> None:
    """Tell the manager what was confirmed: it is their turn again, or the project is initiated."""
    words = "needs MLOps: its management case waits for you"
    tell(
        project,
        project.manager,
        key=f"mlops-need-confirmed:{assessment.pk}",
        words=words if needed else "is initiated as a proof of concept",
        page="management-case" if needed else "",
    )
