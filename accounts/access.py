"""The one permission table: which role may do what, and on which projects.

This module knows neither Django nor a database. A *person* has roles, a *subject* (a project, one
of its stages, ...) says which parts a person plays in it. A permission that is not in the table
does not exist: asking for it raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person is in the installation, and what they can be on a project."""

    PROJECT_MANAGER = "project_manager"
    CONTRIBUTOR = "contributor"
    DIRECTOR = "director"
    MANAGEMENT = "management"
    TEAM_MEMBER = "team_member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: Mapping[Role, str] = {
    Role.PROJECT_MANAGER: "project manager",
    Role.CONTRIBUTOR: "contributor",
    Role.DIRECTOR: "IT director",
    Role.MANAGEMENT: "management",
    Role.TEAM_MEMBER: "team member",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}

# Being named on a project is enough for these; the others must also hold the role.
ROLES_BY_MEMBERSHIP = frozenset({Role.CONTRIBUTOR, Role.TEAM_MEMBER})


class Scope(StrEnum):
    """On which subjects a role may use a permission."""

    OWN = "own"  # the subject's project manager
    ASSIGNED = "assigned"  # named on the subject in this role
    ANY = "any"


class Permission(StrEnum):
    """Everything that can be permitted."""

    OPEN_PROJECT = "open a project"
    VIEW_PROJECT = "view the project"
    VIEW_TEAM_CASE = "view the team case"
    VIEW_EXAMINATION = "view the examination"
    EDIT_STAGE = "edit this stage"
    EDIT_ANSWERS = "write the project's answers"
    ADD_EVIDENCE = "add evidence"
    ADD_DATA = "add raw data"
    SET_DATA_ASIDE = "set raw data aside"
    MANAGE_MEMBERS = "decide who works on the project"
    REPLACE_PERSON = "name somebody else on the project"
    SUBMIT = "submit the project"
    HOLD = "put the project on hold or withdraw it"
    EXAMINE = "examine the project"
    DECIDE = "decide on the project"
    ASK_FOLLOW_UP = "ask a follow-up"
    ANSWER_FOLLOW_UP = "answer a follow-up"
    PUT_MLOPS_NEED = "record the facts on MLOps"
    CONFIRM_MLOPS_NEED = "confirm whether MLOps is needed"
    SIGN = "sign the management case"
    RESPOND = "respond to the team case"
    REPLY_TO_CONCERN = "reply to a concern"
    INITIATE = "confirm the initiation"
    ASK_FOR_DRAFT = "ask for a working copy"
    START_NEW_VERSION = "start a new version"
    OFFER_AS_TEMPLATE = "offer the project as a template"
    MANAGE_PEOPLE = "manage people and roles"


_MANAGER_OWN = {Role.PROJECT_MANAGER: Scope.OWN}
_DIRECTOR_ASSIGNED = {Role.DIRECTOR: Scope.ASSIGNED}
_READERS = {
    Role.PROJECT_MANAGER: Scope.OWN,
    Role.CONTRIBUTOR: Scope.ASSIGNED,
    Role.DIRECTOR: Scope.ANY,
    Role.MANAGEMENT: Scope.ASSIGNED,
    Role.AUDITOR: Scope.ANY,
}
_WRITERS = {Role.PROJECT_MANAGER: Scope.OWN, Role.CONTRIBUTOR: Scope.ASSIGNED}

TABLE: Mapping[Permission, Mapping[Role, Scope]] = {
    Permission.OPEN_PROJECT: {Role.PROJECT_MANAGER: Scope.ANY},
    Permission.VIEW_PROJECT: _READERS,
    Permission.VIEW_TEAM_CASE: _READERS | {Role.TEAM_MEMBER: Scope.ASSIGNED},
    Permission.VIEW_EXAMINATION: {
        Role.PROJECT_MANAGER: Scope.OWN,
        Role.DIRECTOR: Scope.ANY,
        Role.MANAGEMENT: Scope.ASSIGNED,
        Role.AUDITOR: Scope.ANY,
    },
    Permission.EDIT_STAGE: _WRITERS,
    Permission.EDIT_ANSWERS: _MANAGER_OWN,
    Permission.ADD_EVIDENCE: _WRITERS,
    Permission.ADD_DATA: _WRITERS,
    Permission.SET_DATA_ASIDE: _MANAGER_OWN,
    Permission.MANAGE_MEMBERS: _MANAGER_OWN,
    Permission.REPLACE_PERSON: {Role.ADMINISTRATOR: Scope.ANY},
    Permission.SUBMIT: _MANAGER_OWN,
    Permission.HOLD: _MANAGER_OWN,
    Permission.EXAMINE: _DIRECTOR_ASSIGNED,
    Permission.DECIDE: _DIRECTOR_ASSIGNED,
    Permission.ASK_FOLLOW_UP: _DIRECTOR_ASSIGNED,
    Permission.ANSWER_FOLLOW_UP: _MANAGER_OWN,
    Permission.PUT_MLOPS_NEED: _MANAGER_OWN,
    Permission.CONFIRM_MLOPS_NEED: _DIRECTOR_ASSIGNED,
    Permission.SIGN: {Role.MANAGEMENT: Scope.ASSIGNED},
    Permission.RESPOND: {Role.TEAM_MEMBER: Scope.ASSIGNED},
    Permission.REPLY_TO_CONCERN: _MANAGER_OWN,
    Permission.INITIATE: _DIRECTOR_ASSIGNED,
    Permission.ASK_FOR_DRAFT: {
        Role.PROJECT_MANAGER: Scope.OWN,
        Role.DIRECTOR: Scope.ASSIGNED,
        Role.MANAGEMENT: Scope.ASSIGNED,
    },
    Permission.START_NEW_VERSION: _MANAGER_OWN,
    Permission.OFFER_AS_TEMPLATE: _MANAGER_OWN,
    Permission.MANAGE_PEOPLE: {Role.ADMINISTRATOR: Scope.ANY},
}

# What the author of any part of a project may never do to it.
BARRED_TO_AUTHORS = frozenset(
    {
        Permission.EXAMINE,
        Permission.DECIDE,
        Permission.ASK_FOLLOW_UP,
        Permission.CONFIRM_MLOPS_NEED,
        Permission.SIGN,
        Permission.INITIATE,
        Permission.REPLACE_PERSON,  # or they would choose who decides on it
    }
)


class Person(Protocol):
    """Whoever asks: an account with roles."""

    @property
    def person_id(self) -> int:
        """The account's number."""
        ...

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held in the installation; none for a closed account."""
        ...


class Subject(Protocol):
    """What is asked about."""

    def parts_of(self, person_id: int) -> frozenset[Role]:
        """Return the parts this person plays here; PROJECT_MANAGER means it is their own."""
        ...

    def written_by(self, person_id: int) -> bool:
        """Tell whether this person wrote any part of it."""
        ...

    def holders(self, roles: frozenset[Role]) -> str:
        """Name who holds these roles here, in words; empty when nobody does."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """May they? When not: why, and who may."""

    allowed: bool
    reason: str = ""
    holders: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def can(person: Person, permission: Permission, subject: Subject | None = None) -> Decision:
    """Decide whether ``person`` may use ``permission`` on ``subject``.

    Raises KeyError for a permission that is not in the table.
    """
    row = TABLE[permission]
    if not any(_reaches(person, role, scope, subject) for role, scope in row.items()):
        names = " or ".join(ROLE_NAMES[role] for role in row)
        holders = subject.holders(frozenset(row)) if subject is not None else ""
        return Decision(False, f"Only the {names} of this project may {permission}.", holders)
    if (
        permission in BARRED_TO_AUTHORS
        and subject is not None
        and subject.written_by(person.person_id)
    ):
        return Decision(False, f"You wrote part of this project, so you may not {permission}.", "")
    return ALLOWED


def _reaches(person: Person, role: Role, scope: Scope, subject: Subject | None) -> bool:
    if role not in person.roles and role not in ROLES_BY_MEMBERSHIP:
        return False
    if scope is Scope.ANY:
        return role in person.roles
    return subject is not None and role in subject.parts_of(person.person_id)
