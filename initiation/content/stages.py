"""The pages of the five stages as ready words."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from core.question_sets import QuestionSet
from initiation.content.fit import fit_panels
from initiation.content.sheet import SheetPage
from initiation.models import DataSource, Project
from initiation.queries.jobs import given_up
from initiation.workflow import STAGES

_NOT_MEASURED = "It could not be measured. Open it to have it measured again or to set it aside."


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of raw data in a list."""

    ref: str
    name: str
    url: str
    facts: str
    variant: str
    status: str
    fault: str
    set_aside: str


def stage_page(project: Project, question_set: QuestionSet) -> SheetPage:
    """Return the words around a stage's questions, and where to go from it."""
    place = STAGES.index(question_set.code)
    to_stage = [reverse("stage", args=[project.ref, code]) for code in STAGES]
    home = reverse("project", args=[project.ref])
    last = place == len(STAGES) - 1
    return SheetPage(
        title=question_set.title,
        section=f"Stage {place + 1} of {len(STAGES)}",
        intro=question_set.intro,
        back_url=home,
        back_text="Task list",
        autosave_url=reverse("stage-autosave", args=[project.ref, question_set.code]),
        next_url=home if last else to_stage[place + 1],
        previous_url=to_stage[place - 1] if place else "",
        panels=fit_panels(project, question_set.code),
        elsewhere={
            question.code: reverse("matrix", args=[project.ref])
            for question in question_set.questions
            if question.apart
        },
    )


def comparison_page(project: Project, question_set: QuestionSet) -> SheetPage:
    """Return the words around the comparison of components, which the second stage only shows."""
    stage = reverse("stage", args=[project.ref, question_set.code])
    place = STAGES.index(question_set.code)
    asked = next(question for question in question_set.questions if question.apart)
    back = f"{stage}#question-{asked.code}"
    return SheetPage(
        title="Comparison of components",
        section=f"Stage {place + 1} of {len(STAGES)}",
        back_url=back,
        back_text=question_set.title,
        autosave_url=reverse("matrix-autosave", args=[project.ref]),
        next_url=back,
        next_text="Save and go back",
    )


def data_sources(project: Project) -> list[SourceRow]:
    """Return the project's sources with how far their profiles are; two queries."""
    sources = list(project.sources.all())
    failed = given_up(source.job_key for source in sources if not source.is_measured)
    return [_source(project, source, failed=source.job_key in failed) for source in sources]


def _source(project: Project, source: DataSource, *, failed: bool) -> SourceRow:
    facts = [source.file_name, filesizeformat(source.size)]
    if source.profile:
        rows, columns = source.profile["rows"], len(source.profile["columns"])
        facts.append(f"{rows:,} rows, {columns:,} columns")
    if source.made_up:
        facts.append("made up")
    variant, status = profile_state(source, failed=failed)
    return SourceRow(
        ref=source.ref,
        name=source.name,
        url=reverse("profile", args=[project.ref, source.number]),
        facts=", ".join(facts),
        variant=variant,
        status=status,
        fault=source.refusal or (_NOT_MEASURED if failed and not source.set_aside_at else ""),
        set_aside=source.set_aside_reason,
    )


def profile_state(source: DataSource, *, failed: bool) -> tuple[str, str]:
    """Return how far a source is: the status mark and the words; ``failed`` is its job."""
    if source.set_aside_at:
        return "neutral", "Set aside"
    if source.refusal:
        return "rejected", "Not a table"
    if failed:
        return "rejected", "Not profiled"
    if source.profile is None:
        return "waiting", "Being profiled"
    return "done", "Profiled"
