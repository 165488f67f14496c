"""Carrying verdicts into a new round: what was accepted and has not changed stays accepted."""

from collections.abc import Mapping

from initiation.casefile import fingerprint, from_text
from initiation.queries.question_sets import pinned
from initiation.workflow import EXAM_SET, Gate
from reviews.models import Round, Stance, Verdict


def carry_verdicts(opened: Round) -> None:
    """Give ``opened`` the accepted verdicts of the round before whose answers are the same.

    Same means: wording, value, the hashes of the cited evidence and the stages the question
    rests on. Verdicts of "needs work" and "rejected" are never carried.
    """
    before = (
        Round.objects.filter(project=opened.project_id, gate=opened.gate, number=opened.number - 1)
        .select_related("case_file")
        .first()
    )
    if before is None:
        return
    unchanged = unchanged_questions(opened, before)
    Verdict.objects.bulk_create(
        [
            Verdict(
                round=opened,
                question_code=verdict.question_code,
                stance=verdict.stance,
                comment=verdict.comment,
                carried_from=verdict.carried_from or before.number,
                given_by_id=verdict.given_by_id,
                given_at=verdict.given_at,
            )
            for verdict in before.verdicts.filter(stance=Stance.ACCEPTED)
            if verdict.question_code in unchanged
        ]
    )


def unchanged_questions(later: Round, earlier: Round) -> frozenset[str]:
    """Return the codes of the examined questions whose fingerprints agree in both rounds."""
    new, old = fingerprints(later), fingerprints(earlier)
    return frozenset(code for code, mark in new.items() if old.get(code) == mark)


def fingerprints(round_: Round) -> Mapping[str, str]:
    """Return the fingerprint of every examined answer of a round, by question code."""
    content = from_text(round_.case_file.body)
    question_set = pinned(round_.project)[EXAM_SET[Gate(round_.gate)]]
    hashes = {item.ref: item.sha256 for item in content.evidence}
    answers = content.question_set(question_set.code)
    return {
        question.code: fingerprint(
            answers.answer(question.code), hashes, content.viewed(question.stage_views)
        )
        for question in question_set.questions
    }
