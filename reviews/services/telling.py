"""Telling people by mail that it is their turn, or that something happened, and where to look."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.access import Role
from accounts.models import User
from core import mailing
from initiation.content.identity import page_of
from initiation.models import Project
from initiation.queries.turns import Asked

# Where somebody acts who does so on a page of their own.
_PAGES = {Role.TEAM_MEMBER: "respond", Role.MANAGEMENT: "sign"}


def tell(
    project: Project, person: User, *, key: str, words: str, page: str = "", number: int | str = ""
) -> None:
    """Ask for one mail that says ``words`` of the project and leads to ``page``.

    ``number`` is the number or the name in the page's address. Without a page it leads to the
    project, or to the team case for who may not see the project.
    """
    place = [project.ref, number] if number else [project.ref]
    mailing.post(
        key=key,
        to=person.email,
        subject=f"{project.ref} {project.name} {words}",
        template="reviews/mail/your_turn.txt",
        context={
            "project": project,
            "person": person,
            "words": words,
            "page": reverse(page, args=place) if page else page_of(project, person),
        },
        about=project.ref,
    )


def tell_asked(project: Project, turn: Iterable[Asked], *, key: str, words: str) -> None:
    """Tell everybody whose turn it is, once each, with the page where they act."""
    for asked in {item.person.pk: item for item in turn}.values():
        tell(
            project,
            asked.person,
            key=f"{key}:{asked.person.pk}",
            words=words,
            page=_PAGES.get(asked.role, ""),
        )
