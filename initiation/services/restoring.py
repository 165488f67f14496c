"""Bringing back an earlier version of an answer, as a new version."""

from django.db import transaction

from accounts.models import User
from core.fitting import fitted
from core.question_sets import Question
from core.refused import Invalid, Stale
from initiation.models import Answer, AnswerVersion, Project
from initiation.services.answers import Entry, save_answers
from initiation.services.moving import lock


@transaction.atomic
def restore_version(
    *,
    actor: User,
    project: Project,
    set_code: str,
    question: Question,
    version: int,
    base_version: int,
    changed_url: str = "",
) -> int:
    """Save the value of ``version`` again; return the version now stored, 0 when it stands already.

    What the question does not ask any more is left out. Raises Invalid for an unknown version,
    Stale when ``base_version`` is not the stored one any more, and as
    ``save_answers`` does.
    """
    locked = lock(project)
    found = AnswerVersion.objects.filter(
        project=locked, set_code=set_code, question_code=question.code, version=version
    ).first()
    if found is None:
        raise Invalid("There is no version of this number.", "version")
    current = Answer.objects.select_related("author").get(
        project=locked, set_code=set_code, question_code=question.code
    )
    if current.version != base_version:
        raise Stale(
            f"{current.author.name} saved version {current.version} of this answer meanwhile, so "
            f"version {version} was not restored over it.",
            changed_url,
        )
    value, _ = fitted(question.fields, question, found.value)
    entry = Entry(question, value, base_version, restores=version)
    saved = save_answers(
        actor=actor, project=locked, set_code=set_code, entries=[entry], edit_session=""
    )
    return saved.versions[question.code] if question.code in saved.changed else 0
