"""What screens with a picture of a graph share: panning, and to whom the keys belong when the picture is done with."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import events, on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.graph_view import GraphView


class PictureScreen(TutorScreen):
    """A screen with one `GraphView`."""

    BINDINGS = [  # noqa: RUF012
        Binding("ctrl+pageup", "pan(-8, 0)", show=False),
        Binding("ctrl+pagedown", "pan(8, 0)", show=False),
        Binding("ctrl+up", "pan(0, -3)", show=False),
        Binding("ctrl+down", "pan(0, 3)", show=False),
    ]

    SPARED: ClassVar[tuple[str, ...]] = ()
    """Actions that do not stand in the footer of a narrow window."""

    SPARED_AT_THE_PICTURE: ClassVar[tuple[str, ...]] = ()
    """Nor do these while a node is looked at or a replay is steered, which have keys of their own."""

    _before: Widget | None = None
    """What had the keys last, beside the picture."""

    @property
    def view(self) -> GraphView:
        """The picture's place."""
        return self.query_one(GraphView)

    def spared(self) -> Collection[str]:
        """In a narrow window some keys; more while the picture has keys of its own."""
        if not self.has_class("-stacked"):
            return ()
        return self.SPARED + (self.SPARED_AT_THE_PICTURE if self.query(GraphView) and self.view.is_looked_at else ())

    def action_pan(self, cells: int, rows: int) -> None:
        """Move the picture."""
        for view in self.query(GraphView):
            view.scroll_relative(cells, rows, animate=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember who has the keys."""
        if not isinstance(event.widget, GraphView):
            self._before = event.widget

    @on(GraphView.Picked)
    @on(GraphView.Over)
    def _looked_at(self, event: GraphView.Picked | GraphView.Over) -> None:
        """The keys belong again to what had them, unless somebody still looks at the picture or went on elsewhere."""
        event.stop()
        if not event.view.is_looked_at and self.focused in (None, event.view):
            self.set_focus(self._before)
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Who was writing writes on, and is done with the picture."""
        writing = self._before
        if not event.is_printable or not event.character or not isinstance(writing, Input) or not self.view.has_focus:
            return
        event.stop()
        event.prevent_default()
        self.view.action_leave()
        writing.insert_text_at_cursor(event.character)
        writing.focus()
