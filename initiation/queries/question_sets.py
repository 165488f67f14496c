"""The question sets a project pinned, parsed once a process."""

from collections.abc import Mapping, Set

from core.question_sets import QuestionSet, parse
from initiation.models import PinnedSet, Project, PublishedSet

# Published sets never change, so what was parsed once holds for the life of the process.
_parsed: dict[int, QuestionSet] = {}


def pinned(project: Project) -> Mapping[str, QuestionSet]:
    """Return the project's question sets by code, as they were when it began."""
    pins = dict(PinnedSet.objects.filter(project=project).values_list("code", "published_set_id"))
    sets = parsed(set(pins.values()))
    return {code: sets[pk] for code, pk in pins.items()}


def parsed(keys: Set[int]) -> Mapping[int, QuestionSet]:
    """Return published question sets by key; every one is read and parsed once a process."""
    if unknown := keys - _parsed.keys():
        for row in PublishedSet.objects.filter(pk__in=unknown):
            _parsed[row.pk] = parse(row.content)
    return _parsed


def newest() -> dict[str, int]:
    """Return the key of the newest published version of every set, by code."""
    rows = PublishedSet.objects.order_by("code", "-version").distinct("code")
    return dict(rows.values_list("code", "pk"))
