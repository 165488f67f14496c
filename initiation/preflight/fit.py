"""The trace: what nothing leads to, and names that are the names of nothing."""

from collections.abc import Iterator
from datetime import date

from initiation.facts import Facts
from initiation.preflight.finding import Check, Found, Rule, Severity, Subject
from initiation.trace import Level, Why, fit_of

_WORDS = {
    Level.GOAL: "The goal",
    Level.TASK: "The task",
    Level.NEED: "The data need",
    Level.SOURCE: "The source",
    Level.COMPONENT: "The component",
}


def _orphans(*whys: Why, remedy: str) -> Check:
    """Return the check that finds nodes which lack one of these links."""

    def check(facts: Facts, on: date) -> Iterator[Found]:
        if not facts.traces:
            return
        for orphan in fit_of(facts).orphans:
            if orphan.why in whys:
                yield Found(
                    orphan.node.place,
                    f"{_WORDS[orphan.node.level]} “{orphan.node.name}” stands alone. "
                    f"{orphan.why.value}",
                    remedy,
                )

    return check


def _name_unknown(facts: Facts, on: date) -> Iterator[Found]:
    for dangling in fit_of(facts).dangling:
        yield Found(
            dangling.place,
            dangling.text,
            "Write the name as it stands where the thing is described.",
        )


FIT = Subject(
    "From goal to component",
    (
        Rule(
            "goal_unserved",
            Severity.WARNING,
            "Nothing serves a goal of stage 1.",
            "What was promised in stage 1 is not built in stage 2.",
            _orphans(
                Why.GOAL_UNSERVED,
                remedy="Add the row of the trace that serves it, or say who meets it without ML.",
            ),
        ),
        Rule(
            "task_orphan",
            Severity.WARNING,
            "A task serves no goal, has no data or is carried by no component.",
            "A task that is not tied in at both ends is a hobby or a gap in the plan.",
            _orphans(
                Why.TASK_SERVES_NO_GOAL,
                Why.TASK_NEEDS_NO_DATA,
                Why.TASK_USES_NO_COMPONENT,
                remedy="Add what is missing, or take the task out.",
            ),
        ),
        Rule(
            "need_of_no_task",
            Severity.WARNING,
            "A data need serves no task.",
            "GDPR, article 5(1)(c), where it is personal; effort for nothing where it is not.",
            _orphans(Why.NEED_OF_NO_TASK, remedy="Name the task it is for, or take it out."),
        ),
        Rule(
            "source_unused",
            Severity.WARNING,
            "No need comes from a source that stage 5 has.",
            "Access was granted to data that nobody says is needed.",
            _orphans(
                Why.SOURCE_UNUSED,
                remedy="Name the source at the needs that come from it, or set it aside.",
            ),
        ),
        Rule(
            "component_unreached",
            Severity.WARNING,
            "No goal leads to a chosen component.",
            "It costs money and serves nothing that was asked for.",
            _orphans(
                Why.COMPONENT_UNREACHED,
                remedy="Add the row of the trace that needs it, or leave it out.",
            ),
        ),
        Rule(
            "name_unknown",
            Severity.WARNING,
            "A name refers to nothing.",
            "A goal, task, source or component under another name cannot be followed.",
            _name_unknown,
        ),
    ),
)
