"""Bars by day: as high as they are said to be, a goal across them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.cells import cells
from tutor.drawing import ASCII, BOX
from tutor.drawing.day_bars import LABEL, NARROWEST, WIDEST, day_rows, pitch

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=28)


def test_a_picture() -> None:
    rows = [row.label + row.cells for row in day_rows([0, 1, 5, 10, 4], 8, 5, 2, BOX)]
    assert [row.rstrip() for row in rows] == [
        "  10       █",
        "   8 ──────█───",
        "         ▄ █",
        "         █ █ █",
        "       ▄ █ █ █",
        "   0 ──────────",
    ]


def test_in_ascii_nothing_else_is_drawn() -> None:
    rows = day_rows([0, 1, 5, 10, 4], 8, 5, 3, ASCII)
    assert all(row.cells.isascii() for row in rows)
    assert rows[0].cells == " " * 9 + "## " + " " * 3


@given(COUNTS, st.integers(1, 500), st.integers(1, 12), st.integers(NARROWEST, WIDEST), st.sampled_from([BOX, ASCII]))
def test_every_row_is_as_wide_and_what_is_not_0_is_seen(values, goal, rows, pitch, glyphs) -> None:
    found = day_rows(values, goal, rows, pitch, glyphs)
    assert len(found) == rows + 1
    assert {cells(row.cells) for row in found} == {pitch * len(values)}
    assert {cells(row.label) for row in found} == {LABEL}
    line = glyphs.lines[3]
    lowest = found[rows - 1].cells
    for at, value in enumerate(values):
        assert (lowest[at * pitch] not in (" ", line)) == (value > 0)


@given(COUNTS, st.integers(1, 500))
def test_a_higher_bar_is_never_lower(values, goal) -> None:
    rows = day_rows(values, goal, 6, 2, BOX)

    def height(at: int) -> int:
        return sum(" ▁▂▃▄▅▆▇█".find(row.cells[at * 2]) for row in rows[:-1] if row.cells[at * 2] != BOX.lines[3])

    for one in range(len(values)):
        for other in range(len(values)):
            if values[one] > values[other]:
                assert height(one) >= height(other)


@pytest.mark.parametrize(("width", "cells_a_day"), [(0, 2), (70, 2), (84, 3), (110, 3), (112, 4), (400, 4)])
def test_days_take_what_room_there_is(width: int, cells_a_day: int) -> None:
    assert pitch(28, width) == cells_a_day
