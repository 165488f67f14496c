"""The fit of a project as ready words: the finding, a drawing in lanes, its table, what is loose.

The same on every page and in the dossier; call `fit_view` with what a case file holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from core.charts.lanes import Group, Lane, Name, Sheet, draw
from initiation.casefile import CaseContent
from initiation.content.sheet import Panel
from initiation.facts import TRACES, Facts
from initiation.models import Project
from initiation.queries.casefile import content_of
from initiation.trace import Fit, Level, Node, fit_of

HEADS = ("Goals", "ML task", "Data needs", "Sources", "Components")
LEVELS = {
    Level.GOAL: "Goals (stage 1)",
    Level.TASK: "ML tasks (stage 3)",
    Level.NEED: "Data needs (stage 4)",
    Level.SOURCE: "Sources (stages 4 and 5)",
    Level.COMPONENT: "Components (stage 2)",
}
_NAMED_IN_FINDING = 3
TRACE_VIEW = f"{TRACES.set_code}.{TRACES.question_code}"


@dataclass(frozen=True, slots=True)
class FitRow:
    """A goal and a task that serves it, with what the task rests on; either may be missing."""

    goal: str
    task: str
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    components: tuple[str, ...]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The names of each column."""
        one = ((name,) if name else () for name in (self.goal, self.task))
        return (*one, self.needs, self.sources, self.components)


@dataclass(frozen=True, slots=True)
class Loose:
    """The orphans of one level: each with what it lacks."""

    level: str
    orphans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FitView:
    """Everything that is shown of a fit."""

    finding: str
    variant: str
    status: str
    counts: str
    sheets: tuple[Sheet, ...]
    rows: tuple[FitRow, ...]
    loose: tuple[Loose, ...]
    dangling: tuple[str, ...]


def fit_view(content: CaseContent) -> FitView:
    """Return the fit of a case file in words."""
    fit = fit_of(Facts(content))
    finding = finding_of(fit)
    variant, status = _status(fit)
    return FitView(
        finding=f"{finding}.",
        variant=variant,
        status=status,
        counts=_counts(fit),
        sheets=draw(finding, HEADS, tuple(_lanes(fit))),
        rows=tuple(_rows(fit)),
        loose=tuple(_loose(fit)),
        dangling=tuple(dict.fromkeys(item.text for item in fit.dangling)),
    )


def finding_of(fit: Fit) -> str:
    """Say in one sentence whether the goals reach components."""
    goals, unreached = fit.of(Level.GOAL), fit.unreached_goals
    if not goals:
        return "No goal is named in stage 1 yet"
    if not unreached:
        return (
            "Every goal reaches a component" if len(goals) > 1 else "The goal reaches a component"
        )
    if len(unreached) == len(goals) > _NAMED_IN_FINDING:
        return f"None of the {len(goals)} goals reaches a component"
    verb = "goal reaches" if len(unreached) == 1 else "goals reach"
    names = [node.name for node in unreached[:_NAMED_IN_FINDING]]
    if more := len(unreached) - len(names):
        names.append(f"{more} more")
    return f"{len(unreached)} {verb} no component: {'; '.join(names)}"


def _status(fit: Fit) -> tuple[str, str]:
    """Return the status mark and the words for how much is loose."""
    if not fit.nodes:
        return "not_started", "Nothing to trace yet"
    orphans = len({orphan.node.key for orphan in fit.orphans})
    names = len({item.text for item in fit.dangling})
    if not orphans and not names:
        return "accepted", "No orphans"
    words = _counted(orphans, "orphan") if orphans else ""
    loose = f"{_counted(names, 'name')} without a match" if names else ""
    return "needs_work", ", ".join(filter(None, (words, loose)))


def _counts(fit: Fit) -> str:
    """Say how much was traced."""
    many = (
        (Level.GOAL, "goal"), (Level.TASK, "ML task"), (Level.NEED, "data need"),
        (Level.SOURCE, "source"), (Level.COMPONENT, "chosen component"),
    )  # fmt: skip
    return ", ".join(_counted(len(fit.of(level)), word) for level, word in many)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _loose(fit: Fit) -> Iterator[Loose]:
    for level, words in LEVELS.items():
        lacks: dict[Node, list[str]] = {}
        for orphan in fit.orphans:
            if orphan.node.level is level:
                lacks.setdefault(orphan.node, []).append(orphan.why)
        if lacks:
            yield Loose(words, tuple((node.name, " ".join(why)) for node, why in lacks.items()))


def _rows(fit: Fit) -> Iterator[FitRow]:
    """Yield a row for each goal and task, then tasks and goals that stand alone."""
    for goal in fit.of(Level.GOAL):
        tasks = fit.beside(goal, Level.TASK)
        direct = _past_tasks(fit, goal)
        for task in tasks:
            yield _row(fit, goal.name, task)
        if direct or not tasks:
            yield FitRow(goal.name, "", (), (), _names(direct))
    for task in fit.of(Level.TASK):
        if not fit.beside(task, Level.GOAL):
            yield _row(fit, "", task)


def _row(fit: Fit, goal: str, task: Node) -> FitRow:
    needs = fit.beside(task, Level.NEED)
    sources = {s.key: s.name for need in needs for s in fit.beside(need, Level.SOURCE)}
    components = _names(fit.beside(task, Level.COMPONENT))
    return FitRow(goal, task.name, _names(needs), tuple(sources.values()), components)


def _past_tasks(fit: Fit, goal: Node) -> tuple[Node, ...]:
    """Return the components that the trace leads a goal to with no task between."""
    by_task = {
        c for task in fit.beside(goal, Level.TASK) for c in fit.beside(task, Level.COMPONENT)
    }
    return tuple(c for c in fit.beside(goal, Level.COMPONENT) if c not in by_task)


def _names(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(node.name for node in nodes)


def _lanes(fit: Fit) -> Iterator[Lane]:
    """Yield a lane for each task, for each goal that reaches past the tasks, and for the rest."""
    without_data = {orphan.node.key for orphan in fit.orphans}
    for task in fit.of(Level.TASK):
        needs = _groups(fit, fit.beside(task, Level.NEED))
        goals, components = (fit.beside(task, at) for at in (Level.GOAL, Level.COMPONENT))
        lacks = task.key in without_data
        yield Lane(
            left=_boxes(goals) or (Name("No goal", "lack"),),
            hub=Name(task.name, "hub"),
            groups=needs or ((Group((Name("No data need", "lack"),), ()),) if lacks else ()),
            right=_boxes(components) or ((Name("No component", "lack"),) if lacks else ()),
        )
    for goal in fit.of(Level.GOAL):
        if direct := _past_tasks(fit, goal):
            hub = Name("No task of stage 3 between", "lone")
            yield Lane(_boxes((goal,)), hub, (), _boxes(direct))
    yield from _unled(fit)


def _unled(fit: Fit) -> Iterator[Lane]:
    """Yield the closing lane, of everything that no task leads to; none when there is nothing."""
    alone = frozenset(fit.without_links())

    def at(level: Level) -> tuple[Node, ...]:
        return tuple(node for node in fit.of(level) if node in alone)

    needs = [need for need in fit.of(Level.NEED) if not fit.beside(need, Level.TASK)]
    groups = _groups(fit, needs, "lone")
    if sources := at(Level.SOURCE):
        groups += (Group((), _boxes(sources, "lone")),)
    goals, components = _boxes(at(Level.GOAL), "lone"), _boxes(at(Level.COMPONENT), "lone")
    if goals or groups or components:
        yield Lane(goals, None, groups, components, title="Nothing leads here")


def _groups(fit: Fit, needs: Iterable[Node], style: str = "plain") -> tuple[Group, ...]:
    """Put needs that come from the same sources together, so that their lines do not cross."""
    by_source: dict[tuple[Node, ...], list[Node]] = {}
    for need in needs:
        by_source.setdefault(fit.beside(need, Level.SOURCE), []).append(need)
    return tuple(
        Group(_boxes(found, style), _boxes(sources) or (Name("No source", "lack"),))
        for sources, found in by_source.items()
    )


def _boxes(nodes: Iterable[Node], style: str = "plain") -> tuple[Name, ...]:
    return tuple(Name(node.name, style) for node in nodes)


def fit_panels(project: Project, set_code: str) -> Mapping[str, Panel]:
    """Return the fit below the question that traces it, drawn live; nothing for other stages."""
    if set_code != TRACES.set_code:
        return {}
    data = {"fit": fit_view(content_of(project)), "url": reverse("fit", args=[project.ref])}
    return {TRACES.question_code: Panel("initiation/fit_panel.html", data)}


def shows_fit(views: Iterable[str]) -> bool:
    """Tell whether the fit belongs beside a question with these stage views."""
    return TRACE_VIEW in views
