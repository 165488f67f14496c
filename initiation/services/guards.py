"""Guards the project's own room can check: each returns an objection in words, or None."""

from core.question_sets import missing
from initiation.models import Answer, DataSource, Member, Part, Project
from initiation.preflight import Severity
from initiation.queries.casefile import content_of
from initiation.queries.findings import findings_in
from initiation.queries.jobs import given_up
from initiation.queries.question_sets import pinned
from initiation.workflow import SUBMITTED_SETS


def answers_complete(project: Project, reason: str) -> str | None:
    """Every required answer of the sets submitted from this state is given."""
    gaps = unanswered(project, SUBMITTED_SETS[project.where])
    if not gaps:
        return None
    named = "; ".join(gaps[:5])
    more = f" and {len(gaps) - 5} more" if len(gaps) > 5 else ""
    return f"These answers are not complete: {named}{more}."


def unanswered(project: Project, codes: tuple[str, ...]) -> list[str]:
    """Name the questions of these sets whose required fields are not all answered."""
    sets = pinned(project)
    values = {
        (row.set_code, row.question_code): row.value
        for row in Answer.objects.filter(project=project, set_code__in=codes)
    }
    return [
        f"{sets[code].title}: {question.title}"
        for code in codes
        for question in sets[code].questions
        if missing(question, values.get((code, question.code), {}))
    ]


def no_objection(project: Project, reason: str) -> str | None:
    """Preflight finds nothing that must be mended in what is submitted from this state."""
    codes = SUBMITTED_SETS[project.where]
    errors = [f for f in findings_in(content_of(project), codes) if f.severity is Severity.ERROR]
    if not errors:
        return None
    more = f" And {len(errors) - 3} more." if len(errors) > 3 else ""
    return " ".join(error.text for error in errors[:3]) + more


def data_profiled(project: Project, reason: str) -> str | None:
    """A source without a profile would be missing from the case file, unless it is set aside."""
    unmeasured = list(
        DataSource.objects.filter(
            project=project, profile__isnull=True, refusal="", set_aside_at__isnull=True
        )
    )
    failed = given_up(source.job_key for source in unmeasured)
    stopped = [source.ref for source in unmeasured if source.job_key in failed]
    waiting = [source.ref for source in unmeasured if source.job_key not in failed]
    said = []
    if waiting:
        said.append(
            f"The raw data {', '.join(waiting)} is still being profiled; submit when it is done."
        )
    if stopped:
        said.append(
            f"The raw data {', '.join(stopped)} could not be measured; "
            "have it measured again, or set it aside."
        )
    return " ".join(said) or None


def team_named(project: Project, reason: str) -> str | None:
    """Somebody must be there to respond."""
    if Member.objects.filter(project=project, part=Part.TEAM).exists():
        return None
    return "Name the team members before asking for their responses."


def poc_bounded(project: Project, reason: str) -> str | None:
    """What is tried without a platform never ends without a cap, an end and a test."""
    row = Answer.objects.filter(project=project, set_code="mlops", question_code="poc").first()
    value = row.value if row else {}
    needed = {"cap": "a budget cap", "end_date": "an end date", "success_test": "a success test"}
    absent = [words for code, words in needed.items() if not value.get(code)]
    if not absent:
        return None
    return f"Where no platform is needed, {' and '.join(absent)} must be given."


def reason_given(project: Project, reason: str) -> str | None:
    """A reason is more than blanks."""
    return None if reason.strip() else "Give the reason in words; it becomes part of the record."
