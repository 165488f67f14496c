"""Carrying verdicts into a new round: what was accepted and has not changed stays accepted."""

from initiation.casefile import from_text
from initiation.queries.question_sets import pinned
from initiation.workflow import EXAM_SET, Gate
from reviews.models import Round, Stance, Verdict
from reviews.queries.rounds import marks


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
                given_by_name=verdict.given_by_name,
                given_by_title=verdict.given_by_title,
                given_at=verdict.given_at,
            )
            for verdict in before.verdicts.filter(stance=Stance.ACCEPTED)
            if verdict.question_code in unchanged
        ]
    )


def unchanged_questions(later: Round, earlier: Round) -> frozenset[str]:
    """Return the codes of the examined questions whose fingerprints agree in both rounds."""
    questions = pinned(later.project)[EXAM_SET[Gate(later.gate)]]
    new, old = (marks(from_text(round_.case_file.body), questions) for round_ in (later, earlier))
    return frozenset(code for code, mark in new.items() if old.get(code) == mark)
