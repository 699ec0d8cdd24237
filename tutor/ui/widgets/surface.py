"""A loss surface as a filled contour map, with the optimizers' paths over it, axes and markers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tutor.drawing import ASCII, BOX, Glyphs
from tutor.drawing.contours import bands, levels
from tutor.drawing.terrain import Cell, Frame, Span, Terrain, Track, frame, margin
from tutor.experiments.descents import Descents
from tutor.ui.widgets.map_colours import MapColours
from tutor.words import N_

SMALLEST = (10, 4)
"""A map of fewer columns or rows says nothing."""


class SurfaceView(Widget, can_focus=True):
    """Shows a `Descents`. Arrow keys and the mouse move the start: it posts `Nudged` and `Pointed`."""

    BINDINGS = [  # noqa: RUF012
        Binding("left", "nudge(-1, 0)", show=False, tooltip=N_("Move the start")),
        Binding("right", "nudge(1, 0)", show=False, tooltip=N_("Move the start")),
        Binding("up", "nudge(0, 1)", show=False, tooltip=N_("Move the start")),
        Binding("down", "nudge(0, -1)", show=False, tooltip=N_("Move the start")),
    ]

    @dataclass
    class Nudged(Message):
        """The start is to move by so many cells, to the right and up, of which each is `width` by `height`."""

        right: float
        up: float

    @dataclass
    class Pointed(Message):
        """A point of the plane was clicked."""

        x: float
        y: float

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._lab: Descents | None = None
        self._glyphs = BOX
        self._rows: list[Strip] = []
        self._ground: tuple[object, Any] = (None, None)
        """For which surface, box and size the bands were worked out, and the bands."""
        self._columns, self._lines, self._margin = 0, 0, 0

    def show(self, lab: Descents, glyphs: Glyphs) -> None:
        """Show where the lab stands."""
        self._lab, self._glyphs = lab, glyphs
        self._draw()

    def on_resize(self) -> None:
        """Draw to the new size."""
        self._draw()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._draw()

    def render_line(self, y: int) -> Strip:
        """One row of cells, as it was drawn."""
        return self._rows[y] if y < len(self._rows) else Strip.blank(self.size.width)

    def action_nudge(self, right: int, up: int) -> None:
        """Ask for the start to move by a cell."""
        if self._lab is not None and self._columns:
            left, far, bottom, top = self._lab.box
            width, height = (far - left) / self._columns, (top - bottom) / self._lines
            self.post_message(self.Nudged(right * width, up * height))

    def on_click(self, event: events.Click) -> None:
        """Ask for the start to be where the mouse is."""
        offset = event.get_content_offset(self)
        if offset is None or self._lab is None or not self._columns:
            return
        left, right, bottom, top = self._lab.box
        column, row = offset.x - self._margin + 0.5, offset.y + 0.5
        if 0 < column < self._columns and 0 < row < self._lines:
            x = left + column / self._columns * (right - left)
            self.post_message(self.Pointed(x, top - row / self._lines * (top - bottom)))

    # --- drawing -----------------------------------------------------------------------------------------

    def _draw(self) -> None:
        lab, (width, height) = self._lab, self.size
        self._rows, self._columns = [], 0
        if lab is not None and height > SMALLEST[1]:
            span, lines = Span(*lab.box), height - 1
            columns = width - margin(span, lines)
            if columns >= SMALLEST[0]:
                self._columns, self._lines, self._margin = columns, lines, width - columns
                self._paint(lab, span)
        self.refresh()

    def _paint(self, lab: Descents, span: Span) -> None:
        colours = MapColours.of(self.app)
        terrain = Terrain(
            span,
            self._bands(lab),
            [Track(at, [place.point for place in runner.places]) for at, runner in lab.drawn],
            lab.start,
            lab.surface.minima,
            plain=self._glyphs is ASCII or not colours.is_coloured,
            shaded=self._glyphs is ASCII or not colours.is_coloured,
        )
        around = frame(span, self._columns, self._lines)
        self._rows = [
            self._strip(number, cells, colours) for number, cells in zip(around.left, terrain.rows(), strict=True)
        ]
        self._rows.append(self._below(around, colours))

    def _strip(self, number: str, cells: list[Cell], colours: MapColours) -> Strip:
        segments = [Segment(number, colours.axis), *(Segment(cell.text, colours.style(cell)) for cell in cells)]
        return Strip(segments, self._margin + self._columns)

    def _below(self, around: Frame, colours: MapColours) -> Strip:
        text = " " * around.margin + around.below
        return Strip([Segment(text, colours.axis + Style(bold=False))], self._margin + self._columns)

    def _bands(self, lab: Descents) -> Any:
        """The bands of the ground: worked out only when surface, box or size change."""
        key = (lab.surface, lab.box, self._columns, self._lines)
        if self._ground[0] != key:
            left, right, bottom, top = lab.box
            xs = left + (np.arange(self._columns) + 0.5) / self._columns * (right - left)
            ys = top - (np.arange(2 * self._lines) + 0.5) / (2 * self._lines) * (top - bottom)
            heights = lab.surface.heights(*np.meshgrid(xs, ys))
            self._ground = (key, bands(heights, levels(heights)))
        return self._ground[1]
