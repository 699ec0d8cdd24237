"""Pictures of computational graphs in box-drawing characters: pure data, no screen."""

from tutor.drawing.canvas import Picture, Rect, Span
from tutor.drawing.glyphs import ASCII, BOX, Glyphs
from tutor.drawing.layers import TooLargeError
from tutor.drawing.marks import Asked, Marks
from tutor.drawing.picture import draw

__all__ = ["ASCII", "BOX", "Asked", "Glyphs", "Marks", "Picture", "Rect", "Span", "TooLargeError", "draw"]
