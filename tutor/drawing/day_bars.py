"""Upright bars, one a day, with a goal across them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.drawing.glyphs import ASCII, LEFT, RIGHT, Glyphs

EIGHTHS = " ▁▂▃▄▅▆▇█"
NARROWEST, WIDEST = 2, 4
"""Cells of a day, the gap behind its bar included."""
LABEL = 5
"""Cells of the numbers beside the bars."""


class BarRow(NamedTuple):
    """A row: a number where one stands beside it, and what is drawn."""

    label: str
    cells: str


def pitch(days: int, width: int) -> int:
    """How many cells a day takes, where so many days are to have so many cells."""
    return min(max(width // max(days, 1), NARROWEST), WIDEST)


def day_rows(values: Sequence[int], goal: int, rows: int, pitch: int, glyphs: Glyphs) -> list[BarRow]:
    """The bars of so many rows, from the top, and a line below them; each row is `pitch` cells a value.

    The largest value or the goal, whichever is more, is as high as all rows.
    """
    top = max(goal, *values, 1)
    eighths = [_height(value, top, rows, glyphs) for value in values]
    goal_row = rows - 1 - min(rows - 1, (goal * rows - 1) // top)
    found = []
    for row in range(rows):
        below = (rows - 1 - row) * 8
        line = glyphs.lines[LEFT | RIGHT] if row == goal_row else " "
        cells = "".join(_cell(height - below, line, glyphs) * (pitch - 1) + line for height in eighths)
        label = str(top) if row == 0 else str(goal) if row == goal_row else ""
        found.append(BarRow(label.rjust(LABEL - 1) + " ", cells))
    axis = (glyphs.lines[LEFT | RIGHT] * pitch) * len(values)
    return [*found, BarRow("0".rjust(LABEL - 1) + " ", axis)]


def _height(value: int, top: int, rows: int, glyphs: Glyphs) -> int:
    """A bar's height in eighths of a row; one that is not 0 is seen."""
    if glyphs is ASCII:
        return 8 * max(round(value * rows / top), 1 if value else 0)
    return max(round(value * rows * 8 / top), 1 if value else 0)


def _cell(eighths: int, empty: str, glyphs: Glyphs) -> str:
    if eighths <= 0:
        return empty
    if glyphs is ASCII:
        return "#"
    return EIGHTHS[min(eighths, 8)]
