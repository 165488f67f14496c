"""Estimates as bars from low to high with a tick at the likely value, one below the other.

Places across are percentages of the drawing's width, so that words keep their size on a narrow
screen and on paper; places down are pixels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

ROW = 64
FOOT = 18
THINNEST = Decimal("0.4")  # percent; a bar of certain value is still seen
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One bar: ``low <= likely <= high`` in one unit, its name, and the three in words."""

    name: str
    low: Decimal
    likely: Decimal
    high: Decimal
    words: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as it is drawn; ``marked`` ones take the accent colour."""

    name: str
    words: str
    marked: bool
    name_y: int
    bar_y: int
    words_y: int
    tick_from: int
    tick_to: int
    left: str
    width: str
    tick: str


@dataclass(frozen=True, slots=True)
class Ranges:
    """The drawing: ``title`` states the finding, ``zero`` is where nothing is gained or lost."""

    title: str
    bars: tuple[Bar, ...]
    zero: str
    zero_anchor: str
    zero_y: int
    height: int


def ranges(title: str, estimates: Sequence[Estimate]) -> Ranges:
    """Return the drawing of estimates on one scale that holds zero; at least one estimate."""
    least = min(Decimal(0), *(entry.low for entry in estimates))
    most = max(Decimal(0), *(entry.high for entry in estimates))
    width = (most - least) or Decimal(1)

    def across(value: Decimal) -> Decimal:
        return (value - least) * HUNDRED / width

    zero = across(Decimal(0))
    height = ROW * len(estimates)
    return Ranges(
        title=title,
        bars=tuple(_bar(entry, number, across) for number, entry in enumerate(estimates)),
        zero=_percent(zero),
        zero_anchor="start" if zero < 10 else "end" if zero > 90 else "middle",
        zero_y=height + FOOT - 6,
        height=height + FOOT,
    )


def _bar(entry: Estimate, number: int, across: Callable[[Decimal], Decimal]) -> Bar:
    left, right = across(entry.low), across(entry.high)
    wide = max(right - left, THINNEST)
    top = ROW * number
    return Bar(
        name=entry.name,
        words=entry.words,
        marked=entry.marked,
        name_y=top + 15,
        bar_y=top + 23,
        words_y=top + 51,
        tick_from=top + 20,
        tick_to=top + 38,
        left=_percent(min(left, HUNDRED - wide)),
        width=_percent(wide),
        tick=_percent(across(entry.likely)),
    )


def _percent(value: Decimal) -> str:
    return f"{value:.2f}%"
