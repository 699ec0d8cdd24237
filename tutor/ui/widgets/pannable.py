"""A place that may be smaller than what it shows: dragged with the mouse, turned with its wheel."""

from __future__ import annotations

from textual import events
from textual.containers import ScrollableContainer
from textual.geometry import Offset

from tutor.ui.widgets.canvas import Canvas

WHEEL_CELLS = 6
"""How many cells sideways a turn of the wheel goes."""


class Pannable(ScrollableContainer, inherit_bindings=False):
    """A `Canvas` in a place of its own; a mouse that is dragged over it moves the picture.

    Nothing of this needs the mouse: screens pan with keys, too.
    """

    can_focus = False
    _dragged: tuple[Offset, Offset] | None = None
    """Where the mouse was pressed, and how far the picture was moved then."""

    def clicked(self, at: Offset) -> None:
        """The mouse was pressed and let go over a cell of the canvas."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The picture may be dragged from here."""
        if event.button == 1:
            self._dragged = event.screen_offset, self.scroll_offset
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the picture along."""
        if self._dragged is not None:
            pressed, moved = self._dragged
            to = moved + pressed - event.screen_offset
            self.scroll_to(to.x, to.y, animate=False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go. Where it was pressed, that is a click."""
        self.release_mouse()
        dragged, self._dragged = self._dragged, None
        if dragged is not None and dragged[0] == event.screen_offset:
            self.clicked(event.screen_offset - self.query_one(Canvas).region.offset)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """A picture that is only too wide moves sideways."""
        self._scroll_sideways(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        self._scroll_sideways(event, -1)

    def _scroll_sideways(self, event: events.MouseEvent, by: int) -> None:
        if not self.max_scroll_y and self.max_scroll_x:
            event.prevent_default()
            event.stop()
            self.scroll_relative(x=WHEEL_CELLS * by, animate=False)
