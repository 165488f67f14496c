"""What a project offers to the forms of its questions: evidence, people, sources, currency."""

from core.kinds import Surroundings
from initiation.models import Project


def surroundings_of(project: Project) -> Surroundings:
    """Return the choices of a project in three queries at most.

    Only sources that are measured and not set aside count.
    """
    people = dict.fromkeys(
        [
            project.manager.name,
            project.director.name,
            project.sponsor.name,
            *(member.user.name for member in project.member_list),
        ]
    )
    return Surroundings(
        evidence=tuple((item.ref, item.title) for item in project.evidence.all()),
        people=tuple(people),
        currency=project.currency,
        sources=tuple(
            (source.ref, source.name)
            for source in project.sources.filter(
                profile__isnull=False, set_aside_at__isnull=True
            ).defer("profile")
        ),
    )
