"""A matrix to be read: for each function the finding, the ranking as bars, and the whole matrix."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.charts.ranked import Bar, RankedChart, ranked_chart
from core.comparison import Candidate, Comparison, Criterion, compare
from core.kinds.base import FieldSpec, Surroundings
from core.kinds.difference import counted
from core.kinds.matrix_parts import CRITERIA, EVIDENCE, SCORE, SCORES, named, parts_of
from core.kinds.matrix_wording import (
    Figures,
    finding,
    remarks,
    sensitivity,
    standing_in_words,
)
from core.kinds.simple import SimpleKind
from core.kinds.table import Table

A_TABLE = 4  # candidates that stand side by side; more go into a table of their own
HEAD_WIDTH, WEIGHT_WIDTH = 20, 12


@dataclass(frozen=True, slots=True)
class Score:
    """One cell: the points or whether it is met, what that rests on, and the references cited."""

    text: str
    note: str = ""
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix; `weight` is empty below the criteria, `strong` marks the result."""

    head: str
    weight: str
    cells: tuple[Score, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """Some candidates side by side: their names, whether chosen, and the rows below."""

    heads: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FunctionView:
    """What the comparison says of one function."""

    title: str
    size: str
    finding: str
    remarks: tuple[str, ...]
    sensitivity: tuple[str, ...]
    chart: RankedChart
    sides: tuple[Side, ...]
    evidence: tuple[str, ...]


def view_of(
    simple: Mapping[str, SimpleKind],
    spec: FieldSpec,
    value: Mapping[str, Any],
    surroundings: Surroundings,
) -> Mapping[str, Any]:
    """Return what the read-only view prints, functions in the order of the question set."""
    views = tuple(
        _function(simple, spec, comparison, surroundings) for comparison in _in_order(spec, value)
    )
    return {"label": spec.label, "functions": views, "loose": tuple(_loose(spec, value))}


def in_words(
    table: Table, spec: FieldSpec, value: Mapping[str, Any], surroundings: Surroundings
) -> str:
    """Return the findings, then criteria and candidates with their scores, one line each."""
    parts, names = parts_of(spec), dict(spec.choices)
    lines = [
        f"{names.get(one.function, one.function)}: {finding(one)}" for one in _in_order(spec, value)
    ]
    criteria = value.get(CRITERIA, ())
    if criteria:
        lines.append(table.plain(parts.criteria, criteria, surroundings))
    for row in value.get("candidates", ()):
        said = [table.plain(parts.candidates, [row], surroundings)]
        for criterion in criteria:
            if cell := row.get(SCORES, {}).get(criterion["id"]):
                score = _score(cell)
                words = "; ".join(filter(None, (score.text, score.note, score.cited)))
                said.append(f"{criterion.get('criterion', 'Criterion')}: {words}")
        lines.append("; ".join(said))
    return "\n".join(lines)


def _in_order(spec: FieldSpec, value: Mapping[str, Any]) -> list[Comparison]:
    order = [code for code, _ in spec.choices]
    return sorted(compare(value), key=lambda one: order.index(one.function))


def _loose(spec: FieldSpec, value: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words what a draft holds that belongs to no function yet."""
    candidates = value.get("candidates", ())
    used = {row.get("function") for row in candidates}
    for number, row in enumerate(candidates, 1):
        if "function" not in row:
            yield f"{named(row, number)} has no function yet."
    for row in value.get(CRITERIA, ()):
        if row.get("function") not in (*used, "all") or not used - {None}:
            yield f"Criterion without candidates: {row.get('criterion', 'no name yet')}."


def _function(
    simple: Mapping[str, SimpleKind],
    spec: FieldSpec,
    comparison: Comparison,
    surroundings: Surroundings,
) -> FunctionView:
    found, figures = finding(comparison), Figures.of(comparison)
    size = (
        f"{counted(len(comparison.candidates), 'candidate')} × "
        f"{len(comparison.criteria)} {'criterion' if len(comparison.criteria) == 1 else 'criteria'}"
    )
    ordered = _best_first(comparison)
    maker = _Sides(simple, spec, comparison, figures, surroundings)
    return FunctionView(
        title=dict(spec.choices).get(comparison.function, comparison.function),
        size=size,
        finding=found,
        remarks=remarks(comparison),
        sensitivity=sensitivity(comparison),
        chart=ranked_chart(found, (_bar(one, figures) for one in ordered)),
        sides=tuple(
            maker.side(ordered[at : at + A_TABLE]) for at in range(0, len(ordered), A_TABLE)
        ),
        evidence=tuple(_evidence(simple, comparison, surroundings)),
    )


def _best_first(comparison: Comparison) -> Sequence[Candidate]:
    """Return those in the ranking, then those out of it, in the order they were written."""
    rest = [candidate for candidate in comparison.candidates if candidate.place is None]
    return [*comparison.ranked, *rest]


def _bar(candidate: Candidate, figures: Figures) -> Bar:
    sort = "leading" if candidate.place == 1 else "out" if candidate.failed else "other"
    return Bar(
        name=named(candidate.row, candidate.index + 1).strip("“”"),
        total=candidate.total,
        total_words=figures.total(candidate),
        note=standing_in_words(candidate),
        sort=sort,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """Prepares the tables of one function."""

    simple: Mapping[str, SimpleKind]
    spec: FieldSpec
    comparison: Comparison
    figures: Figures
    surroundings: Surroundings

    def side(self, candidates: Sequence[Candidate]) -> Side:
        """Return some candidates side by side."""
        heads = tuple((named(one.row, one.index + 1).strip("“”"), one.chosen) for one in candidates)
        share = (100 - HEAD_WIDTH - WEIGHT_WIDTH) // len(candidates)
        widths = (HEAD_WIDTH, WEIGHT_WIDTH, *(share for _ in candidates))
        return Side(heads, tuple(self._lines(candidates)), widths)

    def _lines(self, candidates: Sequence[Candidate]) -> Iterator[Line]:
        for criterion in self.comparison.criteria:
            cells = tuple(self._cell(criterion, one) for one in candidates)
            weight = "Must-have" if criterion.must else str(criterion.weight or "not given")
            yield Line(criterion.name or "No name yet", weight, cells)
        totals = tuple(Score(self.figures.total(one) or "–") for one in candidates)
        yield Line("Weighted total, of 5", "", totals, strong=True)
        failed = [", ".join(c.name for c in one.failed) or "None" for one in candidates]
        yield Line("Must-haves failed", "", tuple(map(Score, failed)))
        places = [str(one.place) if one.place else "Not ranked" for one in candidates]
        yield Line("Place", "", tuple(map(Score, places)), strong=True)
        for column in self.spec.columns[1:]:
            yield Line(column.label, "", tuple(self._said(column, one) for one in candidates))

    def _cell(self, criterion: Criterion, candidate: Candidate) -> Score:
        cell = candidate.row.get(SCORES, {}).get(criterion.id)
        return _score(cell) if cell else Score("–")

    def _said(self, column: FieldSpec, candidate: Candidate) -> Score:
        value = candidate.row.get(column.code)
        if value is None:
            return Score("–")
        return Score(self.simple[column.kind].plain(column, value, self.surroundings))


def _score(cell: Mapping[str, Any]) -> Score:
    score = dict(SCORE.choices).get(cell.get("score", ""), "–")
    return Score(score, cell.get("note", ""), ", ".join(cell.get("evidence", ())))


def _evidence(
    simple: Mapping[str, SimpleKind], comparison: Comparison, surroundings: Surroundings
) -> Iterator[str]:
    """Yield what the scores of a function cite, each piece once with its title."""
    asked = {criterion.id for criterion in comparison.criteria}
    cited = {
        ref
        for candidate in comparison.candidates
        for criterion, cell in candidate.row.get(SCORES, {}).items()
        for ref in cell.get("evidence", ())
        if criterion in asked
    }
    for ref in sorted(cited, key=lambda ref: (len(ref), ref)):
        yield simple["evidence"].plain(EVIDENCE, [ref], surroundings)
