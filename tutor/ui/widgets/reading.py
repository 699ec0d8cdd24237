"""Where the learner reads: keeps in sight what was said last, however the room for it changes."""

from __future__ import annotations

from textual.containers import VerticalScroll


class Reading(VerticalScroll, can_focus=False):
    """A page and what is said to it, below each other."""

    _at_end = False

    def show(self, *, end: bool) -> None:
        """Show the beginning, or the end and stay there while more is said or the window changes."""
        self._at_end = end
        if end:
            self.scroll_end(animate=False)
        else:
            self.scroll_home(animate=False)

    def watch_virtual_size(self) -> None:
        """More was said."""
        if self._at_end:
            self.scroll_end(animate=False)

    def on_resize(self) -> None:
        """There is more room, or less."""
        if self._at_end:
            self.scroll_end(animate=False)
