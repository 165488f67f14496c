"""`matrix`: candidates for the components of a system, compared by weighted criteria."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.kinds.base import (
    NOWHERE,
    FieldSpec,
    Problem,
    Raw,
    Reading,
    Shown,
    Surroundings,
    typed,
)
from core.kinds.difference import Difference
from core.kinds.matrix_difference import compare_matrices
from core.kinds.matrix_inputs import matrix_inputs
from core.kinds.matrix_missing import missing_in
from core.kinds.matrix_parts import (
    CANDIDATES,
    CELL,
    CRITERIA,
    MOST_CANDIDATES,
    MOST_CRITERIA,
    SCORE_PLACE,
    SCORES,
    parts_of,
    scored_places,
    with_ids,
)
from core.kinds.matrix_view import in_words, view_of
from core.kinds.rows import row_indexes
from core.kinds.simple import ComposedKind
from core.kinds.table import Table

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Posted:
    """What was posted, every row with its id, and where."""

    raw: Raw
    name: str
    surroundings: Surroundings | None


class Matrix(ComposedKind):
    """Stored as {"criteria": rows, "candidates": rows}; what is not there has no key.

    A criterion is {"id", "function", "criterion", "weight": "1".."5" or "must"}, its function one
    of the choices or "all". A candidate is {"id", "function", column code: value, ..., "scores":
    {criterion id: {"score": "0".."5", "yes" or "no", "note": text, "evidence": references}}}.
    Its column `candidate` names it and `chosen` marks the one that is taken. Scores of a criterion
    that is gone are dropped when a form is read.
    """

    name = "matrix"
    settings = frozenset({"choices", "columns"})
    input_template = "matrix"
    own_page = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read criteria, candidates and scores; blank rows without a score are dropped."""
        raw = with_ids(posted, f"{name}.{CRITERIA}", f"{name}.{CANDIDATES}")
        source, parts = _Posted(raw, name, surroundings), parts_of(spec)
        criteria = list(self._rows(source, parts.criteria))
        candidates = list(self._rows(source, parts.candidates))
        scores, problems = self._scores(source, {row["id"] for _, row, _ in criteria})
        used = {criterion for cells in scores.values() for criterion in cells}
        value: dict[str, list[Row]] = {}
        for index, row, faults in criteria:
            problems += _below(f".{CRITERIA}.{index}", faults)
            if len(row) > 1 or faults or row["id"] in used:
                value.setdefault(CRITERIA, []).append(row)
        for index, row, faults in candidates:
            problems += _below(f".{CANDIDATES}.{index}", faults)
            if index in scores:
                row[SCORES] = scores[index]
            if len(row) > 1 or faults:
                value.setdefault(CANDIDATES, []).append(row)
        problems[:0] = _too_many(value)
        return Reading(value or None, tuple(problems))

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return every cell, the row ids and the numbers of rows."""
        raw: dict[str, list[str]] = {}
        if value is None:
            return raw
        parts, table = parts_of(spec), Table(self.simple)
        for part, rows_spec in ((CRITERIA, parts.criteria), (CANDIDATES, parts.candidates)):
            if part in value:
                raw |= table.write(rows_spec, value[part], f"{name}.{part}")
        for index, row in enumerate(value.get(CANDIDATES, ())):
            for criterion, cell in row.get(SCORES, {}).items():
                for asked in CELL:
                    place = f"{name}.{CANDIDATES}.{index}.{SCORES}.{criterion}.{asked.code}"
                    raw |= self.simple[asked.kind].write(asked, cell.get(asked.code), place)
        return raw

    def grouped(self, spec: FieldSpec) -> bool:
        """Everything stands under one legend."""
        return True

    def row_names(self, name: str) -> tuple[str, ...]:
        """Criteria and candidates each have rows."""
        return (f"{name}.{CRITERIA}", f"{name}.{CANDIDATES}")

    def inputs(
        self,
        spec: FieldSpec,
        name: str,
        raw: Raw,
        surroundings: Surroundings,
        problems: tuple[Problem, ...],
    ) -> Mapping[str, Any]:
        """Return the criteria, the candidates, and a table of scores for each function."""
        return matrix_inputs(self.simple, spec, name, raw, surroundings, problems)

    def missing(self, spec: FieldSpec, value: Any) -> tuple[Problem, ...]:
        """Return what keeps the candidates from being compared, also once an optional one began."""
        if value is None:
            return super().missing(spec, value)
        return missing_in(Table(self.simple), spec, value)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the result for each function, then everything that it rests on."""
        return in_words(Table(self.simple), spec, value, surroundings)

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the ranking and the matrix of each function."""
        return Shown("matrix", view_of(self.simple, spec, value, surroundings))

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare criteria and candidates cell by cell, scores among them."""
        return compare_matrices(self.simple, spec, old or {}, new or {})

    def anchor(self, spec: FieldSpec, where: str) -> str:
        """Lead to the input meant, or to the first one of the part."""
        part, rest = _part_of(where)
        if SCORE_PLACE.fullmatch(rest):
            return where
        return f".{part}{Table(self.simple).anchor(_rows_of(spec, part), rest)}"

    def label_at(self, spec: FieldSpec, where: str) -> str:
        """Name the part, the row and the column."""
        part, rest = _part_of(where)
        if not where or not rest:
            return f"{spec.label}, {part}" if where else spec.label
        if match := SCORE_PLACE.fullmatch(rest):
            label = {column.code: column.label for column in CELL}[match[3]]
            return f"{spec.label}, candidate {int(match[1]) + 1}, {label}"
        return f"{spec.label}, {Table(self.simple).label_at(_rows_of(spec, part), rest)}"

    def _rows(self, source: _Posted, spec: FieldSpec) -> Iterator[tuple[int, Row, list[Problem]]]:
        """Yield every row with its index, its id and cells, and its faults, the blank ones too."""
        table = Table(self.simple)
        for index in row_indexes(source.raw, f"{source.name}.{spec.code}"):
            place = f"{source.name}.{spec.code}.{index}"
            row, faults = table.read_row(spec, source.raw, place, source.surroundings)
            yield index, {"id": typed(source.raw, f"{place}.id"), **row}, faults

    def _scores(
        self, source: _Posted, known: set[str]
    ) -> tuple[dict[int, dict[str, Row]], list[Problem]]:
        """Return the scores for the known criteria by candidate's index, and their faults."""
        scores: dict[int, dict[str, Row]] = {}
        problems: list[Problem] = []
        for index, criterion in sorted(scored_places(source.raw, source.name)):
            if criterion not in known:
                continue
            where = f".{CANDIDATES}.{index}.{SCORES}.{criterion}"
            for part in CELL:
                place = f"{source.name}{where}.{part.code}"
                kind = self.simple[part.kind]
                reading = kind.read(part, source.raw, place, source.surroundings)
                problems += _below(f"{where}.{part.code}", reading.problems)
                if reading.value is not None:
                    scores.setdefault(index, {}).setdefault(criterion, {})[part.code] = (
                        reading.value
                    )
        return scores, problems


def _below(where: str, problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    return [replace(problem, where=where + problem.where) for problem in problems]


def _too_many(value: Mapping[str, list[Row]]) -> list[Problem]:
    return [
        Problem(f".{part}", f"There are {len(value[part])} {part}; at most {most} fit here.")
        for part, most in ((CRITERIA, MOST_CRITERIA), (CANDIDATES, MOST_CANDIDATES))
        if len(value.get(part, ())) > most
    ]


def _part_of(where: str) -> tuple[str, str]:
    """Return which part a place belongs to, and the place as that part names it."""
    part, dot, rest = where.removeprefix(".").partition(".")
    return (CANDIDATES if part == CANDIDATES else CRITERIA), dot + rest


def _rows_of(spec: FieldSpec, part: str) -> FieldSpec:
    parts = parts_of(spec)
    return parts.candidates if part == CANDIDATES else parts.criteria
