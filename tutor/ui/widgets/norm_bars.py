"""The size of the gradient at each layer, as bars on a logarithmic scale; it scrolls where there are many layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from tutor.cells import cells, cut
from tutor.drawing import ASCII, BOX, Glyphs, Span
from tutor.drawing.bars import NUMBER, Scale, bar_rows, pitch
from tutor.words import Words

LABEL = 4
"""Cells for a layer's number and the space behind it."""

_AXIS_ROWS = 2

AROUND = 1 + _AXIS_ROWS
"""Rows above and below the bars."""


class NormBars(Widget, can_focus=True):
    """Layer 1, next to the input, stands at the top; the loss is below the last one."""

    BINDINGS = [  # noqa: RUF012
        Binding("up", "scroll_bars(-1)", show=False),
        Binding("down", "scroll_bars(1)", show=False),
        Binding("pageup", "scroll_bars(-10)", show=False),
        Binding("pagedown", "scroll_bars(10)", show=False),
    ]

    def __init__(self, *, tall: bool = True, **keywords: Any) -> None:
        """`tall` bars take as many rows as there are, and where the gradient comes from is said; else one row each."""
        super().__init__(**keywords)
        self._tall = tall
        self._values: Sequence[float] = ()
        self._title = ""
        self._t: Words | None = None
        self._glyphs = BOX
        self._rows: list[Strip] = []
        self._top = 0
        """The first row of bars that is seen."""
        self._reached = 1
        self._follow = 0
        """Which layer is to be brought in sight; 0 for none."""

    def show(self, title: str, values: Sequence[float], t: Words, glyphs: Glyphs, reached: int = 1) -> None:
        """Show the norms of all layers, from the first one on; `title` says what they are.

        Only from layer `reached` on there are bars: so far the gradient has come. That layer is kept in sight.
        """
        if reached > 1 or self._reached > 1:
            self._follow = reached
        self._title, self._values, self._t, self._glyphs, self._reached = title, values, t, glyphs, reached
        self._draw()

    def on_resize(self) -> None:
        """Draw to the new size."""
        self._draw()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._draw()

    def action_scroll_bars(self, by: int) -> None:
        """Show layers further down, or further up."""
        self._top += by
        self._draw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """As the key does."""
        event.stop()
        self.action_scroll_bars(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As the key does."""
        event.stop()
        self.action_scroll_bars(-1)

    def render_line(self, y: int) -> Strip:
        """One row of cells, as it was drawn."""
        return self._rows[y] if y < len(self._rows) else Strip.blank(self.size.width, self.rich_style)

    # --- drawing -----------------------------------------------------------------------------------------

    def _draw(self) -> None:
        width, height = self.size
        self._rows = []
        room = height - AROUND
        if self._t is not None and self._values and room >= 1 and width > LABEL + NUMBER:
            is_seen = self._reached <= len(self._values)  # else the axis would tell
            scale = Scale.of(self._values if is_seen else (), width - LABEL - NUMBER)
            tall = pitch(len(self._values), room - 1) if self._tall else 1
            bars = [
                row
                for at, value in enumerate(self._values, start=1)
                for row in bar_rows(
                    f"{at:>{LABEL - 1}} ", value if at >= self._reached else None, scale, tall, self._glyphs
                )
            ]
            if tall > 1:
                bars.pop()  # the empty row below the last one
            if self._tall:
                bars.append(self._loss(width))
            if self._follow:
                row, self._follow = min(self._follow * tall, len(bars)), 0  # the row behind that layer's bar
                self._top = min(max(self._top, row - room), row - tall)
            self._top = max(0, min(self._top, len(bars) - room))
            seen = bars[self._top : self._top + room]
            rows = [self._head(width, len(bars) - room), *seen, *self._axis(scale)]
            looks = self._looks
            self._rows = [self._strip(row, looks) for row in rows]
        self.refresh()

    def _head(self, width: int, hidden: int) -> list[Span]:
        """What the bars are, and whether more of them are above or below."""
        assert self._t is not None
        t, more = self._t, ""
        if hidden > 0:
            above, below = "↑" if self._top else "", "↓" if self._top < hidden else ""
            more = f" {above}{below} "
        text = cut(f"{t('layer')}  {self._title}", width - cells(more), self._glyphs.cut)
        return [Span(text + " " * (width - cells(text) - cells(more)), "number"), Span(more, "label")]

    def _loss(self, width: int) -> list[Span]:
        """Where the gradient comes from."""
        assert self._t is not None
        t = self._t
        text = cut(" " * LABEL + "↑ " + t("from the loss"), width, self._glyphs.cut)
        return [Span(text, "number")]

    def _axis(self, scale: Scale) -> list[list[Span]]:
        return [
            [Span(" " * LABEL, "label"), Span(text, style)]
            for text, style in zip(scale.axis(self._glyphs), ("axis", "number"), strict=True)
        ]

    def _strip(self, row: Sequence[Span], looks: dict[str, Style]) -> Strip:
        is_filled = "filled" in looks and self._glyphs is not ASCII
        segments = []
        for style, text in ((span.style, span.text) for span in row):
            whole = text.rstrip("▏▎▍▌▋▊▉") if style == "bar" and is_filled else ""
            if whole:  # a background has no seams, as blocks have in some fonts
                segments.append(Segment(" " * len(whole), looks["filled"]))
            segments.append(Segment(text[len(whole) :], looks[style]))
        strip = Strip(segments)
        return strip.extend_cell_length(self.size.width, looks["label"])

    @property
    def _looks(self) -> dict[str, Style]:
        if self.app.no_color or self.app.native_ansi_color:
            dim = Style(dim=True)
            return {"label": Style(bold=True), "bar": Style(), "grid": dim, "axis": dim, "number": Style()}
        variables = self.app.theme_variables
        background, foreground = (Color.parse(variables[name]) for name in ("background", "foreground"))
        foreground = background + foreground
        bar = Color.parse(variables["primary"])

        def on(color: Color, **more: Any) -> Style:
            return Style(color=color.rich_color, bgcolor=background.rich_color, **more)

        return {
            "label": on(foreground, bold=True),
            "bar": on(bar),
            "filled": Style(color=bar.rich_color, bgcolor=bar.rich_color),
            "grid": on(background.blend(foreground, 0.6)),
            "axis": on(background.blend(foreground, 0.6)),
            "number": on(background.blend(foreground, 0.85)),
        }
