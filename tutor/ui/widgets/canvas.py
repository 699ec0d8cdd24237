"""Rows of styled text as they were drawn: they keep their cells, so nothing is laid out or wrapped to show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tutor.drawing.canvas import Span


class Canvas(Widget):
    """Shows the rows of a picture. `looks` says, in Textual's words, how each style of a span looks."""

    ALLOW_SELECT = False

    def __init__(self, looks: Mapping[str, str], **keywords: Any) -> None:
        super().__init__(**keywords)
        self._looks = looks
        self._rows: Sequence[Sequence[Span]] = ()
        self._strips: dict[int, Strip] = {}
        self._base: Style | None = None
        self._rich: dict[str, RichStyle] = {}
        """How spans look on the background that `_base` has."""

    def put(self, rows: Sequence[Sequence[Span]], width: int) -> None:
        """Show these rows, of so many cells each."""
        self._rows = rows
        self._strips.clear()
        self.styles.width, self.styles.height = max(width, 1), max(len(rows), 1)
        self.refresh()

    def notify_style_update(self) -> None:
        """The theme has changed, or what lies behind."""
        super().notify_style_update()
        self._base = None

    def render_line(self, y: int) -> Strip:
        """One row."""
        if self._base != self.visual_style:
            self._base = self.visual_style
            self._rich.clear()
            self._strips.clear()
        if y not in self._strips:
            row = self._rows[y] if y < len(self._rows) else ()
            strip = Strip([Segment(span.text, self._look(span.style)) for span in row])
            self._strips[y] = strip.adjust_cell_length(self.size.width, self._look(""))
        return self._strips[y]

    def _look(self, style: str) -> RichStyle:
        if style not in self._rich:
            self._rich[style] = (self.visual_style + Style.parse(self._looks.get(style, ""))).rich_style
        return self._rich[style]
