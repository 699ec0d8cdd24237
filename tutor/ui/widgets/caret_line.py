"""One line under an input: what is to be said of what stands there, with a caret under the character that is meant."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.widgets import Input, Static

from tutor.cells import cells
from tutor.core.expression import normalise

TONES = {"note": "$foreground 70%", "wrong": "bold $text-error", "warning": "bold $text-warning"}


class CaretLine(Static):
    """A line that belongs to an input and moves with what is seen of it."""

    def __init__(self, above: Input, **keywords: Any) -> None:
        super().__init__(markup=False, **keywords)
        self._above = above
        self._said: tuple[str, str, int | None] = ("", "note", None)

    def on_mount(self) -> None:
        """A long text moves in its place, and the caret with it."""
        self.watch(self._above, "scroll_x", self._draw, init=False)

    def on_resize(self) -> None:
        """There is more room, or less."""
        self._draw()

    def say(self, text: str, tone: str = "note", column: int | None = None) -> None:
        """Say something; `column` counts in the normalised text."""
        self._said = (text, tone, column)
        self._draw()

    def _draw(self) -> None:
        said, tone, column = self._said
        if column is not None:
            room = self._above.size.width or self.app.size.width
            at = cells(normalise(self._above.value)[:column]) - self._above.scroll_offset.x
            at = max(0, min(at, room - 1))
            behind = at + 2 + cells(said) <= room or at <= cells(said)
            said = f"{' ' * at}^ {said}" if behind else f"{' ' * (at - 1 - cells(said))}{said} ^"
        self.update(Content.styled(said, TONES[tone]))
