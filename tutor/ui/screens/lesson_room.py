"""How much room a lesson gives to its picture: beside the text or above it, and how many rows."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from tutor.cells import cells
from tutor.ui.screens.base import BESIDE
from tutor.ui.widgets.scene import Scene

BESIDE_PERCENT, USUAL_ROWS = 59, 11
"""How much of the width the graph has beside the text, and how many rows above it, as the stylesheet says."""

MORE_ROWS = 3
"""Where these are too few for its labels to stand above and below its lines, so many more are tried at a time."""

NOTE_ROWS = 3
"""How many rows the explanation of a node takes below the graph."""

ROWS_FOR_THE_REST = 10
"""What a high graph leaves to title, text, answer box and footer."""

ROWS_OF_FRAME, LOW = 5, 32
"""What title, answer box and footer take; and windows of fewer rows are low, as the stylesheet says."""


class Room(NamedTuple):
    """The room for a picture."""

    above: bool = False
    """Whether it stands above the text in a window that is wide enough for both side by side."""
    rows: int | None = None
    """How many rows it takes; None: what the stylesheet says."""
    spare: int = 0
    """Rows kept free in it for a note."""
    hidden: bool = False
    """Whether it has to give way to the options of a question."""


def room_for(scene: Scene, size: tuple[int, int], note_rows: int, text_rows: int | None = None) -> Room:
    """The room in a window of `size` cells and rows, with a note of `note_rows` below the picture.

    `text_rows` are the rows of prose and options where a question has options: in a low window both have to be seen.
    """
    width, height = size
    beside_width = width * BESIDE_PERCENT // 100
    above = width >= BESIDE and scene.layout(beside_width, height).width > beside_width
    if width >= BESIDE and not above:
        return Room(spare=NOTE_ROWS)
    most = max(1, height - ROWS_FOR_THE_REST)
    rows = rows_for(scene, width - 2, most if above else USUAL_ROWS)
    if text_rows is not None and not above and height < LOW:
        return Room(rows=rows + note_rows, hidden=rows + text_rows > height - ROWS_OF_FRAME)
    if not above:
        rows = max(rows, USUAL_ROWS)
    if above or rows > USUAL_ROWS or note_rows:
        return Room(above, max(1, min(rows, most) + note_rows))
    return Room()


def rows_for(scene: Scene, width: int, most: int) -> int:
    """Rows that a graph of the whole width takes: the usual ones, or up to `most` where its labels need them."""
    layouts = (scene.layout(width, rows) for rows in range(USUAL_ROWS, max(most, USUAL_ROWS) + 1, MORE_ROWS))
    first = next(layouts)
    return next((each.height for each in chain([first], layouts) if not each.labels_on_lines), first.height)


def rows_of_text(prose: str, options: int, width: int) -> int:
    """About how many rows a page's Markdown takes with so many options below it, rather one too many."""
    return sum(_rows_of_block(block, width) + 1 for block in prose.strip().split("\n\n")) + options + 1


def _rows_of_block(block: str, width: int) -> int:
    """Lines of code and of lists stand by themselves; those of a paragraph flow together."""
    lines = block.split("\n")
    apart = block.startswith(("```", "- ", "* ", "|", "1. ", " "))
    return sum(_wrapped(line, width) for line in (lines if apart else [" ".join(lines)]))


def _wrapped(line: str, width: int) -> int:
    rows, at = 1, 0
    for word in line.split():
        wide = cells(word)
        if at and at + 1 + wide > width:
            rows, at = rows + 1, wide
        else:
            at += wide + bool(at)
        rows, at = rows + at // (width + 1), at % (width + 1)
    return rows
