"""What an installation needs before a project can be opened."""

from accounts.access import Role
from accounts.models import Department, User
from accounts.queries import with_role


def lacking(user: User) -> list[str]:
    """Name what ``user`` cannot open a project without and nobody has set up yet."""
    needed = {
        "a department": Department.objects.all(),
        "somebody with the role IT director": with_role(Role.DIRECTOR).exclude(pk=user.pk),
        "somebody with the role management": with_role(Role.MANAGEMENT).exclude(pk=user.pk),
    }
    return [words for words, found in needed.items() if not found.exists()]
