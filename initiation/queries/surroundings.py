"""What a project offers to the forms of its questions: evidence, people, sources, names."""

from datetime import date

from django.utils import timezone

from core.kinds import Surroundings
from initiation.comparison import component_names
from initiation.facts import COMPONENTS, GOALS, NEEDS, TASKS
from initiation.models import Answer, Evidence, Project

# The names that answers give to things, and the column each stands in.
NAMED = {"goals": (GOALS, "measure"), "tasks": (TASKS, "name"), "needs": (NEEDS, "name")}


def surroundings_of(project: Project, *, suggest: bool = False) -> Surroundings:
    """Return the choices of a project in three queries at most, four with names to suggest.

    Only sources that are measured and not set aside count.
    """
    sources = tuple(
        (source.ref, source.name)
        for source in project.sources.filter(
            profile__isnull=False, set_aside_at__isnull=True
        ).defer("profile")
    )
    people = dict.fromkeys(
        [
            project.manager.name,
            project.director.name,
            project.sponsor.name,
            *(member.user.name for member in project.member_list),
        ]
    )
    evidence, today = list(project.evidence.all()), timezone.localdate()
    return Surroundings(
        evidence=tuple((item.ref, item.title) for item in evidence),
        evidence_notes=tuple((item.ref, note) for item in evidence if (note := _note(item, today))),
        people=tuple(people),
        currency=project.currency,
        sources=sources,
        suggestions=_names(project, sources) if suggest else (),
    )


def _note(item: Evidence, today: date) -> str:
    """Return what a writer should know of a piece: a later version, and that it has expired."""
    version = f"version {item.version}" if item.version > 1 else ""
    return ", ".join(filter(None, (version, "expired" if item.has_expired(today) else "")))


def _names(
    project: Project, sources: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names given to goals, tasks, needs, components and sources so far."""
    places = [place for place, _ in NAMED.values()] + [COMPONENTS]
    rows = Answer.objects.filter(
        project=project,
        set_code__in=[place.set_code for place in places],
        question_code__in=[place.question_code for place in places],
    )
    values = {
        (code, question): value
        for code, question, value in rows.values_list("set_code", "question_code", "value")
    }
    found = {
        name: tuple(
            row[column]
            for row in values.get((place.set_code, place.question_code), {}).get(place.field, ())
            if column in row
        )
        for name, (place, column) in NAMED.items()
    }
    components = component_names(values.get((COMPONENTS.set_code, COMPONENTS.question_code), {}))
    return (
        *found.items(),
        ("components", components),
        ("sources", tuple(name for _, name in sources)),
    )
