"""Lanes: everything is drawn once, nothing overlaps, and a sheet fits on a page."""

import re
from itertools import combinations

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.charts.lanes import HIGHEST, MOST, WIDTH, Box, Drawn, Group, Lane, Name, Sheet, draw

HEADS = ("Goals", "ML task", "Data needs", "Sources", "Components")
names = st.builds(Name, st.text("abc mw漢", min_size=1, max_size=120).map(lambda t: f"x{t}"))
many = st.lists(names, max_size=25).map(tuple)
groups = st.lists(st.builds(Group, many, many), max_size=6).map(tuple)
lanes = st.lists(st.builds(Lane, many, names | st.none(), groups, many), max_size=6)


def lane(left: int = 1, items: int = 1, right: int = 1) -> Lane:
    return Lane(
        left=tuple(Name(f"Goal {n}") for n in range(left)),
        hub=Name("Task", "hub"),
        groups=(Group(tuple(Name(f"Need {n}") for n in range(items)), (Name("Ledger"),)),),
        right=tuple(Name(f"Component {n}") for n in range(right)),
    )


def words(box: Box) -> str:
    return " ".join(line.words for line in box.lines)


def drawn(*wanted: Lane) -> list[Drawn]:
    return [found for sheet in draw("All is well", HEADS, wanted) for found in sheet.lanes]


def test_no_lane_makes_no_drawing() -> None:
    assert draw("Nothing", HEADS, ()) == ()


def test_a_lane_shows_every_name_in_its_column() -> None:
    (found,) = drawn(lane(left=2, items=2))
    assert {words(box) for box in found.boxes} == {
        "Goal 0", "Goal 1", "Task", "Need 0", "Need 1", "Ledger", "Component 0",
    }  # fmt: skip
    assert len({box.x for box in found.boxes}) == 5


def test_the_title_states_the_finding_and_says_which_part_a_sheet_is() -> None:
    assert [sheet.title for sheet in draw("All is well", HEADS, [lane()])] == ["All is well"]
    sheets = draw("All is well", HEADS, [lane(items=9)] * 5)
    assert [sheet.title for sheet in sheets] == [
        f"All is well (part {n} of {len(sheets)})" for n in range(1, len(sheets) + 1)
    ]
    assert len(sheets) > 1


def test_more_than_can_be_read_is_counted_instead() -> None:
    (found,) = drawn(lane(left=MOST + 7, items=MOST + 3))
    shown = [words(box) for box in found.boxes if box.style == "more"]
    assert shown == ["7 more in the table", "3 more in the table"]


def test_one_too_many_is_shown_since_saying_so_would_take_its_room() -> None:
    (found,) = drawn(lane(left=MOST + 1))
    assert not any(box.style == "more" for box in found.boxes)


def test_what_is_lacking_is_joined_to_nothing() -> None:
    (found,) = drawn(Lane((Name("No goal", "lack"),), Name("Task", "hub"), (), ()))
    assert found.paths == ()


def overlap(one: Box, other: Box) -> bool:
    beside = one.end <= other.x or other.end <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not beside and not above


def check(sheet: Sheet) -> None:
    boxes = [box for found in sheet.lanes for box in found.boxes]
    assert sheet.height <= HIGHEST
    assert all(box.x >= 0 and box.end <= WIDTH for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= sheet.height for box in boxes)
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    for found in sheet.lanes:
        for x, top, bottom in _uprights(found):
            assert not any(
                box.x < x < box.end and box.y < bottom and box.y + box.height > top
                for box in found.boxes
            )


def _uprights(found: Drawn) -> list[tuple[float, float, float]]:
    """Return the upright lines: where they stand, and from where to where they reach."""
    steps = re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)", " ".join(found.paths))
    uprights = [(float(x), *sorted((float(a), float(b)))) for x, a, b in steps]
    return [(x, top, bottom) for x, top, bottom in uprights]


@given(lanes)
def test_boxes_stay_inside_and_neither_boxes_nor_lines_run_over_each_other(
    wanted: list[Lane],
) -> None:
    for sheet in draw("Finding", HEADS, wanted):
        check(sheet)


def test_the_drawing_is_one_picture_named_by_its_finding_and_its_texts_are_escaped() -> None:
    (sheet,) = draw("2 goals reach no component: A & B", HEADS, [lane()])
    wild = draw("x", HEADS, [Lane((), Name("<script>alert(1)</script>", "hub"), (), ())])
    svg = render_to_string("ui/charts/lanes.html", {"sheet": sheet})
    assert "<title>2 goals reach no component: A &amp; B</title>" in svg
    assert 'role="img"' in svg
    assert "<script" not in render_to_string("ui/charts/lanes.html", {"sheet": wild[0]})
