"""A field of every kind, and values that each kind may hold."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from core.kinds import KINDS, FieldSpec, Surroundings
from core.kinds.base import Raw, Reading
from core.kinds.currencies import CURRENCIES
from core.kinds.numerals import canonical

AROUND = Surroundings(
    evidence=(("E-1", "Time study"), ("E-2", "Ticket log")),
    people=("Ada Byron", "Grace Hopper"),
    sources=(("D-1", "tickets.csv"),),
)
CHOICES = (("low", "Low"), ("mid", "Middle"), ("high", "High"))
COLUMNS = (
    FieldSpec("who", "text", "Who", required=True),
    FieldSpec("count", "number", "How many", unit="people"),
    FieldSpec("cost", "money", "Cost"),
    FieldSpec("effort", "range", "Effort", unit="days"),
    FieldSpec("agreed", "yesno", "Agreed"),
    FieldSpec("proof", "evidence", "Proof"),
    FieldSpec("size", "choice", "Size", choices=CHOICES),
)
TABLES = ("table", "options", "need", "trace")
FUNCTIONS = (("serve", "Serve"), ("train", "Train"))
CANDIDATE_COLUMNS = (
    FieldSpec("candidate", "text", "Candidate", required=True),
    FieldSpec("chosen", "yesno", "Chosen", required=True),
    FieldSpec("exit_cost", "range", "Exit cost", money=True),
)


def spec(kind: str, **settings: Any) -> FieldSpec:
    """Return a field called "f" of this kind."""
    defaults: dict[str, Any] = {}
    if kind in {"choice", "choices"}:
        defaults["choices"] = CHOICES
    if kind in {"number", "range"}:
        defaults["unit"] = "hours"
    if kind in TABLES:
        defaults["columns"] = COLUMNS
    if kind == "matrix":
        defaults |= {"choices": FUNCTIONS, "columns": CANDIDATE_COLUMNS}
    return FieldSpec("f", kind, "Field", **(defaults | settings))


def read(kind: str, posted: Raw, **settings: Any) -> Reading:
    """Read posted strings as a field of this kind in a project."""
    return KINDS[kind].read(spec(kind, **settings), posted, "f", AROUND)


def messages(kind: str, posted: Raw, **settings: Any) -> dict[str, str]:
    """Return what was wrong, by place."""
    return {p.where: p.message for p in read(kind, posted, **settings).problems}


SAMPLES: dict[str, Any] = {
    "text": "Two hours a day",
    "prose": "First line\nsecond line\n\n- an item",
    "number": "1200.5",
    "money": {"amount": "1200.00", "currency": "EUR"},
    "range": {"low": "1", "likely": "2", "high": "3.5", "basis": "hours times rate"},
    "date": "2026-11-24",
    "choice": "mid",
    "choices": ["low", "high"],
    "yesno": False,
    "person": "Ada Byron",
    "evidence": ["E-1", "E-2"],
    "profile": ["D-1"],
    "matrix": {
        "criteria": [
            {"id": "r1", "function": "all", "criterion": "Stays here", "weight": "must"},
            {"id": "r3", "function": "serve", "criterion": "Effort", "weight": "5"},
        ],
        "candidates": [
            {
                "id": "r1",
                "function": "serve",
                "candidate": "Container",
                "chosen": True,
                "scores": {
                    "r1": {"score": "yes"},
                    "r3": {"score": "4", "note": "Tried in May", "evidence": ["E-1"]},
                },
            },
            {
                "id": "r2",
                "function": "serve",
                "candidate": "Cloud",
                "chosen": False,
                "scores": {"r1": {"score": "no"}, "r3": {"score": "5"}},
            },
        ],
    },
} | {
    name: [{"id": "r1", "who": "Agents", "count": "12"}, {"id": "r4", "who": "Callers"}]
    for name in TABLES
}

decimals = st.decimals(
    min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False
).map(canonical)

visible = st.characters(exclude_categories=("C", "Z"), include_characters=" \n\t")


def words(most: int) -> st.SearchStrategy[str]:
    """Return stored texts: something to see at both ends."""
    return st.text(visible, min_size=1, max_size=most).map(str.strip).filter(bool)


lines = words(80).map(lambda text: " ".join(text.split())).filter(bool)

amounts = st.integers(min_value=0, max_value=10**13).map(lambda n: f"{n // 100}.{n % 100:02d}")
monies = st.fixed_dictionaries({"amount": amounts, "currency": st.sampled_from(CURRENCIES)})

whole_ranges = st.builds(
    lambda numbers, basis: {
        **dict(
            zip(
                ("low", "likely", "high"),
                (canonical(number) for number in sorted(numbers)),
                strict=True,
            )
        ),
        "basis": basis,
    },
    st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=3, max_size=3),
    st.just("") | lines,
)

whole_money = st.builds(
    lambda numbers, currency: {
        **dict(zip(("low", "likely", "high"), map(str, sorted(numbers)), strict=True)),
        "basis": "",
        "currency": currency,
    },
    st.lists(st.integers(0, 10**9), min_size=3, max_size=3),
    st.sampled_from(CURRENCIES),
)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": lines,
    "prose": words(400),
    "number": decimals,
    "money": monies,
    "range": whole_ranges,
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat()),
    "choice": st.sampled_from([code for code, _ in CHOICES]),
    "choices": st.sets(st.sampled_from([code for code, _ in CHOICES]), min_size=1).map(
        lambda codes: [code for code, _ in CHOICES if code in codes]
    ),
    "yesno": st.booleans(),
    "person": lines,
    "evidence": st.sampled_from([["E-1", "E-2"], ["E-2"]]),
    "profile": st.just(["D-1"]),
}


def _rows(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    filled = [row for row in cells if row]
    return [{"id": f"r{number}", **row} for number, row in enumerate(filled, 1)]


row_cells = st.fixed_dictionaries(
    {}, optional={column.code: VALUES[column.kind] for column in COLUMNS}
)
VALUES |= {
    name: st.lists(row_cells, min_size=1, max_size=4).map(_rows).filter(bool) for name in TABLES
}


def _matrix(criteria: list[dict[str, Any]], candidates: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a stored matrix: scores only for criteria that are there."""
    written = [{"id": f"r{number}", **row} for number, row in enumerate(criteria, 2)]
    known = {row["id"] for row in written}
    rows = []
    for number, row in enumerate(candidates, 1):
        scores = {code: cell for code, cell in row["scores"].items() if code in known and cell}
        cells = {code: cell for code, cell in row.items() if code != "scores"}
        if cells or scores:
            rows.append({"id": f"r{number}", **cells} | ({"scores": scores} if scores else {}))
    used = {code for row in rows for code in row.get("scores", {})}
    kept = [row for row in written if len(row) > 1 or row["id"] in used]
    return ({"criteria": kept} if kept else {}) | ({"candidates": rows} if rows else {})


score_cells = st.fixed_dictionaries(
    {},
    optional={
        "score": st.sampled_from(["0", "1", "2", "3", "4", "5", "yes", "no"]),
        "note": lines,
        "evidence": VALUES["evidence"],
    },
)
criteria_cells = st.fixed_dictionaries(
    {},
    optional={
        "function": st.sampled_from(["all", "serve", "train"]),
        "criterion": lines,
        "weight": st.sampled_from(["must", "1", "2", "3", "4", "5"]),
    },
)
candidate_cells = st.fixed_dictionaries(
    {"scores": st.dictionaries(st.sampled_from(["r2", "r3", "r4"]), score_cells, max_size=3)},
    optional={"function": st.sampled_from(["serve", "train"])}
    | {
        column.code: VALUES[column.kind] if not column.money else whole_money
        for column in CANDIDATE_COLUMNS
    },
)
VALUES["matrix"] = st.builds(
    _matrix, st.lists(criteria_cells, max_size=3), st.lists(candidate_cells, max_size=4)
).filter(bool)
