"""The last touch on what the screens show: plain signs for a plain drawing, no colour where none is wanted."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, NoColor
from textual.scrollbar import ScrollBarRender

STANDS_OUT = 0.2
"""A background so much brighter or darker (of 1) than what lies around it says something: a cursor, a selection."""


class PlainSigns(LineFilter):
    """Shows ASCII characters in place of those that some terminals show two cells wide, Textual's own among them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a row, as wide as before."""
        from tutor.drawing.signs import plain  # with the whole of drawing, which a first screen does without

        return [Segment(plain(text), style, control) for text, style, control in segments]


class WholeCells(ScrollBarRender):
    """A scrollbar that begins and ends at whole cells, for a plain drawing: parts of a cell have no plain sign."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "]  # noqa: RUF012 (Textual's own form)


class Colourless(LineFilter):
    """Leaves no colour but the terminal's own two; what stood out by its background stands out in reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a row on a background."""
        return [
            Segment(text, None if style is None else _colourless(style, background), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _colourless(style: Style, background: Color) -> Style:
    bare = style + NoColor.DEFAULT_COLORS
    if style.reverse or style.bgcolor is None or style.bgcolor.is_default:
        return bare
    apart = Color.from_rich_color(style.bgcolor).brightness - background.brightness
    return bare + Style(reverse=True) if abs(apart) >= STANDS_OUT else bare


PLAIN_SIGNS, COLOURLESS = PlainSigns(), Colourless()
