"""Who works on a project: contributors by stage, signers, team members."""

from django.db import transaction

from accounts.access import Permission, Role, can
from accounts.models import User
from accounts.services.people import invite
from core import mailing
from core.refused import Forbidden, Invalid, Refused
from core.services import events
from initiation.models import Member, Part, Project
from initiation.services.moving import lock
from initiation.workflow import ENDED, STAGES, State

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
    if leads:
        Member.objects.filter(project=locked, stage=stage, leads=True).update(leads=False)
    member, new = Member.objects.get_or_create(
        project=locked, user=user, part=part, stage=stage if part is Part.CONTRIBUTOR else "",
        defaults={"leads": leads},
    )  # fmt: skip
    if not new and leads and not member.leads:
        member.leads = True
        member.save(update_fields=["leads"])
    if new:
        _tell(actor, locked, member)
    return member


@transaction.atomic
def remove_member(*, actor: User, project: Project, member: Member) -> None:
    """Take a person's part away; what they wrote stays theirs. Raises as ``add_member``."""
    locked = _open(actor, project, Part(member.part))
    if member.project_id != locked.pk:
        raise Refused("This person does not belong to this project.")
    member.delete()
    events.record(
        actor_id=actor.pk,
        verb="member removed",
        subject=locked.ref,
        detail={"person": member.user_id, "part": member.part, "stage": member.stage},
    )


def _open(actor: User, project: Project, part: Part) -> Project:
    locked = lock(project)
    decision = can(actor, Permission.MANAGE_MEMBERS, locked)
    if not decision:
        raise Forbidden(decision.reason, decision.holders)
    if locked.where in ENDED or locked.where in _LOCKED[part]:
        raise Refused(f"The project is at “{locked.where_in_words}”: this part is settled.")
    return locked


def _check_person(project: Project, user: User, part: Part) -> None:
    if not user.is_active:
        raise Invalid("This account is closed.", "email")
    if part is Part.SIGNER and Role.MANAGEMENT not in user.roles:
        raise Invalid("Only people from management can sign.", "email")
    if part is Part.SIGNER and project.written_by(user.pk):
        raise Invalid("This person wrote part of the project, so they cannot sign it.", "email")
    if part is Part.CONTRIBUTOR and user.pk in (project.director_id, project.sponsor_id):
        raise Invalid(
            "The director and the sponsor judge this project, so they cannot write it.", "email"
        )
    if part is Part.CONTRIBUTOR and Role.MANAGEMENT in project.parts_of(user.pk):
        raise Invalid("This person signs the project, so they cannot write it.", "email")


def _tell(actor: User, project: Project, member: Member) -> None:
    mailing.post(
        key=f"member:{member.pk}",
        to=member.user.email,
        subject=f"{project.ref}: you are named as {member.get_part_display().lower()}",
        template="initiation/mail/member.txt",
        context={"project": project, "member": member, "actor": actor},
        about=project.ref,
    )
    events.record(
        actor_id=actor.pk,
        verb="member added",
        subject=project.ref,
        detail={"person": member.user_id, "part": member.part, "stage": member.stage},
    )
