"""Asks for one key: the next that is pressed."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class CatchKey(ModalScreen[str | None]):
    """Gives the key as Textual names it; None for Escape."""

    def __init__(self, question: str, how: str) -> None:
        super().__init__()
        self._question, self._how = question, how

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(Content.assemble((self._question, "bold"), "\n\n", self._how), id="catch-key", markup=False)

    def on_key(self, event: events.Key) -> None:
        """The key, whatever it would do elsewhere."""
        event.stop()
        event.prevent_default()
        if self.is_active:
            self.dismiss(None if event.key == "escape" else event.key)
