"""What changed between two answers: word runs for text, cells for rows matched by their id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Sort = Literal["same", "added", "removed"]

# Only ordinary blanks separate words, so that "40 000" with its narrow space stays one word.
WORD = re.compile(r"([ \t]*)(\n|[^ \t\n]+)")

# Above this many words difflib may skip the commonest ones, or one long rewrite takes seconds.
EXACT_UP_TO = 1500


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stayed, came or went."""

    sort: Sort
    text: str


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One column of one row."""

    label: str
    changed: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row; `state` is same, added, removed or changed."""

    id: str
    state: str
    title: str
    cells: tuple[CellDifference, ...]

    @property
    def state_in_words(self) -> str:
        """The state as a heading says it."""
        return "row unchanged" if self.state == "same" else f"row {self.state}"


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one field, with a count in words."""

    changed: bool
    summary: str
    runs: tuple[Run, ...] = ()
    rows: tuple[RowDifference, ...] = ()


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 word", "2 words"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_words(noun: str, **counts: int) -> str:
    """Return counts such as "9 words added, 4 removed"; the noun stands once."""
    parts: list[str] = []
    for verb, number in counts.items():
        if number:
            parts.append(f"{number if parts else counted(number, noun)} {verb}")
    return ", ".join(parts)


def replacement(old: str, new: str) -> Difference:
    """Compare two short texts that only make sense whole, such as a date or a choice."""
    if old == new:
        return Difference(False, "No change", _runs(("same", new)))
    summary = "Changed" if old and new else "Added" if new else "Removed"
    return Difference(True, summary, _runs(("removed", old), ("added", new)))


def word_difference(old: str, new: str) -> Difference:
    """Compare two texts word by word, keeping their line breaks."""
    if old == new:
        return Difference(False, "No change", _runs(("same", new)))
    before, after = WORD.findall(old), WORD.findall(new)
    runs: list[tuple[Sort, str]] = []
    counts = {"added": 0, "removed": 0}
    for tag, low, high, low_new, high_new in _opcodes(before, after):
        if tag == "equal":
            runs.append(("same", _joined(after[low_new:high_new])))
            continue
        runs.append(("removed", _joined(before[low:high])))
        runs.append(("added", _joined(after[low_new:high_new])))
        counts["removed"] += _words(before[low:high])
        counts["added"] += _words(after[low_new:high_new])
    summary = in_words("word", **counts) or "Only spaces or line breaks changed"
    return Difference(True, summary, _runs(*runs))


def item_difference(old: Sequence[str], new: Sequence[str]) -> Difference:
    """Compare two lists of short items, one line an item."""
    if list(old) == list(new):
        return Difference(False, "No change", _runs(("same", "\n".join(new))))
    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    kept = [item for item in new if item in old]
    summary = in_words("item", added=len(come), removed=len(gone)) or "Order changed"
    lines: list[tuple[Sort, list[str]]] = [("same", kept), ("removed", gone), ("added", come)]
    filled = [(sort, "\n".join(items)) for sort, items in lines if items]
    last = len(filled) - 1
    ended = [(sort, text if at == last else text + "\n") for at, (sort, text) in enumerate(filled)]
    return Difference(True, summary, _runs(*ended))


def row_difference(rows: Sequence[RowDifference], *, reordered: bool) -> Difference:
    """Sum up compared rows in words."""
    states = [row.state for row in rows]
    summary = in_words(
        "row",
        added=states.count("added"),
        removed=states.count("removed"),
        changed=states.count("changed"),
    )
    if reordered:
        summary = f"{summary}, order changed" if summary else "Order changed"
    return Difference(bool(summary), summary or "No change", rows=tuple(rows))


def _opcodes(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> Sequence[tuple[str, int, int, int, int]]:
    old, new = [word for _, word in before], [word for _, word in after]
    junk = max(len(old), len(new)) > EXACT_UP_TO
    return SequenceMatcher(None, old, new, autojunk=junk).get_opcodes()


def _joined(tokens: list[tuple[str, str]]) -> str:
    return "".join(lead + word for lead, word in tokens)


def _words(tokens: list[tuple[str, str]]) -> int:
    return sum(word != "\n" for _, word in tokens)


def _runs(*pairs: tuple[Sort, str]) -> tuple[Run, ...]:
    return tuple(Run(sort, text) for sort, text in pairs if text)
