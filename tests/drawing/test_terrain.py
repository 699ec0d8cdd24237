"""The map's parts: round numbers, braille lines, bands, and cells that fill their rows."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tutor.drawing.axes import log_ticks, ticks
from tutor.drawing.braille import Dots
from tutor.drawing.contours import BANDS, NONE, bands, levels
from tutor.drawing.terrain import Span, Terrain, Track, frame

numbers = st.floats(-1e9, 1e9)


@given(numbers, st.floats(1e-6, 1e9), st.integers(1, 12))
def test_ticks_are_few_even_and_inside(low: float, span: float, most: int) -> None:
    found = ticks(low, low + span, most)
    assert len(found) <= most
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in found)


def test_ticks_are_round() -> None:
    assert ticks(-10, 10, 5) == (-10, -5, 0, 5, 10)
    assert ticks(0, 1, 6) == (0, 0.2, 0.4, 0.6000000000000001, 0.8, 1)
    assert ticks(1, 1) == ticks(0, math.inf) == ticks(math.nan, 1) == ()
    assert log_ticks(0.01, 100, 3) == (0.01, 1, 100)


@given(*[st.floats(allow_nan=True, allow_infinity=True)] * 4)
def test_a_line_stays_on_its_raster(x0: float, y0: float, x1: float, y1: float) -> None:
    dots = Dots(7, 5)
    dots.line(x0, y0, x1, y1, 0)
    assert all(0 <= row < 5 and 0 <= column < 7 for row, column in dots.cells)


def test_a_line_that_crosses_the_raster_is_seen() -> None:
    dots = Dots(4, 1)
    dots.line(-100, 0.5, 100, 0.5, 3)
    assert [dots.character(0, column) for column in range(4)] == [chr(0x2800 + 0x24)] * 4
    assert dots.cells[0, 0][1] == 3


def test_a_cell_has_only_the_dots_of_the_one_who_drew_there_last() -> None:
    dots = Dots(1, 1)
    dots.dot(0, 0, 1)
    dots.dot(0.5, 0, 2)
    dots.dot(0.5, 0.25, 2)
    assert (dots.cells[0, 0], dots.character(0, 0)) == ((0x18, 2), chr(0x2818))


def test_each_band_has_its_share_and_low_ground_the_lowest() -> None:
    heights = np.arange(1200.0).reshape(30, 40)
    heights[3, 3] = np.nan
    found = bands(heights, levels(heights))
    assert found[3, 3] == NONE
    assert found[0, 0] == 0 and found[-1, -1] == BANDS - 1
    assert bands(np.full((2, 2), np.nan), levels(np.full((2, 2), np.nan))).tolist() == [[NONE, NONE]] * 2


def test_flat_ground_is_one_band() -> None:
    heights = np.ones((4, 4))
    assert len(np.unique(bands(heights, levels(heights)))) == 1


def test_a_map_fills_its_rows_and_marks_start_end_and_minimum() -> None:
    span = Span(-1, 1, -1, 1)
    ground = np.zeros((20, 20), int)
    terrain = Terrain(span, ground, [Track(1, [(-0.9, 0.9), (0.5, 0.0)])], (-0.9, 0.9), [(0.0, -0.5)])
    rows = ["".join(cell.text for cell in row) for row in terrain.rows()]
    assert [len(row) for row in rows] == [20] * 10
    assert rows[0][1] == "S" and rows[5][15] == "2" and rows[7][10] == "+"
    terrain.plain = True
    assert "2" in "".join(cell.text for row in terrain.rows()[1:5] for cell in row)


def test_a_short_way_is_seen_over_a_long_one_whatever_their_order() -> None:
    long, short = Track(0, [(-1, 0.05), (1, 0.05), (-1, 0.05)]), Track(1, [(-0.5, 0.05), (0.5, 0.05)])
    for tracks in ([long, short], [short, long]):
        rows = Terrain(Span(-1, 1, -1, 1), np.zeros((20, 20), int), tracks, plain=True).rows()
        text = "".join(cell.text for cell in rows[4])
        assert text[8:12] == "2222" and text[1] == "1"


def test_ground_that_changes_within_a_cell_is_drawn_in_halves() -> None:
    ground = np.array([[1, 1, 1], [1, 0, 0], [2, 2, 2], [2, 2, 2]])
    rows = Terrain(Span(0, 3, 0, 2), ground).rows()
    assert [(cell.text, cell.band, cell.above) for cell in rows[0]] == [(" ", 1, 1), ("▀▀", 0, 1)]
    assert [(cell.text, cell.band, cell.above) for cell in rows[1]] == [("   ", 2, 2)]
    assert {cell.band for row in Terrain(Span(0, 3, 0, 2), ground, shaded=True).rows() for cell in row} == {0, 1, 2}


@given(st.integers(10, 200), st.integers(4, 60), numbers, st.floats(1e-3, 1e6))
def test_the_numbers_fit_around_the_map(columns: int, rows: int, low: float, size: float) -> None:
    around = frame(Span(low, low + size, -size, size), columns, rows)
    assert len(around.below) == columns
    assert {len(text) for text in around.left} == {around.margin}
