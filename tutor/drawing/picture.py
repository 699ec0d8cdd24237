"""Drawing a graph: from layers, rows and tracks to cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.core import Graph
from tutor.drawing.canvas import Canvas, Picture, Rect
from tutor.drawing.cells import cells, cut
from tutor.drawing.channels import Turn, route
from tutor.drawing.glyphs import BOX, LEFT, RIGHT, Glyphs
from tutor.drawing.layers import Item, arrange
from tutor.drawing.marks import Marks, Piece, number, number_pieces, number_room
from tutor.drawing.rows import SPACINGS, USUAL, Spacing, assign_rows


@dataclass(frozen=True)
class _Fit:
    """How wide a picture is drawn, in cells."""

    before: int
    """Between a node and the label of its edge."""
    after: int
    """Behind a label."""
    lead: int
    """From the last turn of an edge to its arrow."""
    name: int
    """Names of inputs and outputs are cut beyond this."""
    quantity: int
    """Names of quantities in between likewise; 0 leaves them out."""


_FITS = (
    _Fit(2, 3, 1, 18, 14),
    _Fit(1, 2, 1, 18, 14),
    _Fit(1, 1, 0, 18, 14),
    _Fit(1, 1, 0, 14, 8),
    _Fit(1, 1, 0, 14, 0),
    _Fit(1, 1, 0, 8, 0),
)
"""From generous to tight."""


def draw(
    graph: Graph,
    marks: Marks,
    *,
    labels: Mapping[str, str] | None = None,
    room: Marks | None = None,
    width: int | None = None,
    height: int | None = None,
    glyphs: Glyphs = BOX,
) -> Picture:
    """Draw `graph` with what `marks` shows on it.

    Inputs stand at the left, the output at the right. On the edge of each quantity its value stands above the line
    and its gradient, after a sign that it flows back, below. An edge that splits has one label. Where two edges
    cross, the upright one passes through a gap in the level one (`─│─`); every other meeting of lines (`├ ┬ ┼`) is
    one edge that splits.

    `labels` are names as the learner reads them. `room` holds the numbers that may be shown in time: as long as
    graph, labels, room, width and height stay the same, nothing moves when `marks` changes; without it space is
    kept for the numbers in `marks`. The picture is drawn as generously as `width` cells and `height` rows allow and
    tightened where it has to be; a graph that needs more than that gets a picture that is larger.
    """
    layers = arrange(graph)
    artist = _Artist(graph, layers, marks, labels or {}, room or marks, glyphs)
    best: tuple[Spacing, list[tuple[list[Turn], int]]] | None = None
    for spacing in SPACINGS if height is not None else (USUAL,):
        rows = assign_rows(layers, spacing)
        if height is None or rows <= height:
            break
    else:
        spacing = next(s for s in reversed(SPACINGS) if not s.inline)
        assign_rows(layers, spacing)
    artist.route(spacing)
    for fit in _FITS:
        artist.measure(fit)
        if width is None or artist.width <= width:
            break
    return artist.paint()
