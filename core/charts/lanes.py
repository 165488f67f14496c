"""Lanes: what leads to what, drawn one hub at a time so that no line crosses another.

A lane has five columns: what leads to the hub, the hub, what the hub rests on, where that comes
from, and what carries the hub. The last are reached by a line below the two columns before them.
Lengths are in units of the drawing, of which a page of the dossier shows `WIDTH` across.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.charts.wrapping import wrap

WIDTH = 802  # with room for half a line at either side
HIGHEST = 1080  # of a sheet, so that it fits on a page of the dossier
SIZE = 13
MOST = 10  # boxes of one column of a lane; more would not be read but counted

_COLUMN, _GAP = 136, 30
_LINE, _PAD, _INSET = 17, 7, 9
_MOST_LINES = 4
_BETWEEN = 9
_EDGE = 15  # above and below a lane
_TRACK = 11  # from the lowest box to the line that runs below
_HEAD, _TITLE = 24, 24


@dataclass(frozen=True, slots=True)
class Colours:
    """How a box looks without a style sheet."""

    ink: str
    fill: str
    line: str
    dashes: str = "none"


COLOURS = {
    "plain": Colours("#1b2430", "#ffffff", "#7b8794"),
    "hub": Colours("#1b2430", "#eaf0fa", "#1f4fa3"),
    "lone": Colours("#6b4300", "#fff1d6", "#6b4300"),
    "lack": Colours("#6b4300", "none", "#6b4300", "4 3"),
    "more": Colours("#535f6e", "none", "none"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """What one box says. `style`: plain, hub, lack (nothing is there), lone, or more."""

    text: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Group:
    """Some of what a hub rests on, with the ends that all of it comes from."""

    items: tuple[Name, ...]
    ends: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """What stands around one hub; without a hub, things that nothing connects."""

    left: tuple[Name, ...]
    hub: Name | None
    groups: tuple[Group, ...]
    right: tuple[Name, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, by the left end of its baseline."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Box:
    """A name in its frame."""

    x: float
    y: float
    width: float
    height: float
    style: str
    lines: tuple[Text, ...]

    @property
    def colours(self) -> Colours:
        """Its colours on paper."""
        return COLOURS[self.style]

    @property
    def middle(self) -> float:
        """The height at which lines meet it."""
        return self.y + self.height / 2

    @property
    def end(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lane with everything in its place; `rule` is the hairline above it."""

    rule: float
    title: Text | None
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing, small enough for a page."""

    title: str
    width: float
    height: float
    heads: tuple[Text, ...]
    lanes: tuple[Drawn, ...]


def draw(finding: str, heads: Sequence[str], lanes: Sequence[Lane]) -> tuple[Sheet, ...]:
    """Return the lanes as drawings that fit on a page each, titled with the finding.

    ``heads`` are the titles of the five columns. No lane, no drawing.
    """
    sheets: list[list[tuple[Drawn, float]]] = []
    top = float(HIGHEST)
    for lane in map(_short, lanes):
        if sheets and top + _height(lane) <= HIGHEST:
            drawn = _drawn(lane, top)
        else:
            drawn, top = _drawn(lane, _HEAD), _HEAD
            sheets.append([])
        top += _height(lane)
        sheets[-1].append((drawn, top))
    return tuple(
        Sheet(
            title=finding if len(sheets) == 1 else f"{finding} (part {n} of {len(sheets)})",
            width=WIDTH,
            height=placed[-1][1],
            heads=tuple(Text(_x(at), SIZE, head) for at, head in enumerate(heads)),
            lanes=tuple(drawn for drawn, _ in placed),
        )
        for n, placed in enumerate(sheets, 1)
    )


def _short(lane: Lane) -> Lane:
    """Return the lane with no more boxes than can be read, and how many were left out."""
    return replace(
        lane, left=_first(lane.left), right=_first(lane.right), groups=_first_groups(lane.groups)
    )


def _first(names: tuple[Name, ...], most: int = MOST) -> tuple[Name, ...]:
    left = len(names) - most
    if left < 2:  # a line that says "1 more" takes the room of the one
        return names
    return (*names[:most], Name(f"{left} more in the table", "more"))


def _first_groups(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    short: list[Group] = []
    room = MOST
    for at, group in enumerate(groups):
        if room <= 0:
            more = sum(max(len(other.items), 1) for other in groups[at:])
            return (*short, Group((Name(f"{more} more in the table", "more"),), ()))
        short.append(Group(_first(group.items, room), _first(group.ends, room)))
        room -= max(len(group.items), len(group.ends))
    return tuple(short)


def _x(column: int) -> float:
    return 1 + column * (_COLUMN + _GAP)


def _lines(name: Name) -> tuple[str, ...]:
    return wrap(name.text, width=_COLUMN - 2 * _INSET, size=SIZE, most=_MOST_LINES)


def _tall(name: Name) -> float:
    return len(_lines(name)) * _LINE + 2 * _PAD


def _stacked(names: Sequence[Name]) -> float:
    return sum(_tall(name) + _BETWEEN for name in names) - _BETWEEN if names else 0.0


def _group_height(group: Group) -> float:
    return max(_stacked(group.items), _stacked(group.ends))


def _inner(lane: Lane) -> float:
    """Return the height of the tallest column."""
    hub = (lane.hub,) if lane.hub else ()
    middle = sum(_group_height(group) + _BETWEEN for group in lane.groups) - _BETWEEN
    return max(_stacked(lane.left), _stacked(hub), _stacked(lane.right), middle)


def _height(lane: Lane) -> float:
    below = _TRACK if lane.hub and any(name.style != "lack" for name in lane.right) else 0
    return _inner(lane) + below + 2 * _EDGE + (_TITLE if lane.title else 0)


def _stack(names: Sequence[Name], column: int, top: float) -> tuple[Box, ...]:
    boxes = []
    for name in names:
        boxes.append(_box(name, column, top))
        top += boxes[-1].height + _BETWEEN
    return tuple(boxes)


def _box(name: Name, column: int, top: float) -> Box:
    x, words = _x(column), _lines(name)
    lines = tuple(
        Text(x + _INSET, top + _PAD + SIZE + at * _LINE, line) for at, line in enumerate(words)
    )
    return Box(x, top, _COLUMN, _tall(name), name.style, lines)


def _drawn(lane: Lane, rule: float) -> Drawn:
    top = rule + _EDGE + (_TITLE if lane.title else 0)
    inner = _inner(lane)

    def centred(names: Sequence[Name], column: int) -> tuple[Box, ...]:
        spare = inner - _stacked(names) if lane.hub else 0
        return _stack(names, column, top + spare / 2)

    left, right = centred(lane.left, 0), centred(lane.right, 4)
    hub = centred((lane.hub,), 1) if lane.hub else ()
    middle = sum(_group_height(group) + _BETWEEN for group in lane.groups) - _BETWEEN
    groups = _placed(lane.groups, top + (inner - middle) / 2 if lane.hub else top)
    paths = [_bracket(items, ends, 2) for items, ends in groups]
    if hub:
        rests_on = [box for items, _ in groups for box in items]
        paths += [_bracket(left, hub, 0), _bracket(hub, rests_on, 1)]
        paths += [_below(hub[0], right, top + inner + _TRACK)]
    boxes = (*left, *hub, *(box for pair in groups for side in pair for box in side), *right)
    title = Text(_x(0), rule + _EDGE + SIZE, lane.title) if lane.title else None
    return Drawn(rule, title, boxes, tuple(filter(None, paths)))


def _placed(groups: Sequence[Group], top: float) -> list[tuple[tuple[Box, ...], tuple[Box, ...]]]:
    placed = []
    for group in groups:
        height = _group_height(group)
        items = _stack(group.items, 2, top + (height - _stacked(group.items)) / 2)
        ends = _stack(group.ends, 3, top + (height - _stacked(group.ends)) / 2)
        placed.append((items, ends))
        top += height + _BETWEEN
    return placed


def _bracket(ones: Sequence[Box], others: Sequence[Box], gap: int) -> str:
    """Join all boxes left of a gap with all right of it by one upright line in the gap."""
    ones, others = _linked(ones), _linked(others)
    if not ones or not others:
        return ""
    upright = _x(gap + 1) - _GAP / 2
    steps = [f"M{box.end:g} {box.middle:g}H{upright:g}" for box in ones]
    steps += [f"M{upright:g} {box.middle:g}H{box.x:g}" for box in others]
    return "".join((*steps, _upright(upright, [box.middle for box in (*ones, *others)])))


def _below(hub: Box, right: Sequence[Box], track: float) -> str:
    """Join the hub with the last column by a line below the two columns between them."""
    right = _linked(right)
    if not right:
        return ""
    upright = _x(4) - _GAP / 2
    steps = [f"M{hub.x + hub.width / 2:g} {hub.y + hub.height:g}V{track:g}H{upright:g}"]
    steps += [f"M{upright:g} {box.middle:g}H{box.x:g}" for box in right]
    return "".join((*steps, _upright(upright, [track, *(box.middle for box in right)])))


def _upright(x: float, heights: Sequence[float]) -> str:
    return f"M{x:g} {min(heights):g}V{max(heights):g}" if min(heights) < max(heights) else ""


def _linked(boxes: Sequence[Box]) -> list[Box]:
    return [box for box in boxes if box.style not in {"lack", "more"}]
