"""The departments that projects belong to."""

from django.db import transaction

from accounts.models import Department, User
from accounts.services.people import administering
from core.refused import Invalid
from core.services import events


@transaction.atomic
def save_department(*, actor: User, name: str, department: Department | None = None) -> Department:
    """Add a department, or rename ``department``; return it.

    One that is there already under this name is not added again, so asking twice does one thing.
    Raises Forbidden unless the actor may manage people, Invalid for blanks and, when renaming,
    for a name in use.
    """
    administering(actor)  # which lets one administrator in at a time
    title = " ".join(name.split())
    if not title:
        raise Invalid("Give the department a name.", "name")
    namesake = Department.objects.filter(name__iexact=title).first()
    if department is None:
        return namesake or _add(actor, title)
    if namesake is not None and namesake.pk != department.pk:
        raise Invalid("There is already a department of this name.", "name")
    return _rename(actor, Department.objects.get(pk=department.pk), title)


def _add(actor: User, name: str) -> Department:
    department = Department.objects.create(name=name)
    _tell(actor, department, "department added", "", name)
    return department


def _rename(actor: User, department: Department, name: str) -> Department:
    before = department.name
    if before == name:
        return department
    department.name = name
    department.save(update_fields=["name"])
    _tell(actor, department, "department renamed", before, name)
    return department


def _tell(actor: User, department: Department, verb: str, before: str, after: str) -> None:
    events.record(
        actor_id=actor.pk,
        verb=verb,
        subject=f"department {department.pk}",
        detail={"before": before, "after": after},
    )
