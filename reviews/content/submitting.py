"""The last look before a submission: what is missing, what changed, and the whole of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.kinds.difference import Difference
from core.question_sets import Question, difference, show
from initiation.content.panels import panels_of
from initiation.content.places import field_of, page_of
from initiation.models import Answer
from initiation.workflow import EXAM_SET, Gate
from reviews.content.moments import counted, day, moment
from reviews.content.objections import objection_words, objections, to_mend
from reviews.content.whole import Section, Whole
from reviews.models import Stance, Verdict
from reviews.queries.rounds import marks
from reviews.queries.submission import Gap, Submission

_STANCES = {Stance.NEEDS_WORK: "needs_work", Stance.REJECTED: "rejected"}


@dataclass(frozen=True, slots=True)
class GapsOfQuestion:
    """One question with the fields it lacks, each with the address of the very field."""

    title: str
    section: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that is not what it was in the round before."""

    title: str
    section: str
    url: str
    summary: str
    fields: tuple[tuple[str, Difference], ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """One of the seven that was not accepted: the note, and whether anything changed since."""

    number: int
    title: str
    url: str
    variant: str
    stance: str
    comment: str
    changed: bool


def check_page(submission: Submission, gate: Gate | None) -> dict[str, Any]:
    """Return everything the check page shows, as ready words."""
    before = submission.before
    return {
        "gaps": gaps_by_question(submission),
        "gap_words": _gap_words(submission.gaps),
        "objections": objections(submission.project.ref, submission.sets, submission.findings),
        "objection_words": objection_words(submission.findings),
        "to_mend": to_mend(submission.findings),
        "before_words": f"round {before.number}, decided {day(before.decision.decided_at)}"
        if before
        else "",
        "returned": returned_answers(submission, gate),
        "carried_words": _carried(submission, gate),
        "changes": changes_of(submission),
        "sections": [_section(submission, code) for code in submission.codes],
        "sha256": submission.sha256,
    }


def gaps_by_question(submission: Submission) -> list[GapsOfQuestion]:
    """Return what is missing, question by question."""
    found: dict[tuple[str, str], list[Gap]] = {}
    for gap in submission.gaps:
        found.setdefault((gap.set_code, gap.question_code), []).append(gap)
    return [
        _gaps_of(submission, submission.sets[set_code].question(code), set_code, gaps)
        for (set_code, code), gaps in found.items()
    ]


def _gaps_of(
    submission: Submission, question: Question, set_code: str, gaps: list[Gap]
) -> GapsOfQuestion:
    ref = submission.project.ref
    return GapsOfQuestion(
        title=question.title,
        section=submission.sets[set_code].title,
        fields=tuple((gap.label, field_of(ref, set_code, question, gap.html_id)) for gap in gaps),
    )


def _gap_words(gaps: tuple[Gap, ...]) -> str:
    questions = len({(gap.set_code, gap.question_code) for gap in gaps})
    if not gaps:
        return ""
    return f"{counted(len(gaps), 'required field')} in {counted(questions, 'question')} still empty"


def changes_of(submission: Submission) -> list[Change]:
    """Return the answers that differ from the round before, in the order they are asked."""
    if submission.before_content is None:
        return []
    changes = []
    for code in submission.codes:
        old = submission.before_content.question_set(code)
        for question in submission.sets[code].questions:
            before, now = old.answer(question.code), submission.answer(code, question.code)
            if before.value == now.value:
                continue
            fields = tuple(
                (spec.label, change)
                for spec, change in difference(question, before.value, now.value)
                if change.changed
            )
            changes.append(
                Change(
                    title=question.title,
                    section=submission.sets[code].title,
                    url=page_of(submission.project.ref, code, question),
                    summary="; ".join(change.summary for _, change in fields),
                    fields=fields,
                )
            )
    return changes


def returned_answers(submission: Submission, gate: Gate | None) -> list[Returned]:
    """Return what came back, each with the note and whether it has been touched since."""
    if submission.before is None or gate is None:
        return []
    verdicts = _verdicts(submission)
    unchanged = unchanged_codes(submission, gate)
    return [
        Returned(
            number=question.number,
            title=question.title,
            url=page_of(submission.project.ref, EXAM_SET[gate], question),
            variant=_STANCES[Stance(verdicts[question.code].stance)],
            stance=verdicts[question.code].get_stance_display(),
            comment=verdicts[question.code].comment,
            changed=question.code not in unchanged,
        )
        for question in submission.sets[EXAM_SET[gate]].questions
        if question.code in verdicts and verdicts[question.code].stance in _STANCES
    ]


def _verdicts(submission: Submission) -> Mapping[str, Verdict]:
    before = submission.before
    return {verdict.question_code: verdict for verdict in before.verdicts.all()} if before else {}


def unchanged_codes(submission: Submission, gate: Gate | None) -> frozenset[str]:
    """Return which of the seven rest on exactly what they rested on in the round before."""
    old, new = submission.before_content, submission.content
    if old is None or gate is None:
        return frozenset()
    questions = submission.sets[EXAM_SET[gate]]
    before, now = marks(old, questions), marks(new, questions)
    return frozenset(code for code, mark in now.items() if before.get(code) == mark)


def check_words(submission: Submission, gate: Gate | None) -> dict[str, str]:
    """Return the words that differ from one submission to another."""
    project, ref = submission.project, submission.project.ref
    if gate is Gate.ML:
        return {
            "title": "Check and submit",
            "section": "First examination",
            "lead": f"{project.director.name} examines exactly what stands on this page. Nothing "
            "of it can be changed while it is being examined.",
            "button": f"Submit round {submission.round_number} to {project.director.name}",
            "back_url": reverse("exam-answers", args=[ref, gate.value]),
            "back_text": "The seven answers",
        }
    if gate is None:
        return {
            "title": "Check and ask the team",
            "section": "Team case",
            "lead": "Every team member reads exactly what stands on this page, and says to each "
            "answer: clear, unclear or a concern.",
            "button": "Ask the team for responses",
            "back_url": reverse("team-case", args=[ref]),
            "back_text": "Team case",
        }
    return {
        "title": "Check and submit to management",
        "section": "Management case",
        "lead": "Management signs exactly what stands on this page; with the last signature it "
        f"goes to {project.director.name} for the second examination.",
        "button": "Submit to management",
        "back_url": reverse("management-case", args=[ref]),
        "back_text": "Management case",
    }


def changed_meanwhile(submission: Submission, row: Answer) -> str:
    """Say which answer was saved since the page was opened, by whom and when."""
    question_set = submission.sets[row.set_code]
    title = question_set.question(row.question_code).title
    return f"{question_set.title}, “{title}”: saved by {row.author.name}, {moment(row.saved_at)}"


def _carried(submission: Submission, gate: Gate | None) -> str:
    """Say how many accepted answers need not be examined again."""
    unchanged = unchanged_codes(submission, gate)
    accepted = [v for v in _verdicts(submission).values() if v.stance == Stance.ACCEPTED]
    carried = sum(verdict.question_code in unchanged for verdict in accepted)
    if not accepted:
        return ""
    again = len(accepted) - carried
    words = f"{counted(carried, 'accepted answer')} stay accepted, being unchanged."
    if carried == 1:
        words = "1 accepted answer stays accepted, being unchanged."
    if again:
        words += f" {again} changed or rests on something that changed: to be examined again."
    return words


def _section(submission: Submission, code: str) -> Section:
    question_set = submission.sets[code]
    around = submission.content.surroundings()
    answers = tuple(
        Whole(
            title=question.title,
            url=page_of(submission.project.ref, code, question),
            fields=show(question, submission.answer(code, question.code).value, around),
            panels=panels_of(submission.content, code, question.code),
        )
        for question in question_set.questions
    )
    lacking = {gap.question_code for gap in submission.gaps if gap.set_code == code}
    complete = len(answers) - len(lacking)
    return Section(question_set.title, f"{complete} of {len(answers)} complete", answers)
