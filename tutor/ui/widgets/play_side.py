"""Beside or below a playground's graph: the values of its inputs, and how the chosen one's gradient comes about."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.drawing import Glyphs
from tutor.experiments import play_report
from tutor.experiments.playground import Playground
from tutor.ui.widgets.value_panel import ValuePanel
from tutor.words import Words


class PlaySide(Vertical):
    """A `ValuePanel` and a working; nothing where there is no input."""

    def compose(self) -> ComposeResult:
        """One over the other."""
        yield ValuePanel(id="inputs")
        yield Static(id="working", markup=False)

    @property
    def panel(self) -> ValuePanel:
        """The values."""
        return self.query_one(ValuePanel)

    def put(self, play: Playground, t: Words, glyphs: Glyphs, most_rows: int, *, framed: bool) -> None:
        """Show them as they are now, the values in at most so many rows."""
        self.set_class(not play.inputs, "-empty")
        if not play.inputs:
            return
        self.panel.put(play, t, glyphs, most_rows, framed=framed)
        working, lines = self.query_one("#working", Static), play_report.working(play, t)
        working.set_class(not lines, "-empty")
        working.border_title = Content(t("How it comes about"))
        working.update(Content("\n".join(lines)))
