"""The permission table: complete, closed by default, and the same as a query and as a question."""

import itertools

import pytest

from accounts.access import BARRED_TO_AUTHORS, TABLE, Permission, Role, can
from accounts.models import RoleGrant, User
from initiation.models import Member, Part, Project
from tests.factories import Cast, make_project

PARTS = ("nobody", "manager", "director", "sponsor", "contributor", "signer", "team")


def test_every_permission_has_a_row_and_every_row_somebody() -> None:
    assert set(TABLE) == set(Permission)
    assert all(TABLE.values())
    assert set(TABLE) >= BARRED_TO_AUTHORS


def test_a_permission_that_does_not_exist_raises(cast: Cast) -> None:
    with pytest.raises(KeyError):
        can(cast.manager, "dance")  # type: ignore[arg-type]  # what a typing mistake would do


def test_a_closed_account_may_do_nothing(cast: Cast) -> None:
    project = make_project(cast)
    cast.manager.is_active = False
    cast.manager.save()
    closed = User.objects.get(pk=cast.manager.pk)
    assert not any(can(closed, permission, project) for permission in Permission)
    assert not Project.objects.visible_to(closed).exists()


def named(cast: Cast, part: str, person: User) -> Project:
    """Return a project in which the person plays this part and no other."""
    project = make_project(cast, name=f"As {part} of {person.pk}")
    if part in ("manager", "director", "sponsor"):
        Project.objects.filter(pk=project.pk).update(**{part: person})
    elif part == "contributor":
        Member.objects.create(project=project, user=person, part=Part.CONTRIBUTOR, stage="data")
    elif part != "nobody":
        Member.objects.create(project=project, user=person, part=part)
    return Project.objects.with_people().get(pk=project.pk)


@pytest.mark.parametrize("part", PARTS)
def test_what_can_be_seen_by_a_query_is_what_may_be_seen(cast: Cast, part: str) -> None:
    project = named(cast, part, cast.stranger)
    for roles in itertools.chain([()], [(role,) for role in Role]):
        RoleGrant.objects.filter(user=cast.stranger).delete()
        RoleGrant.objects.bulk_create([RoleGrant(user=cast.stranger, role=r) for r in roles])
        person = User.objects.get(pk=cast.stranger.pk)
        for permission in (
            Permission.VIEW_PROJECT,
            Permission.VIEW_TEAM_CASE,
            Permission.VIEW_EXAMINATION,
        ):
            seen = Project.objects.visible_to(person, permission).filter(pk=project.pk).exists()
            assert seen is bool(can(person, permission, project)), (part, roles, permission)
