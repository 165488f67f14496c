"""A project, its people and the question sets it pinned."""

from functools import cached_property

from django.conf import settings
from django.db import connection, models

from accounts.access import ROLE_NAMES, Role
from initiation.models.authors import wrote_sql
from initiation.models.managers import ProjectQuerySet
from initiation.workflow import STATE_NAMES, State


class Part(models.TextChoices):
    """What a member does on a project, beside its manager, director and sponsor."""

    CONTRIBUTOR = "contributor", "Contributor"
    SIGNER = "signer", "Signer from management"
    TEAM = "team", "Team member"


_ROLE_OF_PART = {
    Part.CONTRIBUTOR: Role.CONTRIBUTOR,
    Part.SIGNER: Role.MANAGEMENT,
    Part.TEAM: Role.TEAM_MEMBER,
}
_WROTE = wrote_sql(project="%s", person="%s")


class Project(models.Model):
    """One proposal to build an ML system."""

    name = models.CharField(max_length=120)
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="managed_projects"
    )
    director = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="directed_projects"
    )
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sponsored_projects"
    )
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(
        max_length=20,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
        default=State.PREPARING.value,
    )
    state_since = models.DateTimeField()
    held_from = models.CharField(max_length=20, blank=True)
    held_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True)  # how it was initiated: poc or mlops
    case_file = models.ForeignKey(
        "initiation.CaseFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    begun_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_template = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="project_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", "poc", "mlops"]),
                name="project_outcome_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("director")),
                name="project_manager_is_not_its_director",
            ),
            models.CheckConstraint(
                condition=models.Q(state="on_hold", held_from__gt="")
                | (~models.Q(state="on_hold") & models.Q(held_from="")),
                name="project_held_from_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["manager", "state"], name="project_of_manager"),
            models.Index(fields=["director", "state"], name="project_of_director"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"

    @property
    def ref(self) -> str:
        """The reference people use: GW-12."""
        return f"GW-{self.pk}"

    @property
    def where(self) -> State:
        """The state as the workflow's own type."""
        return State(self.state)

    @property
    def where_in_words(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.where]

    @property
    def is_open_template(self) -> bool:
        """Whether everybody may begin from it: somebody with an account answers for it still."""
        return self.is_template and self.manager.is_active

    @cached_property
    def member_list(self) -> list["Member"]:
        """All members with their people, read once."""
        return list(self.members.select_related("user"))

    def parts_of(self, person_id: int) -> frozenset[Role]:
        """Return the parts a person plays here, as the permission table asks."""
        parts = {_ROLE_OF_PART[Part(m.part)] for m in self.member_list if m.user_id == person_id}
        if person_id == self.manager_id:
            parts.add(Role.PROJECT_MANAGER)
        if person_id == self.director_id:
            parts.add(Role.DIRECTOR)
        if person_id == self.sponsor_id:
            parts.add(Role.MANAGEMENT)
        return frozenset(parts)

    def written_by(self, person_id: int) -> bool:
        """Tell whether the person wrote any part of the project or of what it came from."""
        if person_id == self.manager_id:
            return True
        with connection.cursor() as cursor:
            cursor.execute(_WROTE, [self.pk, person_id])
            return bool(cursor.fetchone()[0])

    def holders(self, roles: frozenset[Role]) -> str:
        """Name who holds these roles here."""
        named = [
            (Role.PROJECT_MANAGER, self.manager.name),
            (Role.DIRECTOR, self.director.name),
            (Role.MANAGEMENT, self.sponsor.name),
            *((_ROLE_OF_PART[Part(m.part)], m.user.name) for m in self.member_list),
        ]
        seen = dict.fromkeys(
            f"{name} ({ROLE_NAMES[role]})" for role, name in named if role in roles
        )
        return ", ".join(seen)


class Member(models.Model):
    """A person's part in a project; contributors are named for one stage at a time."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    part = models.CharField(max_length=12, choices=Part.choices)
    stage = models.CharField(max_length=20, blank=True)
    leads = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user", "part", "stage"], name="member_once_a_part"
            ),
            models.UniqueConstraint(
                fields=["project", "stage"],
                condition=models.Q(leads=True),
                name="one_lead_a_stage",
            ),
            models.CheckConstraint(
                condition=(models.Q(part="contributor") & ~models.Q(stage=""))
                | (~models.Q(part="contributor") & models.Q(stage="", leads=False)),
                name="only_contributors_have_a_stage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.part} {self.stage}".strip()


class PinnedSet(models.Model):
    """The version of a question set that a project began with."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pinned_sets")
    published_set = models.ForeignKey("initiation.PublishedSet", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="one_version_a_set"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.code}"


class StageOf:
    """One stage of a project, as a subject of permissions: contributors write their own stage."""

    def __init__(self, project: Project, code: str) -> None:
        self.project = project
        self.code = code

    def parts_of(self, person_id: int) -> frozenset[Role]:
        """Return the person's parts; CONTRIBUTOR only when named for this stage."""
        parts = self.project.parts_of(person_id)
        named = any(
            member.user_id == person_id and member.stage == self.code
            for member in self.project.member_list
        )
        return parts if named else parts - {Role.CONTRIBUTOR}

    def written_by(self, person_id: int) -> bool:
        """Ask the project: authorship of a part is authorship."""
        return self.project.written_by(person_id)

    def holders(self, roles: frozenset[Role]) -> str:
        """Name who may write this stage."""
        people = [f"{self.project.manager.name} ({ROLE_NAMES[Role.PROJECT_MANAGER]})"]
        people += [
            f"{member.user.name} ({ROLE_NAMES[Role.CONTRIBUTOR]})"
            for member in self.project.member_list
            if member.stage == self.code
        ]
        return ", ".join(people)
