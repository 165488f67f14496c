"""How tables and blocks of an answer are set on paper: column widths, and what shares a line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from core.kinds import Shown

_BREAK = re.compile(r"[ \t\r\n]+")  # not the narrow spaces inside numbers
_LINE = 96  # characters that a table's line holds
_GAP = 2  # what a cell's padding takes, in characters
_LONGEST_WORD = 26  # a longer one is broken rather than given room
_UNBROKEN = 18  # a column of texts up to this long, dates or names, keeps each on one line
_LONGEST_TEXT = 70  # a longer one wraps anyway
_LONGEST_HEAD = 30
_BOLD = 1.12
_SHORT = 24  # what a third of a block's line holds
_ON_ONE_PAGE = 400
_A_LINE = 3
_FEW_ROWS = 5

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One label of a block with its text, or with the parts that share the label."""

    label: str
    text: str
    parts: tuple[Pair, ...] = ()

    @property
    def short(self) -> bool:
        """Whether it stays on one page; a long text may go on overleaf."""
        return len(self.text) <= _ON_ONE_PAGE


def paper(shown: Shown) -> Shown:
    """Return ``shown`` with what paper needs besides: a page of a screen can scroll, paper not."""
    if shown.shape == "table":
        texts = [[cell["text"] for cell in row] for row in shown.data["rows"]]
        more = {"widths": _table_widths(shown.data, texts), "whole": _fits(texts)}
        return Shown("table", {**shown.data, **more})
    if shown.shape == "blocks":
        blocks = tuple(_block(n, row["cells"]) for n, row in enumerate(shown.data["rows"], 1))
        return Shown("blocks", {**shown.data, "rows": blocks})
    return shown


def widths(
    heads: Sequence[str], rows: Iterable[Sequence[str]], line: int = _LINE
) -> tuple[int, ...]:
    """Return each column's share of the line in percent; together they make 100.

    ``line`` is how many characters the line holds, more in a smaller size.
    Every column gets room for its longest word, and the rest goes to those with long texts. So
    no word is broken while there is room, and nothing ever stands beyond the edge.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    least, wanted = [], []
    for head, texts in zip(heads, columns, strict=True):
        low, high = _room(head, texts)
        least.append(low + _GAP)
        wanted.append(high + _GAP)
    return _shares(least, wanted, line)


def _room(head: str, texts: Sequence[str]) -> tuple[float, float]:
    """Return how many characters a column needs at least, and how many it could use."""
    words = [len(word) for text in texts for word in _BREAK.split(text)]
    lengths = [len(text) for text in texts]
    head_word = max(len(word) * _BOLD for word in _BREAK.split(head))
    whole = lengths if max(lengths, default=0) <= _UNBROKEN else ()
    low = min(max([head_word, *words, *whole]), _LONGEST_WORD)
    return low, min(max([low, min(len(head) * _BOLD, _LONGEST_HEAD), *lengths]), _LONGEST_TEXT)


def lines_of(pairs: Iterable[Pair]) -> Iterator[Line]:
    """Set neighbours such as “Cost, low” and “Cost, high” on one line under “Cost”."""
    for stem, group in groupby(pairs, _stem):
        found = tuple(group)
        if stem and 1 < len(found) <= _A_LINE:
            yield Line(stem, "", tuple((label[len(stem) + 2 :], text) for label, text in found))
        else:
            yield from (Line(label, text) for label, text in found)


def _stem(pair: Pair) -> str:
    """Return what a pair's label may share with its neighbours; empty for a long text."""
    label, text = pair
    return "" if len(text) > _SHORT or "\n" in text else label.rpartition(", ")[0]


def _block(number: int, cells: Sequence[Pair]) -> dict[str, Any]:
    """Return a row whose first cell names it."""
    label, title = cells[0] if cells else ("", "")
    return {
        "number": number,
        "label": label,
        "title": title,
        "lines": tuple(lines_of(cells[1:])),
    }


def _table_widths(data: Mapping[str, Any], texts: Sequence[Sequence[str]]) -> tuple[int, ...]:
    return widths([f"{column['label']} {column['unit']}" for column in data["columns"]], texts)


def _fits(texts: Sequence[Sequence[str]]) -> bool:
    """Whether a table is so short that it need not break, and leave one row overleaf."""
    return len(texts) <= _FEW_ROWS and sum(map(len, chain(*texts))) <= _FEW_ROWS * _LONGEST_TEXT * 2


def _shares(least: Sequence[float], wanted: Sequence[float], line: int) -> tuple[int, ...]:
    spare = line - sum(least)
    more = sum(wanted) - sum(least)
    if spare <= 0:
        exact = list(least)
    elif more > spare:
        exact = [low + (high - low) * spare / more for low, high in zip(least, wanted, strict=True)]
    else:
        exact = list(wanted)
    whole = [share * 100 / sum(exact) for share in exact]
    rounded = [int(share) for share in whole]
    by_loss = sorted(range(len(whole)), key=lambda at: rounded[at] - whole[at])
    for at in by_loss[: 100 - sum(rounded)]:
        rounded[at] += 1
    return tuple(rounded)
