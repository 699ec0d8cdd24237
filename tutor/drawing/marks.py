"""What is written on a graph: which numbers are shown, which is asked, and how the label of an edge reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from tutor.cells import cells, cut
from tutor.drawing.glyphs import Glyphs
from tutor.numbers import show

Kind = Literal["value", "gradient"]

LONGEST_NUMBER = 14
"""A number takes at most so many cells."""

_SHORT_NUMBER = 8
"""Numbers up to so many cells are shown whole, longer ones with six digits."""


Widths = Mapping[tuple[Kind, str], int]
"""Cells of numbers, by kind and quantity."""


class Asked(NamedTuple):
    """A number of a graph: the value or the gradient of a quantity."""

    kind: Kind
    quantity: str


class Piece(NamedTuple):
    """A part of a label with one style."""

    text: str
    style: str


@dataclass(frozen=True)
class Marks:
    """What a picture shows beside the graph itself. Quantities are called by their names in the graph."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """The forward values to show."""
    gradients: Mapping[str, Any] = field(default_factory=dict)
    """The gradients to show; the edges of these quantities are drawn as gone back over."""
    asked: tuple[Kind, str] | None = None
    """The number that is asked for, drawn as `?` in its place, whether or not it is among those to show."""
    wrong: str | None = None
    """The learner's wrong answer to what is asked, drawn struck out before the `?`."""
    landed: tuple[Kind, str] | None = None
    """The number just answered right."""
    doubted: Mapping[str, str] = field(default_factory=dict)
    """Wrong numbers on other edges, drawn struck out; of the same kind as what is asked."""
    path: frozenset[str] = frozenset()
    """Quantities whose edges are lit; where one fans out, only the branches that lead to another of them."""

    def widths(self, glyphs: Glyphs) -> Widths:
        """Cells of each number. Where these are the same, everything stands in the same place."""
        known: tuple[tuple[Kind, Mapping[str, Any]], ...] = (("value", self.values), ("gradient", self.gradients))
        return {(kind, name): cells(number(each[name], glyphs)) for kind, each in known for name in each}


def number(value: Any, glyphs: Glyphs) -> str:
    """A number as it stands on a picture, at most LONGEST_NUMBER cells wide; text stands as it is."""
    text = value if isinstance(value, str) else show(value)
    if cells(text) > _SHORT_NUMBER and not isinstance(value, str):
        text = show(value, 6)
    return cut(text, LONGEST_NUMBER, glyphs.cut)


def number_pieces(kind: Kind, quantity: str, marks: Marks, most: int, glyphs: Glyphs) -> list[Piece]:
    """The number of a quantity, or the `?` in its place, in at most `most` cells; nothing where neither is shown."""
    place = (kind, quantity)
    if marks.asked == place:
        return _question(marks.wrong, most, glyphs)
    if quantity in marks.doubted and marks.asked is not None and marks.asked[0] == kind:
        return _struck(marks.doubted[quantity], most, glyphs)
    known = marks.values if kind == "value" else marks.gradients
    if quantity not in known:
        return []
    return [Piece(cut(number(known[quantity], glyphs), most, glyphs.cut), "landed" if marks.landed == place else kind)]


def _question(wrong: str | None, most: int, glyphs: Glyphs) -> list[Piece]:
    asked = Piece("?", "asked")
    if not wrong:
        return [asked]
    struck = cut(wrong.strip(), LONGEST_NUMBER, glyphs.cut)
    if cells(struck) + 4 <= most:
        return [Piece(f"~{struck}~", "wrong"), Piece(" ", ""), asked]
    # Tight: the struck-out number alone says that this place is still open.
    return _struck(struck, most, glyphs)


def _struck(wrong: str, most: int, glyphs: Glyphs) -> list[Piece]:
    if most - 2 < cells(wrong) <= most:
        return [Piece(wrong, "wrong")]
    return [Piece(f"~{cut(wrong, max(most - 2, 1), glyphs.cut)}~", "wrong")]
