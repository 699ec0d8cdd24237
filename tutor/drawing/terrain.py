"""A map of heights with paths over it, as cells: bands, paths in braille or digits, markers, and axes with numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from tutor.cells import cells
from tutor.drawing.axes import ticks, written
from tutor.drawing.braille import Dots
from tutor.drawing.contours import shade

START, MINIMUM = "S", "+"

UPPER_HALF = "\N{UPPER HALF BLOCK}"
"""Where the ground changes within a cell: its upper half has one colour, the lower half another."""

NOBODY = -1

_NOISE = 1e-9
"""In cells."""


class Cell(NamedTuple):
    """One cell of the map, or a run of cells that look alike."""

    text: str
    band: int
    above: int
    """The band of the cell's upper half, where that differs."""
    owner: int = NOBODY
    """Whose path or marker this is."""
    kind: str = ""
    """"path", "here" (where somebody stands), "start" or "minimum"; empty for bare ground."""


class Span(NamedTuple):
    """The part of the plane that the map shows."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass
class Track:
    """Somebody's way: where each step led, the last one being where they stand."""

    owner: int
    points: Sequence[tuple[float, float]]

    @property
    def mark(self) -> str:
        """What stands for them on the map: a digit, from 1."""
        return str(self.owner + 1)


@dataclass
class Terrain:
    """What is drawn. `bands` has two rows for each row of cells, the top ones first."""

    span: Span
    bands: Any
    tracks: Sequence[Track] = ()
    """The last one's marker lies on top."""
    start: tuple[float, float] | None = None
    minima: Sequence[tuple[float, float]] = ()
    plain: bool = False
    """Paths in digits instead of braille."""
    shaded: bool = False
    """Bands as characters, where there are no colours for them."""
    _marks: dict[tuple[int, int], Cell] = field(default_factory=dict, init=False)

    def rows(self) -> list[list[Cell]]:
        """All cells, a row a list, runs that look alike joined."""
        height, width = self._size
        dots = Dots(width, height)
        plain: dict[tuple[int, int], int] = {}
        ways = [([self.place(*point) for point in track.points], track.owner) for track in self.tracks]
        # One that swings to and fro would cover the others; over it these can be followed, and it can, too.
        for places, owner in sorted(ways, key=lambda way: -_length(way[0])):
            for (x0, y0), (x1, y1) in itertools.pairwise(places):
                dots.line(x0, y0, x1, y1, owner)
        self._put_marks()
        if self.plain:
            plain = {place: owner for place, (_, owner) in dots.cells.items()}
        return [self._row(row, dots, plain) for row in range(height)]

    @property
    def _size(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return self.bands.shape[0] // 2, self.bands.shape[1]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point in cells from the top left corner."""
        height, width = self._size
        left, right, bottom, top = self.span
        return (x - left) / (right - left) * width, (top - y) / (top - bottom) * height

    def _put_marks(self) -> None:
        self._marks = {}
        for point in self.minima:
            self._mark(point, MINIMUM, NOBODY, "minimum")
        if self.start is not None:
            self._mark(self.start, START, NOBODY, "start")
        for track in self.tracks:
            if len(track.points) > 1 or self.start is None:
                self._mark(track.points[-1], track.mark, track.owner, "here")

    def _mark(self, point: tuple[float, float], text: str, owner: int, kind: str) -> None:
        height, width = self._size
        x, y = self.place(*point)
        if 0 <= x <= width and 0 <= y <= height:
            # Round numbers lie on the edge of a cell: the noise of floats is not to put them into the one before.
            row, column = min(int(y + _NOISE), height - 1), min(int(x + _NOISE), width - 1)
            band = int(self.bands[2 * row + 1, column])
            self._marks[row, column] = Cell(text, band, band, owner, kind)

    def _row(self, row: int, dots: Dots, plain: dict[tuple[int, int], int]) -> list[Cell]:
        every: list[tuple[str, tuple[int, int, int, str]]] = []
        """The text of each cell, and how it looks."""
        halves = zip(self.bands[2 * row].tolist(), self.bands[2 * row + 1].tolist(), strict=True)
        for column, (above, band) in enumerate(halves):
            place = (row, column)
            if place in self._marks:
                mark = self._marks[place]
                every.append((mark.text, (mark.band, mark.above, mark.owner, mark.kind)))
            elif place in plain:
                every.append((str(plain[place] + 1), (band, band, plain[place], "path")))
            elif place in dots.cells:
                every.append((dots.character(row, column), (band, band, dots.cells[place][1], "path")))
            elif self.shaded:
                every.append((shade(band), (band, band, NOBODY, "")))
            else:
                every.append((" " if above == band else UPPER_HALF, (band, above, NOBODY, "")))
        runs = itertools.groupby(every, key=itemgetter(1))
        return [Cell("".join(text for text, _ in run), *look) for look, run in runs]


def _length(places: Sequence[tuple[float, float]]) -> float:
    return sum(math.dist(one, other) for one, other in itertools.pairwise(places))


class Frame(NamedTuple):
    """The numbers around a map."""

    margin: int
    """Cells left of it."""
    left: Sequence[str]
    """For each row of the map the number beside it, right-aligned in the margin."""
    below: str
    """The row of numbers below, from the map's left edge on."""


def margin(span: Span, rows: int) -> int:
    """How many cells the numbers at the left take."""
    return max((cells(written(tick)) for tick in _level(span, rows)), default=1) + 1


def frame(span: Span, columns: int, rows: int) -> Frame:
    """Round numbers beside a map of so many cells."""
    room = margin(span, rows)
    left = [" " * room] * rows
    for tick in _level(span, rows):
        row = min(rows - 1, max(0, int((span.top - tick) / (span.top - span.bottom) * rows)))
        left[row] = written(tick).rjust(room - 1) + " "
    free = next((row for row, text in enumerate(left) if text.isspace()), None)
    if free is not None:
        left[free] = "y".rjust(room - 1) + " "
    below = [" "] * columns
    for tick in ticks(span.left, span.right, max(2, columns // 9)):
        text = written(tick)
        middle = int((tick - span.left) / (span.right - span.left) * columns)
        first = max(0, min(columns - cells(text), middle - cells(text) // 2))
        if all(character == " " for character in below[max(0, first - 1) : first + len(text) + 1]):
            below[first : first + len(text)] = text
    gaps = [column for column in range(1, columns - 1) if below[column - 1 : column + 2] == [" "] * 3]
    if gaps:  # beside the last number, on the side where there is room
        last = len("".join(below).rstrip())
        below[next((column for column in gaps if column > last), _middle_of_last(gaps))] = "x"
    return Frame(room, left, "".join(below))


def _middle_of_last(gaps: list[int]) -> int:
    """The middle of the last stretch of columns that follow each other."""
    first = len(gaps) - 1
    while first and gaps[first - 1] == gaps[first] - 1:
        first -= 1
    return gaps[(first + len(gaps) - 1) // 2]


def _level(span: Span, rows: int) -> tuple[float, ...]:
    return ticks(span.bottom, span.top, max(2, rows // 4))
