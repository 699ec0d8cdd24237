"""Pictures of computational graphs in box-drawing characters: pure data, no screen."""

from tutor.drawing.beat import Beat
from tutor.drawing.canvas import Picture, Rect, Span
from tutor.drawing.glyphs import ASCII, BOX, Glyphs
from tutor.drawing.layers import TooLargeError
from tutor.drawing.marks import Asked, Marks, Widths
from tutor.drawing.picture import Layout, draw, lay_out
from tutor.drawing.ways import Way

__all__ = [
    "ASCII",
    "BOX",
    "Asked",
    "Beat",
    "Glyphs",
    "Layout",
    "Marks",
    "Picture",
    "Rect",
    "Span",
    "TooLargeError",
    "Way",
    "Widths",
    "draw",
    "lay_out",
]
