"""What changed between two answers: word runs for text, cells for rows matched by their id."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Literal

Sort = Literal["same", "added", "removed"]

# Only ordinary blanks separate words, so that "40 000" with its narrow space stays one word.
WORD = re.compile(r"([ \t]*)(\n|[^ \t\n]+)")

# difflib takes seconds on long texts of many small changes. Longer ones are first held together at
# the words that stand once in both, as patience diff does, and compared in between.
EXACT_UP_TO = 200

Token = tuple[str, str]
Opcode = tuple[str, int, int, int, int]


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
    words, words_new = [word for _, word in before], [word for _, word in after]
    for tag, low, high, low_new, high_new in _opcodes(words, words_new):
        if tag == "equal":
            if not after[low_new][0]:  # or the word would stick to what was removed before it
                runs.append(("removed", before[low][0]))
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


def _opcodes(old: list[str], new: list[str], at: int = 0, at_new: int = 0) -> Iterator[Opcode]:
    """Yield difflib's opcodes, with places counted from `at` and `at_new`."""
    if max(len(old), len(new)) <= EXACT_UP_TO:
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield tag, at + a, at + b, at_new + c, at_new + d
        return
    anchors = _anchors(old, new) or _common_ends(old, new)
    if not anchors:
        yield "replace", at, at + len(old), at_new, at_new + len(new)
        return
    low, low_new = 0, 0
    for high, high_new in [*anchors, (len(old), len(new))]:
        gap, gap_new = old[low:high], new[low_new:high_new]
        yield from _opcodes(gap, gap_new, at + low, at_new + low_new)
        if high < len(old):
            yield "equal", at + high, at + high + 1, at_new + high_new, at_new + high_new + 1
        low, low_new = high + 1, high_new + 1


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the places of words that stand once in both texts, as many as keep their order."""
    count, count_new = Counter(old), Counter(new)
    place_new = {word: at for at, word in enumerate(new)}
    tails: list[int] = []
    chains: list[tuple[int, int, int]] = []  # place, place in the new text, link before
    ends: list[int] = []
    for at, word in enumerate(old):
        if count[word] != 1 or count_new[word] != 1:
            continue
        length = bisect_left(tails, place_new[word])
        chains.append((at, place_new[word], ends[length - 1] if length else -1))
        tails[length : length + 1] = [place_new[word]]
        ends[length : length + 1] = [len(chains) - 1]
    anchors: list[tuple[int, int]] = []
    link = ends[-1] if ends else -1
    while link >= 0:
        at, at_new, link = chains[link]
        anchors.append((at, at_new))
    return anchors[::-1]


def _common_ends(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the places of the words with which both texts begin and end alike."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    ends = [(len(old) - at, len(new) - at) for at in range(tail, 0, -1)]
    return [(at, at) for at in range(head)] + ends


def _joined(tokens: list[Token]) -> str:
    return "".join(lead + word for lead, word in tokens)


def _words(tokens: list[Token]) -> int:
    return sum(word != "\n" for _, word in tokens)


def _runs(*pairs: tuple[Sort, str]) -> tuple[Run, ...]:
    """Return runs, with neighbours of one sort made into one."""
    return tuple(
        Run(sort, text)
        for sort, group in groupby(filter(itemgetter(1), pairs), key=itemgetter(0))
        if (text := "".join(part for _, part in group))
    )
