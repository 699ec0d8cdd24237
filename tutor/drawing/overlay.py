"""What is put over a finished picture for a moment: a number that travels, the node that is looked at, a working."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tutor.cells import cells, clusters
from tutor.drawing.canvas import Picture, Rect, Span
from tutor.drawing.ways import Cell

Row = tuple[Span, ...]

LINES = frozenset({"edge", "back", "path"})
"""Styles of the lines, over which something may travel; labels that stand on them stay readable."""

_ROW_COST = 4
"""A row away from its place a text stands as far off as so many cells."""


@dataclass
class Overlay:
    """Cells of a picture that look another way for now."""

    picture: Picture
    cells: dict[Cell, tuple[str | None, str]] = field(default_factory=dict)
    """(row, column) -> the character, None for the picture's own, and the style."""

    def restyle(self, rect: Rect, style: str) -> None:
        """Give all cells of a rectangle a style."""
        for row in range(rect.y, rect.y + rect.height):
            for column in rect.across():
                self.cells[row, column] = (None, style)

    def travel(self, way: Sequence[Cell], part: float, spark: str, *, back: bool) -> None:
        """Light the part of a way (0 to 1) that is passed, a spark at its head; `back` runs from right to left."""
        passed = [*reversed(way)] if back else [*way]
        passed = passed[: max(1, round(part * len(passed)))]
        for cell in passed:
            if cell not in self.cells:
                self.cells[cell] = (None, "lit")
        self.cells[passed[-1]] = (spark, "spark")

    def write(self, row: int, column: int, text: str, style: str) -> None:
        """Put text over the picture."""
        for character, width in clusters(text):
            self.cells[row, column] = (character, style)
            if width == 2:
                self.cells[row, column + 1] = ("", style)
            column += width

    def rows(self) -> tuple[Row, ...]:
        """The picture's rows with this over them."""
        changed: dict[int, dict[int, tuple[str | None, str]]] = {}
        for (row, column), what in self.cells.items():
            changed.setdefault(row, {})[column] = what
        return tuple(_over(row, changed[at]) if at in changed else row for at, row in enumerate(self.picture.rows))


def _over(row: Row, changed: Mapping[int, tuple[str | None, str]]) -> Row:
    parts: list[Span] = []
    column = 0
    for span in row:
        for character, width in clusters(span.text):
            new = changed.get(column)
            if new is None or (new[1] in ("lit", "spark") and span.style not in LINES):
                parts.append(Span(character, span.style))
            else:
                parts.append(Span(character if new[0] is None else new[0], new[1]))
            column += width
    return tuple(
        Span("".join(part.text for part in run), style) for style, run in groupby(parts, key=lambda part: part.style)
    )


def free_place(picture: Picture, text: str, near: Rect, within: Rect | None = None) -> Cell | None:
    """Where a text covers nothing and stands closest to a rectangle; None where there is no such place.

    `within` is the part of the picture that is in sight.
    """
    width = cells(text)
    seen = within or Rect(0, 0, picture.width, picture.height)
    middle, level = near.x + near.width / 2, near.y + near.height / 2
    found: tuple[float, Cell] | None = None
    for at in range(max(seen.y, 0), min(seen.y + seen.height, picture.height)):
        for start, end in _gaps(picture.rows[at]):
            first, last = max(start, seen.x), min(end, seen.x + seen.width) - width
            if first > last:
                continue
            column = round(min(max(middle - width / 2, first), last))
            away = abs(column + width / 2 - middle) + _ROW_COST * abs(at + 0.5 - level)
            if found is None or away < found[0]:
                found = away, (at, column)
    return found[1] if found else None


def _gaps(row: Iterable[Span]) -> list[tuple[int, int]]:
    """The stretches of a row without anything in them, as first column and the one behind the last."""
    gaps: list[tuple[int, int]] = []
    column = 0
    for span in row:
        for character, width in clusters(span.text):
            if character == " ":
                if gaps and gaps[-1][1] == column:
                    gaps[-1] = (gaps[-1][0], column + 1)
                else:
                    gaps.append((column, column + 1))
            column += width
    return gaps
