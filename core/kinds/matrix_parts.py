"""What a matrix consists of: its criteria and candidates as tables, its scores as cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from core.comparison import EVERY_FUNCTION, MET, MUST, NOT_MET, POINTS
from core.kinds.base import FieldSpec, Problem, Raw, typed
from core.kinds.rows import row_indexes

MOST_CRITERIA = MOST_CANDIDATES = 40
CRITERIA, CANDIDATES, SCORES = "criteria", "candidates", "scores"

ROW_ID = re.compile(r"r[0-9]{1,9}")
SCORE_PLACE = re.compile(r"\.([0-9]{1,6})\.scores\.(r[0-9]{1,9})\.(score|note|evidence)(.*)")

POINT_CHOICES = tuple((point, point) for point in POINTS)
MUST_CHOICES = ((MET, "Met"), (NOT_MET, "Not met"))
WEIGHT_CHOICES = (
    ("1", "1, hardly matters"),
    *((weight, weight) for weight in ("2", "3", "4")),
    ("5", "5, matters most"),
    (MUST, "Must-have"),
)

SCORE = FieldSpec("score", "choice", "Score", choices=(*POINT_CHOICES, *MUST_CHOICES))
NOTE = FieldSpec("note", "text", "What it rests on")
EVIDENCE = FieldSpec("evidence", "evidence", "Evidence")
CELL = (SCORE, NOTE, EVIDENCE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The two tables of a matrix as its question words them."""

    criteria: FieldSpec
    candidates: FieldSpec


@lru_cache(maxsize=64)
def parts_of(spec: FieldSpec) -> Parts:
    """Return the tables of a matrix: its choices are the functions, its columns a candidate's.

    A candidate's function is asked behind its name, which is the first column.
    """
    function = FieldSpec("function", "choice", "Function", required=True)
    every = ((EVERY_FUNCTION, "Every function"), *spec.choices)
    criteria = (
        FieldSpec("criterion", "text", "Criterion", required=True),
        replace(function, choices=every),
        FieldSpec("weight", "choice", "Weight", required=True, choices=WEIGHT_CHOICES),
    )
    name, *columns = spec.columns
    candidates = (name, replace(function, choices=spec.choices), *columns)
    return Parts(
        FieldSpec(CRITERIA, "table", "Criterion", columns=criteria),
        FieldSpec(CANDIDATES, "table", "Candidate", columns=candidates, layout="blocks"),
    )


def offered(weight: str) -> FieldSpec:
    """Return the score field with what a criterion of this weight asks for."""
    must = weight == MUST
    label = "Met" if must else "Score"
    return replace(SCORE, label=label, choices=MUST_CHOICES if must else POINT_CHOICES)


def with_ids(raw: Raw, *names: str) -> dict[str, list[str]]:
    """Return the strings with an id for every row under these names, kept where it is its own."""
    known = {key: list(values) for key, values in raw.items()}
    for name in names:
        places = [f"{name}.{index}.id" for index in row_indexes(raw, name)]
        for place, row_id in zip(places, _ids(typed(raw, place) for place in places), strict=True):
            known[place] = [row_id]
    return known


def _ids(given: Iterable[str]) -> list[str]:
    """Return ids, those that are missing, malformed or doubled replaced by the next free ones."""
    kept: list[str] = []
    taken: set[str] = set()
    for row_id in given:
        kept.append(row_id if ROW_ID.fullmatch(row_id) and row_id not in taken else "")
        taken.add(row_id)
    last = max((int(row_id[1:]) for row_id in kept if row_id), default=0)
    for at, row_id in enumerate(kept):
        if not row_id:
            last += 1
            kept[at] = f"r{last}"
    return kept


def score_place(name: str, index: int, criterion: str, part: str) -> str:
    """Return the name of the input for one part of a candidate's score."""
    return f"{name}.{CANDIDATES}.{index}.{SCORES}.{criterion}.{part}"


def scored_places(raw: Raw, name: str) -> set[tuple[int, str]]:
    """Return the candidates' indexes and the criteria's ids for which any score was sent."""
    begin = f"{name}.{CANDIDATES}"
    found = (SCORE_PLACE.fullmatch(key.removeprefix(begin)) for key in raw if key.startswith(begin))
    return {(int(match[1]), match[2]) for match in found if match}


def with_lost_scores(raw: Raw, name: str) -> dict[str, list[str]]:
    """Return the strings in which criteria that do not fit carry the scores given by them.

    So these stand in the same line of text and can be copied with them.
    """
    known = {key: list(values) for key, values in raw.items()}
    place = f"{name}.{CRITERIA}"
    beyond = row_indexes(raw, place)[MOST_CRITERIA:]
    at = {typed(raw, f"{place}.{index}.id"): f"{place}.{index}.{SCORES}" for index in beyond}
    for index, criterion in sorted(scored_places(raw, name)) if at else ():
        if criterion in at:
            written = (typed(raw, score_place(name, index, criterion, part.code)) for part in CELL)
            known.setdefault(at[criterion], []).extend(filter(None, written))
    return known


def within(problems: Iterable[Problem], part: str) -> tuple[Problem, ...]:
    """Return the problems below one part, with their places as that part names them."""
    begin = f".{part}"
    return tuple(
        replace(problem, where=problem.where.removeprefix(begin))
        for problem in problems
        if problem.where.startswith(f"{begin}.")
    )


def named(row: Mapping[str, object], number: int) -> str:
    """Return a candidate's name in quotation marks, or which one it is."""
    name = row.get("candidate")
    return f"“{name}”" if name else f"Candidate {number}"
