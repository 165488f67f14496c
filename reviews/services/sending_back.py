"""Telling who leads a stage that it came back with the answers that rest on it."""

from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.workflow import EXAM_SET, STAGES, Gate
from reviews.models import Decision, Outcome, Round, Stance
from reviews.services.telling import tell


def tell_leads(project: Project, found: Round, made: Decision) -> None:
    """Tell each lead whose stage stands behind an answer that came back from the first examination.

    Leads do not read the examination, so the mail names the questions and not the director's words.
    The manager is told of the decision itself.
    """
    if made.outcome != Outcome.REQUEST_CHANGES or found.gate != Gate.ML.value:
        return
    sets, behind = pinned(project), _questions_behind(project, found)
    for member in project.member_list:
        numbers = behind.get(member.stage, ())
        if not member.leads or not numbers or member.user_id == project.manager_id:
            continue
        if not member.user.is_active:
            continue
        tell(
            project,
            member.user,
            key=f"sent-back:{made.pk}:{member.pk}",
            words=_words(sets[member.stage].title, numbers),
            page="stage",
            number=member.stage,
        )


def _questions_behind(project: Project, found: Round) -> dict[str, list[int]]:
    """Return, for each stage, the numbers of the returned questions that it stands behind."""
    returned = {
        verdict.question_code
        for verdict in found.verdicts.all()
        if verdict.stance != Stance.ACCEPTED
    }
    behind: dict[str, list[int]] = {}
    for question in pinned(project)[EXAM_SET[Gate.ML]].questions:
        if question.code not in returned:
            continue
        viewed = {view.partition(".")[0] for view in question.stage_views} or STAGES
        for stage in viewed:
            behind.setdefault(stage, []).append(question.number)
    return behind


def _words(stage: str, numbers: list[int] | tuple[int, ...]) -> str:
    """Return how the mail goes on after the project's name."""
    named = " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), str(numbers[-1])]))
    noun = "question" if len(numbers) == 1 else "questions"
    return f"came back: your stage “{stage}” stands behind {noun} {named} of the director"
