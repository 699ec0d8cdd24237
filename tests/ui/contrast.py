"""How well what is on the screen can be told from what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual.color import Color
from textual.screen import Screen

from tutor.ui.themes import contrast


def texts(screen: Screen[object]) -> Iterator[tuple[Segment, float]]:
    """All that stands on a screen, with its contrast; what is shown in the terminal's own colours is left out."""
    for strip in screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if not segment.text.strip() or style is None or style.color is None or style.bgcolor is None:
                continue
            if style.color.triplet is None or style.bgcolor.triplet is None or "@mouse.down" in style.meta:
                continue  # the last: the ends of a scrollbar
            yield segment, contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
