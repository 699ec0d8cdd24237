"""Lines of braille dots: two dots a cell across and four down, each cell with the one that drew there last."""

from __future__ import annotations

import math

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot, by row and column within its cell."""

ACROSS, DOWN = 2, 4
"""Dots a cell."""


class Dots:
    """A raster of braille. Points are given in cells: (0, 0) is the top left corner, (1, 1) that of the next cell."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells: dict[tuple[int, int], tuple[int, int]] = {}
        """By row and column: the bits of the dots, and who drew there last."""

    def line(self, x0: float, y0: float, x1: float, y1: float, owner: int) -> None:
        """A line between two points; what lies outside is left out."""
        inside = _clipped(x0, y0, x1, y1, self.columns, self.rows)
        if inside is None:
            return
        x0, y0, x1, y1 = inside
        steps = max(1, math.ceil(max(abs(x1 - x0) * ACROSS, abs(y1 - y0) * DOWN)))
        for at in range(steps + 1):
            self.dot(x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps, owner)

    def dot(self, x: float, y: float, owner: int) -> None:
        """One dot; nothing outside."""
        column, row = math.floor(x * ACROSS), math.floor(y * DOWN)
        if not (0 <= column < self.columns * ACROSS and 0 <= row < self.rows * DOWN):
            return
        place = (row // DOWN, column // ACROSS)
        bits, last = self.cells.get(place, (0, owner))
        if last != owner:  # a cell has one colour: the others' dots would pass for this one's
            bits = 0
        self.cells[place] = bits | _BITS[row % DOWN][column % ACROSS], owner

    def character(self, row: int, column: int) -> str:
        """The character of a cell; a space where there is no dot."""
        found = self.cells.get((row, column))
        return chr(0x2800 + found[0]) if found else " "


def _clipped(
    x0: float, y0: float, x1: float, y1: float, width: float, height: float
) -> tuple[float, float, float, float] | None:
    """The part of a line within a rectangle at the origin (Liang and Barsky); none where it passes by."""
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        return None
    first, last = 0.0, 1.0
    dx, dy = x1 - x0, y1 - y0
    for way, room in ((-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)):
        if way == 0:
            if room < 0:
                return None
            continue
        share = room / way
        if way < 0:
            first = max(first, share)
        else:
            last = min(last, share)
    if first > last:
        return None
    return x0 + first * dx, y0 + first * dy, x0 + last * dx, y0 + last * dy
