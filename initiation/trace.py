"""The fit tracer: how each goal of a project reaches a task, its data and a component.

Read it with `fit_of`. What it knows are nodes on five levels, the links between them, the nodes
that are linked too little (orphans), and the names written somewhere that name nothing (dangling).
Names are compared without regard to case and spaces; the order of rows makes no difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from initiation.facts import NEEDS, Facts, Place, Row, folded


class Level(StrEnum):
    """The five levels, in the order in which one leads to the next."""

    GOAL = "goal"
    TASK = "task"
    NEED = "need"
    SOURCE = "source"
    COMPONENT = "component"


class Why(StrEnum):
    """What an orphan lacks."""

    GOAL_UNSERVED = "Nothing serves it."
    TASK_SERVES_NO_GOAL = "It serves no goal of stage 1."
    TASK_NEEDS_NO_DATA = "Stage 4 names no data for it."
    TASK_USES_NO_COMPONENT = "The trace leads from it to no chosen component."
    NEED_OF_NO_TASK = "No task of stage 3 needs it."
    NEED_FROM_NO_SOURCE = "It names no source."
    SOURCE_UNUSED = "No need of stage 4 comes from it."
    COMPONENT_UNREACHED = "The trace does not lead to it."


@dataclass(frozen=True, slots=True)
class Key:
    """What makes two mentions one thing: the level, the name and, for a need, its task."""

    level: Level
    name: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on one level, as it was first written, and where."""

    key: Key
    name: str
    place: Place

    @property
    def level(self) -> Level:
        """The level it stands on."""
        return self.key.level


@dataclass(frozen=True, slots=True)
class Orphan:
    """A node and one thing that it lacks."""

    node: Node
    why: Why


@dataclass(frozen=True, slots=True)
class Dangling:
    """A name in a cell that names nothing on the level it should."""

    name: str
    level: Level
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The whole trace of one case file."""

    nodes: tuple[Node, ...]
    links: frozenset[frozenset[Key]]
    orphans: tuple[Orphan, ...]
    dangling: tuple[Dangling, ...]

    def of(self, level: Level) -> tuple[Node, ...]:
        """Return the nodes of one level, in the order in which they were written."""
        return tuple(node for node in self.nodes if node.level is level)

    def beside(self, node: Node, level: Level) -> tuple[Node, ...]:
        """Return the nodes of a level that ``node`` is linked to directly."""
        return tuple(n for n in self.of(level) if frozenset((n.key, node.key)) in self.links)

    def components_of(self, goal: Node) -> tuple[Node, ...]:
        """Return the components that a goal reaches, itself or through a task."""
        reached = {node.key for node in self.beside(goal, Level.COMPONENT)}
        for task in self.beside(goal, Level.TASK):
            reached |= {node.key for node in self.beside(task, Level.COMPONENT)}
        return tuple(node for node in self.of(Level.COMPONENT) if node.key in reached)

    @property
    def unreached_goals(self) -> tuple[Node, ...]:
        """The goals from which no way leads to a component."""
        return tuple(goal for goal in self.of(Level.GOAL) if not self.components_of(goal))

    def without_links(self) -> tuple[Node, ...]:
        """Return the nodes that are linked to nothing at all."""
        linked = frozenset().union(*self.links)
        return tuple(node for node in self.nodes if node.key not in linked)


def fit_of(facts: Facts) -> Fit:
    """Trace the goals of a case file to tasks, needs, sources and components."""
    tracer = _Tracer(facts)
    tracer.tasks()
    tracer.needs()
    tracer.trace()
    nodes = tuple(tracer.nodes.values())
    links = frozenset(tracer.links)
    return Fit(nodes, links, tuple(_orphans(facts, nodes, links)), tuple(tracer.dangling))


class _Tracer:
    """Collects nodes, links and dangling names of one case file."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.nodes: dict[Key, Node] = {}
        self.links: set[frozenset[Key]] = set()
        self.dangling: list[Dangling] = []
        for row in facts.goals:
            self._add(Level.GOAL, row, "measure")
        for row in facts.tasks:
            self._add(Level.TASK, row, "name")
        for row in facts.candidates:
            if row.yes("chosen"):
                self._add(Level.COMPONENT, row, "candidate")
        if facts.asks(NEEDS, "raw_source"):
            # An earlier version had no place to say which file a need is found in.
            for source in facts.content.sources:
                if not source.counts:
                    continue
                self._keep(Node(Key(Level.SOURCE, folded(source.name)), source.name, NEEDS))

    def tasks(self) -> None:
        """Link every task to the goal it says it serves."""
        for row in self.facts.tasks:
            if not row.text("name"):
                continue
            task = self._known(Level.TASK, row.text("name"))
            self._link(task, self._named(row, "goal", Level.GOAL, f"the task {_quoted(row)}"))

    def needs(self) -> None:
        """Add the needs, and link each to its task and to its source."""
        for row in self.facts.needs:
            if not row.text("name"):
                continue
            where = f"the need {_quoted(row)}"
            key = Key(Level.NEED, folded(row.text("name")), folded(row.text("task")))
            need = self._keep(Node(key, row.text("name"), row.at("name")))
            self._link(need, self._named(row, "task", Level.TASK, where))
            self._link(need, self._source(row, where))

    def trace(self) -> None:
        """Link what each row of the trace names: a goal and a component through a task."""
        for row in self.facts.traces:
            goal = self._named(row, "goal", Level.GOAL, "the trace")
            task = self._named(row, "task", Level.TASK, "the trace")
            component = self._named(row, "component", Level.COMPONENT, "the trace")
            if task is None:
                self._link(goal, component)
            else:
                self._link(goal, task)
                self._link(task, component)

    def _add(self, level: Level, row: Row, column: str) -> None:
        if name := row.text(column):
            self._keep(Node(Key(level, folded(name)), name, row.at(column)))

    def _keep(self, node: Node) -> Node:
        return self.nodes.setdefault(node.key, node)

    def _known(self, level: Level, name: str) -> Node | None:
        return self.nodes.get(Key(level, folded(name)))

    def _link(self, one: Node | None, other: Node | None) -> None:
        if one and other:
            self.links.add(frozenset((one.key, other.key)))

    def _named(self, row: Row, column: str, level: Level, where: str) -> Node | None:
        """Return the node that a cell names; a name of nothing is noted."""
        name = row.text(column)
        found = self._known(level, name)
        if name and found is None:
            self._note(
                name, level, row.at(column), f"“{name}” in {where} is {self._no(level, name)}."
            )
        return found

    def _no(self, level: Level, name: str) -> str:
        if level is Level.GOAL:
            return "the measure of no success criterion in stage 1"
        if level is Level.TASK:
            return "no task of stage 3"
        compared = {folded(row.text("candidate")) for row in self.facts.candidates}
        if folded(name) in compared:
            return "a candidate of stage 2 that was not chosen"
        return "no component of stage 2"

    def _source(self, row: Row, where: str) -> Node | None:
        """Return where a need comes from: the raw data it names, or else its source system."""
        raw, system = row.text("raw_source"), row.text("source_system")
        for name, column in ((raw, "raw_source"), (system, "source_system")):
            if measured := self.facts.source_named(name):
                key = Key(Level.SOURCE, folded(measured.name))
                return self._keep(Node(key, measured.name, row.at(column)))
        if raw:
            text = f"“{raw}” in {where} is no source of raw data that counts."
            self._note(raw, Level.SOURCE, row.at("raw_source"), text)
        if not system:
            return None
        return self._keep(Node(Key(Level.SOURCE, folded(system)), system, row.at("source_system")))

    def _note(self, name: str, level: Level, place: Place, text: str) -> None:
        self.dangling.append(Dangling(name, level, place, text))


def _orphans(
    facts: Facts, nodes: Iterable[Node], links: Iterable[frozenset[Key]]
) -> Iterator[Orphan]:
    """Yield every node that lacks a link, once for each kind of link it lacks."""
    linked: dict[Key, set[Level]] = defaultdict(set)
    for link in links:
        one, other = link
        linked[one].add(other.level)
        linked[other].add(one.level)
    without_ml = {
        folded(row.text("name")) for row in facts.tasks if row.text("task_type") == NOT_ML
    }
    for node in nodes:
        for why, wanted in _WANTED[node.level]:
            excused = why in _OF_ML and node.key.name in without_ml
            if not excused and not linked[node.key] & wanted:
                yield Orphan(node, why)


def _quoted(row: Row) -> str:
    return f"“{row.text('name')}”"


NOT_ML = "not_ml"
_ANY = frozenset(Level)
# What each level must be linked to, so that it is no orphan.
_WANTED: dict[Level, tuple[tuple[Why, frozenset[Level]], ...]] = {
    Level.GOAL: ((Why.GOAL_UNSERVED, _ANY),),
    Level.TASK: (
        (Why.TASK_SERVES_NO_GOAL, frozenset({Level.GOAL})),
        (Why.TASK_NEEDS_NO_DATA, frozenset({Level.NEED})),
        (Why.TASK_USES_NO_COMPONENT, frozenset({Level.COMPONENT})),
    ),
    Level.NEED: (
        (Why.NEED_OF_NO_TASK, frozenset({Level.TASK})),
        (Why.NEED_FROM_NO_SOURCE, frozenset({Level.SOURCE})),
    ),
    Level.SOURCE: ((Why.SOURCE_UNUSED, frozenset({Level.NEED})),),
    Level.COMPONENT: ((Why.COMPONENT_UNREACHED, _ANY),),
}
# A task that turned out to be no ML problem needs neither data nor a component.
_OF_ML = frozenset({Why.TASK_NEEDS_NO_DATA, Why.TASK_USES_NO_COMPONENT})
