"""A person's account, known by e-mail address, and the roles they hold."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Lower

from accounts.access import Role


class Theme(models.TextChoices):
    """How pages look to this person."""

    AUTO = "auto", "Like my device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account; without a password it can only be entered by a reset."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_roles(self) -> models.QuerySet["User"]:
        """Return accounts with their roles, read in the same query."""
        grants = RoleGrant.objects.filter(user=models.OuterRef("pk"))
        return self.annotate(held_roles=ArraySubquery(grants.values("role")))

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person. Closing an account keeps it, since the record names its people for ever."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    # Empty is the installation's zone, so that setting it reaches everybody who chose none.
    time_zone = models.CharField(max_length=60, blank=True, default="")
    shortcuts = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(theme__in=Theme.values), name="user_theme_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def person_id(self) -> int:
        """The account's number, as the permission table asks for it."""
        return self.pk

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds; none once the account is closed."""
        if not self.is_active:
            return frozenset()
        held: Iterable[str] | None = getattr(self, "held_roles", None)
        if held is None:
            held = [grant.role for grant in self.grants.all()]
        return frozenset(Role(role) for role in held)

    def get_full_name(self) -> str:
        """Return the name, for libraries that ask for it."""
        return self.name


class RoleGrant(models.Model):
    """One role of one person, with who gave it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_once_a_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
