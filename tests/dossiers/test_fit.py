"""The fit in the dossier: the drawing with its words, the table, and what is left over."""

from collections.abc import Callable

import pikepdf

from initiation.models import Project
from tests.dossiers.conftest import Paper
from tests.factories import Cast, make_project, submitted

Print = Callable[[Project], Paper]


def test_the_dossier_draws_the_fit_below_the_trace_and_lists_the_orphans(
    cast: Cast, print_last: Print
) -> None:
    trace = {"goal": "Measure in short", "task": "Nobody knows", "component": "Kafka"}
    project = submitted(
        make_project(cast), **{"architecture.trace": {"trace": [{"id": "r1"} | trace]}}
    )
    paper = print_last(project)
    after_trace = paper.text.partition("How does each business goal reach a component? From")[2]
    drawing = after_trace.partition("The fit, drawn from the stages")[2]
    assert "1 goal reaches no component: Measure in short." in drawing
    assert "Nothing leads here" in drawing
    assert "Measure in short. Nothing serves it." in drawing
    assert "“Nobody knows” in the trace is no task of stage 3." in drawing


def test_the_drawing_is_named_aloud_by_its_finding(cast: Cast, print_last: Print) -> None:
    paper = print_last(submitted(make_project(cast)))
    with pikepdf.open(paper.path) as pdf:
        named = [
            str(found["/Alt"])
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        ]
    assert "1 goal reaches no component: Measure in short" in named
