"""The command palette, in the learner's language."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.command import Command, CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's command palette, made fit for keys that come in a burst."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, if it is not closed yet: with Enter held down it would close what lies below too."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def _refresh_command_list(self, command_list: CommandList, commands: list[Command], clear_current: bool) -> None:
        """Show what was found, unless the palette is being taken down and its list has gone already."""
        if self.query(CommandList):
            super()._refresh_command_list(command_list, commands, clear_current)
