"""Ranked bars: candidates in their order, each with its total of five and what was said of it.

Names stand above their bars, so that the drawing is as wide as a column beside a page and needs
no room for the longest name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

WIDTH = 320
MOST = Fraction(5)

_BAR = 14
_LINE = 17  # from one line of text to the next
_GAP = 16  # between candidates
_VALUE = 40  # room for the total at the end of the longest bar
_LETTERS = 40  # characters that a line holds
_LINES = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """What is to be drawn of one candidate; `total` is None where there is no bar to draw.

    `sort` is leading, other or out (fails a must-have); `note` stands under the name in words.
    """

    name: str
    total: Fraction | None
    total_words: str
    note: str
    sort: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text and its baseline."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One candidate as it is drawn; all lengths in pixels."""

    sort: str
    names: tuple[Text, ...]
    note: Text
    y: int
    width: str
    track: int
    total: str
    total_x: str
    total_y: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class RankedChart:
    """The whole drawing; `title` is the finding."""

    title: str
    width: int
    height: int
    bar: int
    outline: int
    bars: tuple[DrawnBar, ...]


def ranked_chart(title: str, bars: Iterable[Bar]) -> RankedChart:
    """Draw bars one below the other in the order given."""
    drawn, y = [], 0
    for bar in bars:
        found = _draw(bar, y)
        drawn.append(found)
        y = found.y + _BAR + _GAP
    return RankedChart(title, WIDTH, max(y - _GAP, 0) + 4, _BAR, _BAR - 1, tuple(drawn))


def _draw(bar: Bar, top: int) -> DrawnBar:
    names = tuple(
        Text(top + _LINE * (at + 1) - 3, line) for at, line in enumerate(_wrapped(bar.name))
    )
    below = top + _LINE * len(names)
    note = Text(below + _LINE - 3, bar.note)
    y = below + (_LINE if bar.note else 0) + 4
    track = WIDTH - _VALUE
    length = Fraction(0) if bar.total is None else bar.total / MOST * track
    return DrawnBar(
        sort=bar.sort,
        names=names,
        note=note,
        y=y,
        width=_pixels(max(length, Fraction(2))),
        track=track,
        total=bar.total_words,
        total_x=_pixels(length + 6),
        total_y=y + _BAR - 2,
        drawn=bar.total is not None,
    )


def _wrapped(name: str) -> list[str]:
    """Return a name on at most two lines; what does not fit stands in the table beside."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= _LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]} …"]
    return [line if len(line) <= _LETTERS + 2 else f"{line[:_LETTERS]}…" for line in lines]


def _pixels(length: Fraction) -> str:
    """Return a length with one decimal, written the same everywhere."""
    tenths = round(length * 10)
    return f"{tenths // 10}.{tenths % 10}"
