"""The inputs of a matrix: criteria, candidates, and for each function a table of scores."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from core.comparison import EVERY_FUNCTION
from core.kinds.base import FieldSpec, Problem, Raw, Surroundings, input_id, messages_at, typed
from core.kinds.controls import Control, Place
from core.kinds.matrix_parts import (
    CANDIDATES,
    CELL,
    CRITERIA,
    EVIDENCE,
    MOST_CANDIDATES,
    MOST_CRITERIA,
    NOTE,
    WEIGHT_CHOICES,
    named,
    offered,
    parts_of,
    score_place,
    scored_places,
    with_ids,
    with_lost_scores,
    within,
)
from core.kinds.rows import row_indexes
from core.kinds.simple import SimpleKind
from core.kinds.table_inputs import Button, RowInputs, table_inputs

BEGIN_WITH = {CRITERIA: 3, CANDIDATES: 2}
MOST = {CRITERIA: MOST_CRITERIA, CANDIDATES: MOST_CANDIDATES}
SINGULAR = {CRITERIA: "criterion", CANDIDATES: "candidate"}
WEIGHT_WORDS = {code: f"weight {code}" for code, _ in WEIGHT_CHOICES} | {"must": "must-have"}
HEADS = ("Score", NOTE.label, EVIDENCE.label)


@dataclass(frozen=True, slots=True)
class ScoreInput:
    """One part of a score, with its message."""

    id: str
    error: str
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class CandidateScore:
    """What one candidate gets for one criterion; `stale` says why it does not count."""

    candidate: str
    stale: str
    parts: tuple[ScoreInput, ...]


@dataclass(frozen=True, slots=True)
class CriterionScores:
    """One criterion with the candidates it judges."""

    criterion: str
    weight: str
    rows: tuple[CandidateScore, ...]


@dataclass(frozen=True, slots=True)
class FunctionScores:
    """The scores of the candidates of one function."""

    title: str
    criteria: tuple[CriterionScores, ...]


@dataclass(frozen=True, slots=True)
class CandidateInputs:
    """One candidate under its name."""

    title: str
    row: RowInputs


@dataclass(frozen=True, slots=True)
class _Line:
    """A criterion or a candidate as it is typed so far."""

    index: int
    id: str
    function: str
    name: str
    weight: str = ""


def matrix_inputs(
    simple: Mapping[str, SimpleKind],
    spec: FieldSpec,
    name: str,
    raw: Raw,
    surroundings: Surroundings,
    problems: tuple[Problem, ...],
) -> Mapping[str, Any]:
    """Return the context of the input template; a new matrix opens with blank rows."""
    parts = parts_of(spec)
    shown = _opened(raw, name)
    sources = {CRITERIA: with_lost_scores(shown, name), CANDIDATES: shown}
    tables = {
        rows.code: table_inputs(
            simple,
            rows,
            f"{name}.{rows.code}",
            sources[rows.code],
            surroundings,
            within(problems, rows.code),
            MOST[rows.code],
        )
        for rows in (parts.criteria, parts.candidates)
    }
    indexes = {part: tuple(row.number - 1 for row in tables[part]["rows"]) for part in tables}
    at: dict[str, tuple[Problem, ...]] = defaultdict(tuple)
    for problem in problems:
        at[problem.where] += (replace(problem, where=""),)
    maker = _Scores(simple, spec, name, shown, surroundings, at, indexes)
    blocks = tables[CANDIDATES]["rows"]
    here = input_id(f"{name}.show")
    show = Button(f"show:{name}", "Show the scores to give", here, "", here)
    return {
        "criteria": {**tables[CRITERIA], "add": _add(name, CRITERIA, tables)},
        "criteria_error": messages_at(problems, f".{CRITERIA}"),
        "candidates": tuple(
            CandidateInputs(_title(line), row)
            for line, row in zip(maker.candidates, blocks, strict=True)
        ),
        "count": tables[CANDIDATES]["count"],
        "add": _add(name, CANDIDATES, tables),
        "beyond": tables[CANDIDATES]["beyond"],
        "candidates_error": messages_at(problems, f".{CANDIDATES}"),
        "most": MOST_CANDIDATES,
        "heads": HEADS,
        "functions": maker.functions(),
        "show": show,
    }


def _opened(raw: Raw, name: str) -> dict[str, list[str]]:
    """Return the strings with blank rows to begin with, all with ids, no made-up number of rows."""
    known = {key: list(values) for key, values in raw.items()}
    for part, begin in BEGIN_WITH.items():
        place = f"{name}.{part}"
        count = len(row_indexes(known, place))
        if not count:
            known[f"{place}.rows"] = ["1" if f"{place}.rows" in raw else str(begin)]
        elif count > MOST[part]:
            known[f"{place}.rows"] = [str(MOST[part])]
    return with_ids(known, *(f"{name}.{part}" for part in BEGIN_WITH))


def _add(name: str, part: str, tables: Mapping[str, Mapping[str, Any]]) -> Button | None:
    button: Button | None = tables[part]["add"]
    return button and replace(button, text=f"Add a {SINGULAR[part]}")


def _title(line: _Line) -> str:
    return f"Candidate {line.index + 1}" + (f": {line.name}" if line.name else "")


@dataclass(frozen=True, slots=True)
class _Scores:
    """Prepares the tables of scores from what is typed in the rows that are shown."""

    simple: Mapping[str, SimpleKind]
    spec: FieldSpec
    name: str
    raw: Raw
    surroundings: Surroundings
    problems: Mapping[str, tuple[Problem, ...]]
    indexes: Mapping[str, tuple[int, ...]]

    @property
    def candidates(self) -> tuple[_Line, ...]:
        """The candidates in their order."""
        return tuple(self._lines(CANDIDATES, "candidate"))

    def functions(self) -> tuple[FunctionScores, ...]:
        """Return the tables in the order of the functions, candidates without one at the end."""
        order = [code for code, _ in self.spec.choices]
        titles = dict(self.spec.choices) | {"": "No function yet"}
        criteria = tuple(self._lines(CRITERIA, "criterion"))
        written = self._written()

        def rank(line: _Line) -> tuple[bool, int, str]:
            known = line.function in order
            return not known, order.index(line.function) if known else 0, line.function

        groups = groupby(sorted(self.candidates, key=rank), key=lambda line: line.function)
        found = (
            FunctionScores(
                titles.get(code, code), tuple(self._criteria(criteria, tuple(lines), written))
            )
            for code, lines in groups
        )
        return tuple(group for group in found if group.criteria)

    def _lines(self, part: str, name_code: str) -> Iterator[_Line]:
        place = f"{self.name}.{part}"
        for index in self.indexes[part]:

            def cell(code: str, row: str = f"{place}.{index}") -> str:
                return typed(self.raw, f"{row}.{code}").strip()

            yield _Line(index, cell("id"), cell("function"), cell(name_code), cell("weight"))

    def _written(self) -> set[tuple[int, str]]:
        """Return the candidates and criteria between which anything is written."""
        return {
            (index, criterion)
            for index, criterion in scored_places(self.raw, self.name)
            if any(
                typed(self.raw, score_place(self.name, index, criterion, part.code))
                for part in CELL
            )
        }

    def _criteria(
        self,
        criteria: Iterable[_Line],
        candidates: tuple[_Line, ...],
        written: set[tuple[int, str]],
    ) -> Iterator[CriterionScores]:
        for criterion in criteria:
            rows = tuple(
                self._row(criterion, candidate)
                for candidate in candidates
                if (candidate.index, criterion.id) in written or _may_apply(criterion, candidate)
            )
            if rows:
                weight = WEIGHT_WORDS.get(criterion.weight, "no weight yet")
                yield CriterionScores(_criterion_name(criterion), weight, rows)

    def _row(self, criterion: _Line, candidate: _Line) -> CandidateScore:
        who = named({"candidate": candidate.name}, candidate.index + 1).strip("“”")
        stale = ""
        if not _may_apply(criterion, candidate):
            own = dict(self.spec.choices).get(criterion.function, criterion.function)
            stale = f"This belongs to “{own}” and does not count here. Empty it."
        specs = (offered(criterion.weight), NOTE, EVIDENCE)
        parts = tuple(self._part(part, criterion, candidate, who) for part in specs)
        return CandidateScore(who, stale, parts)

    def _part(self, part: FieldSpec, criterion: _Line, candidate: _Line, who: str) -> ScoreInput:
        place = score_place(self.name, candidate.index, criterion.id, part.code)
        problems = self.problems.get(place.removeprefix(self.name), ())
        spoken = f"{part.label}, {_criterion_name(criterion)}, {who}"
        made = Place(part, place, self.raw, self.surroundings, problems, spoken)
        return ScoreInput(
            input_id(place), messages_at(problems, ""), self.simple[part.kind].controls(made)
        )


def _may_apply(criterion: _Line, candidate: _Line) -> bool:
    """Tell whether a score is asked for, as far as the functions are known."""
    unknown = not criterion.function or not candidate.function
    return unknown or criterion.function in (EVERY_FUNCTION, candidate.function)


def _criterion_name(line: _Line) -> str:
    return line.name or f"Criterion {line.index + 1}"
