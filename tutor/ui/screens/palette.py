"""The command palette, in the learner's language."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette


class Palette(CommandPalette):
    """Textual's command palette, which closes itself only: with Enter held down it would close what lies below too."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, if it is not closed yet."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
