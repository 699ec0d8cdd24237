"""The keys that work now, in the last row."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer


class KeyBar(Footer):
    """Textual's footer, built anew only where it would say something else: else each key and each focus costs that."""

    _shown: object = None
    """What it says now."""

    def compose(self) -> ComposeResult:
        """The keys."""
        if self._bindings_ready:
            self._shown = self._keys(self.screen)
        yield from super().compose()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Something about the keys may have changed."""
        if not self._bindings_ready or self._keys(screen) != self._shown:
            super().bindings_changed(screen)

    def _keys(self, screen: Screen[object]) -> object:
        return [
            (binding.key, self.app.get_key_display(binding), binding.description, binding.action, enabled, tooltip)
            for _, binding, enabled, tooltip in screen.active_bindings.values()
            if binding.show or binding.key == self.app.COMMAND_PALETTE_BINDING
        ]
