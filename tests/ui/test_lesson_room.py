"""The room for a lesson's picture: worked out before anything is on the screen."""

from __future__ import annotations

import pytest

from tutor.core import Graph
from tutor.drawing import Marks
from tutor.ui.screens.lesson_room import Room, room_for, rows_of_text
from tutor.ui.widgets.scene import Scene

SHOP = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
WIDE = Graph.parse("\n".join(f"y{i + 1} = tanh(y{i}) * w{i}" for i in range(6)).replace("y0", "x"))


def scene(graph: Graph) -> Scene:
    marks = Marks(dict.fromkeys(graph.quantities, 12.5), dict.fromkeys(graph.quantities, 0.25))
    return Scene(graph, marks, marks, {})


def test_a_small_graph_stands_beside_the_text_with_room_for_a_note() -> None:
    assert room_for(scene(SHOP), (120, 36), 0) == Room(spare=3)


def test_a_wide_one_stands_above_with_the_rows_that_its_labels_need() -> None:
    room = room_for(scene(WIDE), (120, 36), 0)
    assert room.above and room.rows is not None and 11 <= room.rows <= 26
    assert not scene(WIDE).layout(118, room.rows).labels_on_lines


def test_in_a_narrow_window_it_takes_the_usual_rows_and_those_of_its_note() -> None:
    assert room_for(scene(SHOP), (80, 24), 0) == Room()
    assert room_for(scene(SHOP), (80, 24), 3) == Room(rows=14)


@pytest.mark.parametrize(("text_rows", "hidden"), [(8, False), (9, True)])
def test_options_and_picture_share_a_low_window_where_both_fit(text_rows: int, hidden: bool) -> None:
    rows = scene(SHOP).layout(78, 11).height
    assert rows == 11
    assert room_for(scene(SHOP), (80, 24), 0, text_rows) == Room(rows=rows, hidden=hidden)
    assert room_for(scene(SHOP), (80, 40), 0, text_rows) == Room(), "a higher window has room for both"


@pytest.mark.parametrize(
    ("prose", "rows"),
    [
        ("Short.", 1),
        ("x " * 40, 1),
        ("x " * 41, 2),
        ("One\nparagraph in\nthree lines.", 1),
        ("One.\n\nTwo.", 3),
        ("- one\n- two\n- three", 3),
        ("값 " * 27, 1),
        ("값 " * 28, 2),
        ("w" * 170, 3),
    ],
)
def test_rows_of_text_are_those_after_wrapping(prose: str, rows: int) -> None:
    assert rows_of_text(prose, 3, 80) == rows + 1 + 3 + 1
