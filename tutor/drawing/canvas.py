"""A grid of terminal cells on which lines and text are put, and the picture that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.cells import clusters
from tutor.drawing.glyphs import DOWN, LEFT, RIGHT, UP, Glyphs

_RANK = ("edge", "back", "path")
"""Where branches of one edge share a cell, the later style here shows."""


class Span(NamedTuple):
    """A stretch of a row in one style."""

    text: str
    style: str


class Rect(NamedTuple):
    """A rectangle of cells; x and y count from 0 at the top left."""

    x: int
    y: int
    width: int
    height: int

    def across(self) -> range:
        """Its columns."""
        return range(self.x, self.x + self.width)


@dataclass(frozen=True)
class Picture:
    """Rows of styled text, all of the same width."""

    rows: tuple[tuple[Span, ...], ...]
    width: int
    """In cells."""
    height: int
    """In rows."""
    places: Mapping[str, Rect] = field(default_factory=dict)
    """For each quantity where the label of its edge stands, as much as is reserved for it."""
    nodes: Mapping[str, Rect] = field(default_factory=dict)
    """For each quantity the box of the node that makes it, or the name of an input; layer by layer, from the top."""
    raised: int = 0
    """Rows by which all was moved down, so that the uppermost one is row 0."""

    def text(self) -> str:
        """The picture as lines of plain text without spaces at their ends."""
        return "\n".join("".join(span.text for span in row).rstrip(" ") for row in self.rows)

    def at(self, x: int, y: int) -> str | None:
        """The quantity whose node or label covers a cell."""
        for rects in (self.nodes, self.places):
            for name, rect in rects.items():
                if rect.x <= x < rect.x + rect.width and rect.y <= y < rect.y + rect.height:
                    return name
        return None


class Canvas:
    """A grid that grows as it is drawn on; rows and columns may start below 0."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self.text: dict[tuple[int, int], tuple[str, str]] = {}
        """(row, column) -> a character and its style; a wide one is followed by an empty one."""
        self.lines: dict[tuple[int, int], dict[int, tuple[int, int]]] = {}
        """(row, column) -> for each edge that runs there its sides and the rank of its style."""

    def write(self, row: int, x: int, text: str, style: str) -> int:
        """Put text that begins in column `x`; return the column behind it."""
        for character, width in clusters(text):
            self.text[row, x] = (character, style)
            if width == 2:
                self.text[row, x + 1] = ("", style)
            x += width
        return x

    def across(self, edge: int, row: int, start: int, end: int, style: str) -> None:
        """A level line over the cells from `start` to before `end`."""
        for x in range(start, end):
            self.join(edge, row, x, LEFT | RIGHT, style)

    def along(self, edge: int, x: int, start: int, end: int, style: str) -> None:
        """An upright line from the middle of row `start` to the middle of row `end`, in either order."""
        top, bottom = min(start, end), max(start, end)
        for row in range(top, bottom + 1):
            self.join(edge, row, x, (row > top) * UP | (row < bottom) * DOWN, style)

    def join(self, edge: int, row: int, x: int, sides: int, style: str) -> None:
        """Let an edge run from the middle of a cell to some of its sides, beside those to which it already runs."""
        rank = _RANK.index(style)
        here = self.lines.setdefault((row, x), {})
        if edge in here:
            before, most = here[edge]
            sides, rank = before | sides, max(most, rank)
        here[edge] = (sides, rank)

    def free(self, row: int, x: int) -> bool:
        """Whether nothing is drawn in a cell."""
        return (row, x) not in self.text and (row, x) not in self.lines

    def picture(self, places: Mapping[str, Rect], nodes: Mapping[str, Rect]) -> Picture:
        """All that was drawn, moved so that it begins at the top left."""
        drawn = {at: (self.glyphs.lines[sides], _RANK[rank]) for at, (sides, rank) in self._seen()}
        drawn |= self.text
        reserved = [*places.values(), *nodes.values()]
        top = min(*(row for row, _ in drawn), *(rect.y for rect in reserved))
        height = max(*(row + 1 for row, _ in drawn), *(rect.y + rect.height for rect in reserved)) - top
        width = max(*(x + 1 for _, x in drawn), *(rect.x + rect.width for rect in reserved))
        columns: list[list[tuple[int, str, str]]] = [[] for _ in range(height)]
        for (row, x), (character, style) in drawn.items():
            columns[row - top].append((x, character, style))
        rows = [_spans(sorted(row), width) for row in columns]
        places, nodes = (
            {name: rect._replace(y=rect.y - top) for name, rect in rects.items()} for rects in (places, nodes)
        )
        return Picture(tuple(rows), width, height, places, nodes, -top)

    def _seen(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """For each cell with lines the sides and the rank to show: of two edges that cross, the upright one."""
        return [(at, max(edges.values(), key=lambda line: line[0])) for at, edges in self.lines.items()]


def _spans(cells: list[tuple[int, str, str]], width: int) -> tuple[Span, ...]:
    """A row of `width` cells from those that are drawn, in order; the others are empty."""
    found: list[Span] = []
    text, style, end = "", "", 0
    for x, character, new in cells:
        if x > end:
            if style:
                found.append(Span(text, style))
                text, style = "", ""
            text += " " * (x - end)
        if new != style:
            if text:
                found.append(Span(text, style))
            text, style = "", new
        text += character
        end = x + 1
    if width > end:
        if style:
            found.append(Span(text, style))
            text, style = "", ""
        text += " " * (width - end)
    return (*found, Span(text, style))
