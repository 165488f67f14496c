"""Who works on a project: contributors by stage, signers, team members."""

from django.db import transaction

from accounts.access import Permission, Role, can
from accounts.models import User
from accounts.services.people import invite
from core import mailing
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.models import Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.services.moving import lock
from initiation.workflow import ENDED, STAGES, STATE_NAMES, State

# While people sign or respond, who they are must not change under them.
_LOCKED = {
    Part.CONTRIBUTOR: frozenset[State](),
    Part.SIGNER: frozenset({State.MANAGEMENT_REVIEW, State.MLOPS_EXAM}),
    Part.TEAM: frozenset({State.TEAM_CONSULTATION}),
}


@transaction.atomic
def add_member(
    *,
    actor: User,
    project: Project,
    email: str,
    name: str,
    part: Part,
    stage: str = "",
    leads: bool = False,
) -> Member:
    """Add a person (inviting them when they are new) and tell them by mail.

    Raises Forbidden, Refused while this part is locked, Invalid for a person who may not play it.
    """
    locked = _open(actor, project, part)
    if part is Part.CONTRIBUTOR and stage not in STAGES:
        raise Invalid("Choose the stage this person works on.", "stage")
    user = invite(actor=actor, email=email, name=name, about=str(locked))
    _check_person(locked, user, part)
    member, new = Member.objects.get_or_create(
        project=locked, user=user, part=part, stage=stage if part is Part.CONTRIBUTOR else ""
    )
    if new:
        _tell(actor, locked, member)
    if leads and part is Part.CONTRIBUTOR:
        _hand_the_lead(actor, locked, member)
    return member


@transaction.atomic
def remove_member(*, actor: User, project: Project, member: Member) -> None:
    """Take a person's part away, once; what they wrote stays theirs. Raises as ``add_member``."""
    locked = _open(actor, project, Part(member.part))
    if member.project_id != locked.pk:
        raise Refused("This person does not belong to this project.")
    removed, _ = Member.objects.filter(pk=member.pk).delete()
    if not removed:  # somebody pressed the same button a moment ago
        return
    events.record(
        actor_id=actor.pk,
        verb="member removed",
        subject=locked.ref,
        detail={"person": member.user_id, "part": member.part, "stage": member.stage},
    )


def settled(project: Project, part: Part) -> str:
    """Return why nobody can be named for ``part`` or taken off it now; empty when they can.

    A project on hold is where it was held: what waits there must not change under it.
    """
    if project.where in ENDED:
        return f"The project is at “{project.where_in_words}”: its people are settled."
    where = State(project.held_from) if project.where is State.ON_HOLD else project.where
    if where not in _LOCKED[part]:
        return ""
    held = ", where it was put on hold" if where is not project.where else ""
    return f"The project is at “{STATE_NAMES[where]}”{held}: this part is settled."


def _open(actor: User, project: Project, part: Part) -> Project:
    locked = lock(project)
    decision = can(actor, Permission.MANAGE_MEMBERS, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if reason := settled(locked, part):
        raise Refused(reason)
    return locked


def _check_person(project: Project, user: User, part: Part) -> None:
    if not user.is_active:
        raise Invalid("This account is closed.", "email")
    checks = {
        Part.SIGNER: why_not_signer,
        Part.CONTRIBUTOR: _why_not_contributor,
        Part.TEAM: why_not_team,
    }
    if reason := checks[part](project, user):
        raise Invalid(reason, "email")


def why_not_signer(project: Project, user: User) -> str:
    """Return why ``user`` may not sign the project, in words; empty when they may."""
    if Role.MANAGEMENT not in user.roles:
        return "Only people from management can sign."
    if user.pk == project.director_id:
        return "The director examines what management signs: choose somebody else."
    if project.written_by(user.pk):
        words = "This person wrote part of the project or of what it came from"
        return f"{words}, so they cannot sign it."
    if Role.CONTRIBUTOR in project.parts_of(user.pk):
        return "This person is named to write part of the project, so they cannot sign it."
    return ""


def why_not_team(project: Project, user: User) -> str:
    """Return why ``user`` may not answer for the team, in words; empty when they may."""
    if user.pk == project.manager_id:
        return "The manager makes the team case, so they cannot respond to it."
    return ""


def _why_not_contributor(project: Project, user: User) -> str:
    if user.pk in (project.director_id, project.sponsor_id):
        return "The director and the sponsor judge this project, so they cannot write it."
    if Role.MANAGEMENT in project.parts_of(user.pk):
        return "This person signs the project, so they cannot write it."
    return ""


def _hand_the_lead(actor: User, project: Project, member: Member) -> None:
    """Let ``member`` lead their stage instead of whoever led it."""
    before = Member.objects.filter(project=project, stage=member.stage, leads=True).first()
    if before == member:
        return
    if before is not None:
        before.leads = False
        before.save(update_fields=["leads"])
    member.leads = True
    member.save(update_fields=["leads"])
    events.record(
        actor_id=actor.pk,
        verb="stage lead named",
        subject=project.ref,
        detail={
            "stage": member.stage,
            "before": before.user_id if before else None,
            "after": member.user_id,
        },
    )


def _tell(actor: User, project: Project, member: Member) -> None:
    mailing.post(
        key=f"member:{member.pk}",
        to=member.user.email,
        subject=f"{project.ref}: you are named as {member.get_part_display().lower()}",
        template="initiation/mail/member.txt",
        context={"project": project, "member": member, "actor": actor, "stage": _stage(member)},
        about=project.ref,
    )
    events.record(
        actor_id=actor.pk,
        verb="member added",
        subject=project.ref,
        detail={"person": member.user_id, "part": member.part, "stage": member.stage},
    )


def _stage(member: Member) -> str:
    """Return the stage's name as the project's questions have it; empty for other parts."""
    return pinned(member.project)[member.stage].title if member.stage else ""
