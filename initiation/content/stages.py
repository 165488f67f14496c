"""The pages of the five stages as ready words."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from core.question_sets import QuestionSet
from initiation.content.sheet import SheetPage
from initiation.models import DataSource, Project
from initiation.workflow import STAGES


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of raw data in a list."""

    ref: str
    name: str
    url: str
    facts: str
    variant: str
    status: str
    refusal: str


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
    )


def data_sources(project: Project) -> list[SourceRow]:
    """Return the project's sources with how far their profiles are; one query."""
    return [_source(project, source) for source in project.sources.all()]


def _source(project: Project, source: DataSource) -> SourceRow:
    facts = [source.file_name, filesizeformat(source.size)]
    if source.profile:
        rows, columns = source.profile["rows"], len(source.profile["columns"])
        facts.append(f"{rows:,} rows, {columns:,} columns")
    if source.made_up:
        facts.append("made up")
    variant, status = profile_state(source)
    return SourceRow(
        ref=source.ref,
        name=source.name,
        url=reverse("profile", args=[project.ref, source.number]),
        facts=", ".join(facts),
        variant=variant,
        status=status,
        refusal=source.refusal,
    )


def profile_state(source: DataSource) -> tuple[str, str]:
    """Return how far the profile of a source is: the status mark and the words."""
    if source.refusal:
        return "rejected", "Not a table"
    if source.profile is None:
        return "waiting", "Being profiled"
    return "done", "Profiled"
