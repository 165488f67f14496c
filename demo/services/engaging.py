"""Bringing the people of the demo organisation in."""

from collections.abc import Mapping
from typing import Any

from accounts.access import Role
from accounts.models import Department, RoleGrant, User
from accounts.services.people import accept_invitation, invite, set_roles
from demo.reading import DOMAIN, address_of


def is_demo() -> bool:
    """Tell whether the demo organisation is in this installation."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


def is_empty() -> bool:
    """Tell whether nobody's data is in this installation."""
    return not User.objects.exists() and not Department.objects.exists()


def engage(company: Mapping[str, Any]) -> dict[str, User]:
    """Found the departments and bring in everybody; return the people by their keys."""
    departments = {name: Department.objects.create(name=name) for name in company["departments"]}
    people: dict[str, User] = {}
    first = _first_administrator(company)
    for entry in company["people"]:
        user = first if entry["name"] == first.name else _newcomer(first, entry, company)
        user.department = departments[entry["department"]]
        user.save(update_fields=["department"])
        people[entry["key"]] = user
    return people


def _first_administrator(company: Mapping[str, Any]) -> User:
    """Make the one account that nobody can invite, as every installation begins with one."""
    entry = next(item for item in company["people"] if Role.ADMINISTRATOR in item["roles"])
    user = User.objects.create_user(
        address_of(entry["name"]), company["password"], name=entry["name"], title=entry["title"]
    )
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in entry["roles"]])
    return user


def _newcomer(actor: User, entry: Mapping[str, Any], company: Mapping[str, Any]) -> User:
    user = invite(
        actor=actor, email=address_of(entry["name"]), name=entry["name"], title=entry["title"]
    )
    accept_invitation(user=user, password=company["password"])
    set_roles(actor=actor, user=user, roles=frozenset(Role(role) for role in entry["roles"]))
    return User.objects.get(pk=user.pk)
