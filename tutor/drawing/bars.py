"""Horizontal bars on a logarithmic scale, each with its number beside it, and an axis of powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.cells import cells
from tutor.drawing.axes import log_ticks, written
from tutor.drawing.canvas import Span
from tutor.drawing.glyphs import ASCII, DOWN, LEFT, RIGHT, UP, Glyphs
from tutor.numbers import show

NUMBER = 9
"""Cells for a number, the space before it included."""

FEWEST_DECADES = 3
"""The axis is so long at least."""

_TALLEST = 4
"""Rows that a bar takes at most, the empty one below it included."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_COLUMNS_A_TICK = 6


@dataclass(frozen=True)
class Scale:
    """An axis between two powers of ten, over so many cells."""

    low: int
    high: int
    width: int

    @classmethod
    def of(cls, values: Sequence[float], width: int) -> Scale:
        """An axis on which all values that can be drawn are; each of them has a bar of some length."""
        known = [math.log10(value) for value in values if 0 < value < math.inf]
        high = math.ceil(max(known, default=0))
        low = math.ceil(min(known, default=0)) - 1
        return cls(min(low, high - FEWEST_DECADES), high, max(width, 1))

    def length(self, value: float) -> float:
        """How many cells long a bar is; none for 0, all for what is beyond the floats."""
        if value <= 0:
            return 0.0
        share = (math.log10(value) - self.low) / (self.high - self.low) if math.isfinite(value) else 1.0
        return min(max(share, 0.0), 1.0) * self.width

    @property
    def ticks(self) -> dict[int, float]:
        """The powers of ten that are marked, by their columns."""
        most = max(2, self.width // _COLUMNS_A_TICK)
        return {
            min(self.width - 1, round(self.length(tick))): tick
            for tick in log_ticks(10.0**self.low, 10.0**self.high, most)
        }

    def axis(self, glyphs: Glyphs) -> tuple[str, str]:
        """A line with marks, and the numbers below it."""
        lines, marks = glyphs.lines, self.ticks
        line = "".join(lines[LEFT | RIGHT | (DOWN if column in marks else 0)] for column in range(self.width))
        numbers = [" "] * self.width
        for column, tick in marks.items():
            text = _power(tick)
            first = max(0, min(self.width - len(text), column - len(text) // 2))
            around = numbers[max(0, first - 1) : first + len(text) + 1]
            if len(text) <= self.width and all(cell == " " for cell in around):
                numbers[first : first + len(text)] = text
        return line, "".join(numbers)


def pitch(bars: int, rows: int) -> int:
    """How many rows each bar takes, the empty one below it included, where so many rows are there."""
    return max(1, min(_TALLEST, (rows + 1) // max(bars, 1)))


def bar_rows(label: str, value: float | None, scale: Scale, rows: int, glyphs: Glyphs) -> list[list[Span]]:
    """One bar of so many rows: label, bar and number, in the styles "label", "bar", "grid" and "number".

    Without a value its place is empty.
    """
    filled = "" if value is None else _filled(scale.length(value), glyphs)
    marks = scale.ticks
    upright = glyphs.lines[UP | DOWN]
    rest = "".join(upright if column in marks else " " for column in range(cells(filled), scale.width))
    thick = max(1, rows - 1)
    found = []
    for row in range(rows):
        is_bar = row < thick
        bar = filled if is_bar else "".join(upright if at in marks else " " for at in range(cells(filled)))
        number = show(value, 3) if row == 0 and value is not None else ""
        found.append(
            [
                Span(label if row == 0 else " " * cells(label), "label"),
                Span(bar, "bar" if is_bar else "grid"),
                Span(rest, "grid"),
                Span(number.rjust(NUMBER), "number"),
            ]
        )
    return found


def _filled(length: float, glyphs: Glyphs) -> str:
    """A bar; one that is not 0 is seen."""
    if glyphs is ASCII:
        return "#" * (max(1, round(length)) if length else 0)
    whole, eighths = divmod(max(1, round(length * 8)) if length else 0, 8)
    return "█" * whole + (_EIGHTHS[eighths] if eighths else "")


def _power(tick: float) -> str:
    return written(tick) if 0.01 <= tick <= 100 else f"1e{round(math.log10(tick))}"
