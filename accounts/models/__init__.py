"""The tables of people."""

from accounts.models.department import Department
from accounts.models.invitation import Invitation
from accounts.models.user import RoleGrant, Theme, User

__all__ = ("Department", "Invitation", "RoleGrant", "Theme", "User")
