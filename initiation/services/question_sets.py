"""Publishing question sets: once published, a version never changes."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from core.canonical import canonical_json, sha256
from core.question_sets import parse
from core.refused import Refused
from initiation.models import PublishedSet

BUILTIN = Path(__file__).resolve().parent.parent / "question_sets"


@transaction.atomic
def publish(content: dict[str, Any]) -> PublishedSet:
    """Publish one version of a set, or return it when these very bytes are already published.

    Raises ValueError for content that is not a question set, and Refused when the version
    exists with another content.
    """
    question_set = parse(content)
    digest = sha256(canonical_json(content))
    published, new = PublishedSet.objects.get_or_create(
        code=question_set.code,
        version=question_set.version,
        defaults={"title": question_set.title, "content": content, "sha256": digest},
    )
    if not new and published.sha256 != digest:
        raise Refused(
            f"Version {published.version} of {published.code} is published with another content."
        )
    return published


def publish_builtin() -> list[PublishedSet]:
    """Publish every set that comes with Groundwork."""
    return [
        publish(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(BUILTIN.glob("*.toml"))
    ]
